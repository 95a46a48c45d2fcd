/* The search page: what the form says goes into the address and to the index, what comes back into the list.
   Text from the index only ever enters the page as text. Needs the other scripts of the search. */
(function () {
  "use strict";
  const { parse, ranges, excerpt } = window.DisclosureQuery;
  const index = window.DisclosureIndex;
  const root = new URL("../../", document.currentScript.src).href;
  const PAGE = 10; // results shown at a time
  const PAUSE = 250; // milliseconds without a key before a search starts
  const SLOW = 2000; // milliseconds without an answer after which the page says that it is at it
  const EXCERPT = 130; // characters
  const SUGGESTED = 6; // words offered while typing
  const FEW = 8; // values of a filter shown at first
  const FACET_NAMES = { category: "公开类别", office: "发布机构", year: "成文年份", validity: "有效性", theme: "主题分类" };

  const form = document.getElementById("search-form");
  const box = document.getElementById("q");
  const order = document.getElementById("order");
  const filters = document.getElementById("search-filters");
  const status = document.getElementById("search-status");
  const offered = document.getElementById("search-suggestions");
  const results = document.getElementById("search-results");
  if (!form || !box || !results) { return; }

  let run = 0; // number of the newest search; older answers are dropped
  let timer = 0;
  let found = [];
  let chosen = {};
  let unread = null; // what the panel says when its filters could not be had
  const unfolded = new Set();

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  }
  function fill(element, children) {
    element.textContent = ""; // replaceChildren is younger than the oldest browsers
    element.append(...children);
  }
  function link(address, text) { return make("a", { href: root + address }, text); }

  /* The text as nodes, what was searched for in <mark>. */
  function marked(text, terms) {
    const nodes = [];
    let at = 0;
    ranges(text, terms).forEach(([start, end]) => {
      nodes.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
      at = end;
    });
    return nodes.concat(text.slice(at));
  }

  // The address holds the whole state, so that a search can be kept, sent and gone back to.
  function readAddress() {
    const given = new URLSearchParams(location.search);
    box.value = given.get("q") || "";
    order.value = given.get("order") === "date" ? "date" : "relevance";
    chosen = {};
    index.FACETS.forEach((facet) => {
      const values = given.getAll(facet).filter(Boolean);
      if (values.length) { chosen[facet] = values; }
    });
  }
  function writeAddress(push) {
    const state = new URLSearchParams();
    if (box.value.trim()) { state.set("q", box.value.trim()); }
    index.FACETS.forEach((facet) => (chosen[facet] || []).forEach((value) => state.append(facet, value)));
    if (order.value === "date") { state.set("order", "date"); }
    const query = state.toString();
    if (location.search === (query ? "?" + query : "")) { return; }
    const address = query ? "?" + query : location.pathname;
    if (push) { history.pushState(null, "", address); } else { history.replaceState(null, "", address); }
  }
  function choices() { return Object.values(chosen).reduce((sum, values) => sum + values.length, 0); }

  async function search() {
    run += 1;
    const mine = run;
    clearTimeout(timer);
    if (!box.value.trim() && !choices()) {
      show("idle", "");
      drawFilters();
      return;
    }
    results.dataset.state = "loading";
    results.setAttribute("aria-busy", "true");
    setTimeout(() => { if (mine === run && results.dataset.state === "loading") { status.textContent = "网络较慢，正在读取检索数据……"; } }, SLOW);
    try {
      await answer(mine);
    } catch (error) {
      // The site may have been published anew since the page was opened: once more, from the entry.
      if (mine === run) { index.renew(); await answer(mine).catch(() => { if (mine === run) { showFailure(); } }); }
    }
  }

  async function answer(mine) {
    const query = parse(box.value);
    const { pages: every, terms, instead } = await index.find(query);
    query.marks = terms.concat(query.terms);
    query.instead = instead;
    let all = every;
    if (order.value === "date") {
      // By date, what merely resembles the query would stand above what answers it.
      const full = all.filter((page) => page.full);
      all = index.sortByDate(full.length ? full : all);
    }
    if (choices()) { await index.openFacets(); }
    const pages = index.filter(all, chosen);
    const first = await Promise.all(pages.slice(0, PAGE).map(index.read));
    if (mine !== run) { return; }
    found = all;
    if (pages.length) { showPages(query, pages, first); } else { showNothing(query); }
    drawFilters();
  }

  function show(state, message, ...children) {
    fill(results, children);
    results.removeAttribute("aria-busy");
    status.textContent = message;
    results.dataset.state = state;
  }

  function tell(pages) {
    const full = pages.filter((page) => page.full).length;
    if (!full) { return "没有完全相符的信息，以下 " + pages.length + " 条较为接近。"; }
    return "找到 " + full + " 条信息" + (full < pages.length ? "，另有 " + (pages.length - full) + " 条较为接近。" : "。");
  }

  /* A button that searches for other words. */
  function tryButton(text, words) {
    const button = make("button", { type: "button", class: "search__try" }, text);
    button.addEventListener("click", () => { box.value = words; writeAddress(true); suggest(); search(); box.focus(); });
    return button;
  }
  function meant(query) {
    return query.instead ? [make("p", { class: "search__meant" }, "您要找的是不是：", tryButton(query.instead, query.instead))] : [];
  }

  /* Words that complete the last one typed. */
  async function suggest() {
    const typed = box.value.split(/\s/).pop();
    const before = box.value.slice(0, box.value.length - typed.length);
    let words = [];
    let failed = false;
    if (typed.length > 1 && typed.length < 20) { words = await index.complete(typed, SUGGESTED).catch(() => { failed = true; return []; }); }
    if (!box.value.endsWith(typed)) { return; }
    if (failed) { fill(offered, [make("li", {}, "检索建议未能读取。", againButton(suggest))]); return; }
    fill(offered, words.map((word) => make("li", {}, tryButton(word, before + word))));
  }

  function showPages(query, pages, first) {
    const list = make("ol", { class: "entries" }, ...first.map((page) => entry(page, query)));
    const more = pages.length > PAGE ? [moreButton(query, pages, list)] : [];
    show("done", tell(pages), ...meant(query), list, ...more);
  }

  function moreButton(query, pages, list) {
    const button = make("button", { type: "button", id: "search-more" }, "更多结果");
    const mine = run;
    button.addEventListener("click", async () => {
      const from = list.children.length;
      button.disabled = true;
      try {
        const next = await Promise.all(pages.slice(from, from + PAGE).map(index.read));
        if (mine !== run) { return; }
        list.append(...next.map((page) => entry(page, query)));
        list.children[from].querySelector("a").focus();
        status.textContent = "已显示 " + list.children.length + " 条，共 " + pages.length + " 条。";
        if (list.children.length >= pages.length) { button.remove(); }
      } catch (error) {
        status.textContent = "其余结果未能读取，请再试一次。";
      }
      button.disabled = false;
    });
    return button;
  }

  /* One result, in the shape of the entries of the lists. */
  function entry({ address, card, text, file }, query) {
    const terms = query.marks;
    const head = make("p", { class: "entry__title" }, make("a", { href: root + address }, ...marked(card.title, terms)));
    if (card.validity && card.validity !== "有效") { head.append(" ", make("span", { class: "tag" }, card.validity)); }
    const top = make("div", { class: "entry__head" }, head);
    if (card.date) { top.append(make("p", { class: "entry__date" }, make("time", {}, card.date), " 发布")); }
    const item = make("li", { class: "entry" }, top);
    if (card.index) { item.dataset.index = card.index; } else { item.dataset.page = address; }
    const piece = excerpt(text, terms, EXCERPT);
    const isFound = terms.length > 0 && ranges(piece.text, terms).length > 0;
    if (isFound || !card.summary) {
      const where = file && isFound ? [make("a", { class: "tag", href: root + file[1] }, "附件"), " " + file[0] + "："] : [];
      item.append(make("p", { class: "entry__summary" }, ...where,
        piece.before ? "……" : "", ...marked(piece.text, terms), piece.after ? "……" : ""));
    } else {
      item.append(make("p", { class: "entry__summary" }, ...marked(card.summary, terms)));
    }
    const facts = [["索引号", card.index], ["文号", card.number], ["发布机构", card.office], ["成文日期", card.formed]]
      .filter(([, value]) => value)
      .map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, ...marked(value, terms))));
    if (facts.length) { item.append(make("dl", { class: "entry__facts" }, ...facts)); }
    return item;
  }

  function showNothing(query) {
    const advice = [make("li", {}, "减少检索词，或者换用较短的词；文号可以只写年份和序号，例如“〔2024〕12号”。")];
    if (query.parts.length > 1) {
      const shorter = query.parts.map((part) => [tryButton(part.text, part.text), " "]).flat();
      advice.push(make("li", {}, "只检索其中一个词：", ...shorter));
    }
    if (choices()) {
      const clear = make("button", { type: "button", id: "search-clear" }, "取消筛选");
      clear.addEventListener("click", () => { chosen = {}; writeAddress(true); search(); box.focus(); });
      advice.push(make("li", {}, "已选了 " + choices() + " 个筛选条件：", clear));
    }
    advice.push(
      make("li", {}, "按分类、机构、年份、主题", link("catalog/index.html", "浏览法定主动公开内容"), "。"),
      make("li", {}, "没有主动公开的政府信息，可以", link("apply.html", "依申请公开"), "。"),
    );
    const about = query.text ? "没有找到与“" + query.text + "”相符的信息。" : "没有找到符合筛选条件的信息。";
    show("done", about, make("div", { class: "notice" }, make("p", {}, "可以这样再试："), make("ul", {}, ...advice)));
  }

  function againButton(work) {
    const button = make("button", { type: "button", class: "search__try" }, "再试一次");
    button.addEventListener("click", work);
    return button;
  }
  function showFailure() {
    const again = againButton(search);
    show("error", "检索暂时不能使用：未能读取检索数据。", make("div", { class: "notice" },
      make("p", {}, "请检查网络连接后", again, "，也可以",
        link("catalog/index.html", "按分类、机构、年份、主题浏览"), "。")));
  }

  // Filters are counted when the reader looks at them: counting asks the index once for every value.
  async function drawFilters() {
    const panel = filters && filters.closest("details");
    if (!panel) { return; }
    panel.querySelector("summary").textContent = choices() ? "筛选（已选 " + choices() + " 项）" : "筛选";
    if (!panel.open) { return; }
    if (unread) { unread.remove(); }
    const mine = run;
    try {
      await index.openFacets();
      const idle = results.dataset.state === "idle";
      const pages = idle ? (await index.find(parse(""))).pages : found;
      if (mine !== run) { return; }
      index.FACETS.forEach((facet) => {
        const counts = index.countValues(pages, chosen, facet);
        (chosen[facet] || []).forEach((value) => { if (!counts.has(value)) { counts.set(value, 0); } });
        drawFacet(facet, Array.from(counts, ([value, count]) => ({ value, count })));
      });
    } catch (error) {
      if (mine !== run) { return; }
      unread = make("p", { role: "status" }, "筛选条件未能读取。", againButton(drawFilters));
      filters.append(unread);
    }
  }

  function drawFacet(facet, rows) {
    const id = "filter-" + facet;
    const focused = document.activeElement && document.activeElement.dataset.value;
    const hadFocus = document.activeElement && document.activeElement.name === facet;
    const isChosen = (value) => (chosen[facet] || []).includes(value);
    const shown = rows.filter(({ value, count }) => count > 0 || isChosen(value));
    const byName = (a, b) => (a.value < b.value ? -1 : 1);
    shown.sort(facet === "year" ? (a, b) => byName(b, a) : (a, b) => b.count - a.count || byName(a, b));
    const group = make("fieldset", { id }, make("legend", {}, FACET_NAMES[facet]));
    const rest = [];
    shown.forEach(({ value, count }, place) => {
      const tick = make("input", { type: "checkbox", name: facet, value, "data-value": value });
      tick.checked = isChosen(value);
      tick.addEventListener("change", () => {
        const others = (chosen[facet] || []).filter((other) => other !== value);
        chosen[facet] = tick.checked ? others.concat(value).sort() : others;
        if (!chosen[facet].length) { delete chosen[facet]; }
        writeAddress(true);
        search();
      });
      const row = make("label", {}, tick, " " + value + "（" + count + "）");
      if (place < FEW || isChosen(value) || unfolded.has(facet)) { group.append(row); } else { rest.push(row); }
    });
    if (rest.length) {
      const unfold = make("button", { type: "button" }, "其余 " + rest.length + " 项");
      unfold.addEventListener("click", () => {
        unfolded.add(facet);
        unfold.replaceWith(...rest);
        rest[0].querySelector("input").focus();
      });
      group.append(unfold);
    }
    const old = document.getElementById(id);
    if (old) { old.remove(); }
    if (!shown.length) { return; }
    const later = index.FACETS.slice(index.FACETS.indexOf(facet) + 1).map((name) => document.getElementById("filter-" + name)).find(Boolean);
    filters.insertBefore(group, later || null);
    if (hadFocus) {
      const again = Array.from(group.querySelectorAll("input")).find((tick) => tick.value === focused);
      if (again) { again.focus(); }
    }
  }

  function moveFocus(event) {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) { return; }
    const links = Array.from(results.querySelectorAll(".entry__title a"));
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== box) { return; }
    const target = event.key === "ArrowDown" ? links[at + 1] : at > 0 ? links[at - 1] : at === 0 ? box : null;
    if (target) { event.preventDefault(); target.focus(); }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => { writeAddress(false); search(); suggest(); }, PAUSE);
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); writeAddress(true); search(); });
  // While an input method composes, the box holds half-typed syllables.
  box.addEventListener("input", (event) => { if (!event.isComposing) { later(); } });
  box.addEventListener("compositionend", later);
  order.addEventListener("change", () => { writeAddress(true); search(); });
  document.addEventListener("keydown", moveFocus);
  window.addEventListener("popstate", () => { readAddress(); search(); });
  if (filters) { filters.closest("details").addEventListener("toggle", drawFilters); }
  readAddress();
  search();
  // A browser prepares patterns at their first use, for some 20 ms: this is before anybody asks.
  excerpt(document.title, parse(document.title).terms, EXCERPT);
})();

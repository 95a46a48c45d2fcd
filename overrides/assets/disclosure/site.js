/* Comforts for the reader. Every page reads and prints without them; nothing is sent anywhere.
   Runs in <head> as a classic script, so that text size and contrast are set before the first paint
   and pages work from file://. */
(function () {
  "use strict";
  const root = document.documentElement;
  const DAY = 86400000;
  const SETTINGS = [["text-size", "textSize"], ["contrast", "contrast"]];

  // Storage may be forbidden (private window, file://): settings then last as long as the page.
  function recall(name) {
    try { return localStorage.getItem("disclosure." + name) || ""; } catch (error) { return ""; }
  }
  function remember(name, value) {
    try { localStorage.setItem("disclosure." + name, value); } catch (error) { /* nothing to keep it in */ }
  }
  function apply(key, value) {
    if (value) { root.dataset[key] = value; } else { delete root.dataset[key]; }
  }

  root.classList.add("js");
  SETTINGS.forEach(([name, key]) => apply(key, recall(name)));

  function readingTools() {
    SETTINGS.forEach(([name, key]) => {
      const buttons = Array.from(document.querySelectorAll("button[data-" + name + "]"));
      const toggle = buttons.length === 1;
      const show = () => buttons.forEach((button) => {
        button.setAttribute("aria-pressed", String((root.dataset[key] || "") === button.dataset[key]));
      });
      buttons.forEach((button) => button.addEventListener("click", () => {
        const wanted = button.dataset[key];
        const value = toggle && root.dataset[key] === wanted ? "" : wanted;
        apply(key, value);
        remember(name, value);
        show();
      }));
      show();
    });
  }

  // Dates of a call are days in China, wherever the reader is.
  function midnight(day) { return day ? Date.parse(day + "T00:00:00+08:00") : NaN; }
  function callState(from, until, now) {
    const opens = midnight(from);
    const closes = midnight(until) + DAY;
    if (now < opens) { return ["upcoming", "即将开始"]; }
    if (now >= closes) { return ["closed", "已截止"]; }
    if (isNaN(closes)) { return isNaN(opens) ? null : ["open", "申报中"]; }
    const left = Math.ceil((closes - now) / DAY);
    return ["open", left === 1 ? "申报中（今日截止）" : "申报中（剩 " + left + " 天）"];
  }
  function callStates() {
    const now = Date.now();
    document.querySelectorAll(".call-state").forEach((place) => {
      const state = callState(place.dataset.from, place.dataset.until, now);
      if (!state) { return; }
      place.dataset.state = state[0];
      place.textContent = state[1];
      const call = place.closest("[data-call]");
      if (call) { call.dataset.call = state[0]; }
    });
    document.querySelectorAll("input[data-only-open]").forEach((box) => {
      const filter = () => {
        let shown = 0;
        document.querySelectorAll("[data-call]").forEach((call) => {
          call.hidden = box.checked && call.dataset.call !== "open";
          if (!call.hidden) { shown += 1; }
        });
        const status = document.getElementById("call-status");
        if (status) { status.textContent = box.checked ? "正在申报的有 " + shown + " 项" : ""; }
      };
      box.addEventListener("change", filter);
      filter(); // the browser may restore a ticked box on reload
    });
  }

  // Which documents were in force on a day: the days stand in the table; an address may name one (?on=2026-01-01).
  function inForceOn() {
    const field = document.getElementById("in-force-day");
    if (!field) { return; }
    const rows = Array.from(document.querySelectorAll("[data-in-force]"));
    const status = document.getElementById("in-force-status");
    const filter = () => {
      const day = field.value;
      let shown = 0;
      rows.forEach((row) => {
        const until = row.dataset.until;
        row.hidden = Boolean(day) && (row.dataset.from > day || (until !== "" && until < day));
        if (!row.hidden) { shown += 1; }
      });
      status.textContent = day ? day + " 有效的有 " + shown + " 件" : "";
    };
    field.addEventListener("change", filter);
    field.addEventListener("input", filter);
    document.getElementById("in-force-all").addEventListener("click", () => { field.value = ""; filter(); });
    field.value = new URLSearchParams(location.search).get("on") || "";
    filter();
  }

  function copyBySelection(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.appendChild(area);
    area.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    area.remove();
    return done;
  }
  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text).then(() => true, () => copyBySelection(text));
    }
    return Promise.resolve(copyBySelection(text));
  }
  function copyButtons() {
    document.querySelectorAll("button[data-copy]").forEach((button) => {
      const status = document.createElement("span");
      status.className = "copied";
      status.setAttribute("role", "status");
      button.after(status);
      button.addEventListener("click", () => {
        copy(button.dataset.copy).then((done) => {
          button.focus();
          status.textContent = done ? "已复制" : "未能复制，请手工选取";
          setTimeout(() => { status.textContent = ""; }, 4000);
        });
      });
    });
  }

  function printButtons() {
    document.querySelectorAll("button[data-print]").forEach((button) => {
      button.addEventListener("click", () => {
        const part = document.getElementById(button.dataset.print);
        if (part) {
          root.classList.add("prints-part");
          part.classList.add("printed-part");
        }
        window.print();
      });
    });
    window.addEventListener("afterprint", () => {
      root.classList.remove("prints-part");
      document.querySelectorAll(".printed-part").forEach((part) => part.classList.remove("printed-part"));
    });
    // A text area prints only what its box shows.
    window.addEventListener("beforeprint", () => {
      document.querySelectorAll("textarea").forEach((area) => {
        if (area.value) { area.rows = Math.max(area.rows, Math.ceil(area.scrollHeight / 28)); }
      });
    });
  }

  function slashFocus() {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
      const at = document.activeElement;
      if (at && (at.isContentEditable || /^(input|select|textarea)$/i.test(at.tagName))) { return; }
      const box = document.querySelector("main [data-slash-focus]") || document.querySelector("[data-slash-focus]");
      if (box) { event.preventDefault(); box.focus(); }
    });
  }

  // Tables of hand-written pages come bare; those of items are wrapped when they are rendered.
  function scrollingTables() {
    document.querySelectorAll(".prose table").forEach((table, count) => {
      if (table.closest(".table-scroll")) { return; }
      const region = document.createElement("div");
      region.className = "table-scroll";
      table.before(region);
      region.appendChild(table);
      region.tabIndex = 0;
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", table.caption ? table.caption.textContent : "表格" + (count + 1));
    });
  }

  // Government sites tell the reader before a link leads away; the words and the exceptions are the office's.
  function leaveNotice() {
    const words = document.body.dataset.leaveNotice;
    if (!words) { return; }
    const exempt = (document.body.dataset.leaveExempt || "").split(" ").filter(Boolean);
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!link || !/^https?:$/.test(link.protocol) || link.host === location.host) { return; }
      if (exempt.some((ending) => link.hostname.endsWith(ending))) { return; }
      if (!window.confirm(words + "\n" + link.host)) { event.preventDefault(); }
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    [leaveNotice, readingTools, callStates, inForceOn, copyButtons, printButtons, slashFocus, scrollingTables].forEach((part) => part());
  });
})();

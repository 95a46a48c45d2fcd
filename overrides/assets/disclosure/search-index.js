/* Asks the index and ranks what it answers. Pagefind knows words, pages and frequencies; which of them answer
   a Chinese query is decided here. Needs search-query.js. */
(function () {
  "use strict";
  const base = new URL("../../pagefind/", document.currentScript.src).href;
  const NOWHERE = { category: "\u0000" }; // asks for the number of pages without fetching them

  // Weights of a phrase found, in shares of the query's own weight; set on real queries, see docs/decisions/.
  const WEIGHTS = { wholeInHead: 3, whole: 1, partInHead: 0.8, part: 0.3, later: 0.8, coverage: 2 };
  const HEAD = 64; // places that title, number and names take at the start of a record
  const MOST_TERMS = 12; // of a relaxed query, the rarest
  const COVERED = 0.35; // share of the query's weight that a page must hold to be shown at all

  let opened = null;

  /* Pagefind cuts queries by the page's language, and in Chinese by a dictionary that ours must not pass.
     It reads the language when an instance is made, so the page is without one for just that moment. */
  function makeInstance(pagefind) {
    const root = document.documentElement;
    const language = root.lang;
    root.lang = "und";
    try { return pagefind.createInstance(); } finally { root.lang = language; }
  }

  /* The opened index, {total, search}; rejects when it cannot be loaded, and tries anew on the next call. */
  function open() {
    if (!opened) {
      opened = Promise.all([
        import(base + "pagefind.js"),
        fetch(base + "pagefind-entry.json", { cache: "no-cache" }).then((answer) => answer.json()),
      ]).then(([pagefind, entry]) => {
        const instance = makeInstance(pagefind);
        const total = Object.values(entry.languages).reduce((sum, language) => sum + language.page_count, 0);
        return { total, search: (terms, options) => instance.search(terms, options), filters: () => instance.filters() };
      });
      opened.catch(() => { opened = null; });
    }
    return opened;
  }

  function quoted(terms) { return '"' + terms.join(" ") + '"'; }
  function isLoneCharacter(terms) { return terms.length === 1 && Array.from(terms[0]).length === 1 && /\P{ASCII}/u.test(terms[0]); }

  /* How telling a term is: the rarer, the more. */
  function rarity(pages, total) { return Math.log(1 + (total - pages + 0.5) / (pages + 0.5)); }

  /* Pages by id, with what speaks for each. */
  class Evidence {
    constructor() { this.pages = new Map(); }
    page(result) {
      let page = this.pages.get(result.id);
      if (!page) {
        page = { id: result.id, result, score: 0, covered: 0, whole: 0, parts: new Map() };
        this.pages.set(result.id, page);
      }
      return page;
    }
    addPhrase(results, key, share) {
      results.forEach((result) => {
        const page = this.page(result);
        const value = share * (result.words[0] < HEAD ? 2 : 1);
        if (key === null) { page.whole = Math.max(page.whole, value); } else {
          page.parts.set(key, Math.max(page.parts.get(key) || 0, value));
        }
      });
    }
  }

  async function find(query, filters) {
    const index = await open();
    const ask = (text) => index.search(text, { filters }).then((answer) => answer.results);
    if (!query.terms.length) {
      const results = await ask(null);
      return { pages: results.map((result) => ({ id: result.id, result, score: 0 })), exact: true };
    }
    if (isLoneCharacter(query.terms)) { return { pages: (await ask(query.terms[0])).map((result) => ({ id: result.id, result, score: result.score })), exact: true }; }

    const evidence = new Evidence();
    const phrases = [];
    query.whole.forEach((reading, place) => phrases.push({ key: null, reading, share: place ? WEIGHTS.later : 1 }));
    if (query.parts.length > 1) {
      query.parts.forEach((part, key) => part.readings.forEach((reading, place) => {
        phrases.push({ key, reading, share: place ? WEIGHTS.later : 1 });
      }));
    }
    const [counts, hits] = await Promise.all([
      Promise.all(query.terms.map((term) => index.search(quoted([term]), { filters: NOWHERE }).then((a) => a.unfilteredResultCount))),
      Promise.all(phrases.map((phrase) => ask(quoted(phrase.reading)))),
    ]);
    hits.forEach((results, place) => evidence.addPhrase(results, phrases[place].key, phrases[place].share));
    const terms = query.terms.map((term, place) => ({ term, pages: counts[place], weight: rarity(counts[place], index.total) }));
    let weight = terms.reduce((sum, term) => sum + term.weight, 0);
    const whole = hits.some((results, place) => phrases[place].key === null && results.length);

    const exactly = async (term) => new Set((await ask(quoted([term]))).map((result) => result.id));
    if (whole) {
      const numbers = await Promise.all(query.terms.filter((term) => /^\d+$/.test(term)).map(exactly));
      const results = terms.every((term) => term.pages) ? await ask(query.terms.join(" ")) : [];
      results.forEach((result) => {
        if (evidence.pages.has(result.id) || numbers.every((pages) => pages.has(result.id))) { // 12 is not 120
          const page = evidence.page(result);
          page.score = result.score;
          page.covered = weight;
        }
      });
    } else {
      const rare = terms.filter((term) => term.pages).sort((a, b) => b.weight - a.weight);
      const known = rare.filter((term, place) => place < 2 || (place < MOST_TERMS && term.pages < index.total / 4));
      weight = known.reduce((sum, term) => sum + term.weight, 0) + terms.reduce((sum, term) => sum + (term.pages ? 0 : term.weight), 0);
      const lists = await Promise.all(known.map(async ({ term }) => {
        const results = await ask(term);
        if (!/^\d+$/.test(term)) { return results; }
        const pages = await exactly(term);
        return results.filter((result) => pages.has(result.id));
      }));
      lists.forEach((results, place) => results.forEach((result) => {
        const page = evidence.page(result);
        page.score += result.score;
        page.covered += known[place].weight;
      }));
    }
    let pages = Array.from(evidence.pages.values());
    const W = window.SEARCH_WEIGHTS || WEIGHTS;
    pages.forEach((page) => {
      page.coverage = page.covered / weight;
      page.score *= Math.pow(page.coverage, W.coverage);
      if (page.whole) { page.score += weight * (page.whole > 1.5 ? W.wholeInHead : W.whole) * (page.whole > 1.5 ? page.whole / 2 : page.whole); }
      page.parts.forEach((value, key) => {
        const own = query.parts[key].terms.reduce((sum, term) => sum + (terms.find((t) => t.term === term) || { weight: 0 }).weight, 0);
        page.score += own * (value > 1.5 ? W.partInHead : W.part);
      });
    });
    query.parts.forEach((part, key) => {
      if (part.exact) { pages = pages.filter((page) => query.parts.length > 1 ? page.parts.has(key) : page.whole); }
    });
    const strict = pages.filter((page) => page.whole || page.coverage > 0.999);
    const exact = whole || strict.length > 0;
    pages = (whole ? strict : pages.filter((page) => page.coverage >= COVERED)).sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    return { pages, exact, total: pages.length };
  }

  window.DisclosureIndex = { open, find };
})();

/* Asks Pagefind's index and ranks what it answers: Pagefind knows words, pages and frequencies; which of them
   answer a Chinese query is decided here. Needs search-query.js. */
(function () {
  "use strict";
  const base = new URL("../../pagefind/", document.currentScript.src).href;
  const { fields, sameText } = window.DisclosureQuery;
  const FACETS = ["category", "office", "year", "validity", "theme"];
  const NOWHERE = { category: "\u0000" }; // asks for the number of pages without fetching them

  const HEAD = 64; // places at the start of a record: its title, dates and numbers
  const IN_HEAD = 0.8; // what a phrase within the query adds, in shares of the weight of its terms
  const ELSEWHERE = 0.3;
  const MOST_TERMS = 12; // the rarest of a query without a phrase
  const COMMON = 0.25; // share of pages from which a term says little
  const COVERED = 0.35; // share of the query's weight that a page must hold to be shown at all
  const KNOWN = 0.4; // share of the terms that must occur anywhere for likeness to mean anything
  const SETTLED = 10; // first results whose titles are compared with the query

  let opened = null;
  const members = new Map();

  /* Pagefind cuts queries by the language of the page, Chinese by a dictionary that ours must not pass. It
     reads the language when an instance is made, so the page has none for just that moment. */
  function makeInstance(pagefind) {
    const root = document.documentElement;
    const language = root.lang;
    root.lang = "und";
    try { return pagefind.createInstance(); } finally { root.lang = language; }
  }

  /* The index, {total, search, filters}; rejects when it cannot be loaded, and the next call tries again. */
  function open() {
    if (!opened) {
      opened = Promise.all([
        import(base + "pagefind.js"),
        fetch(base + "pagefind-entry.json", { cache: "no-cache" }).then((answer) => answer.json()),
      ]).then(([pagefind, entry]) => {
        const instance = makeInstance(pagefind);
        const total = Object.values(entry.languages).reduce((sum, language) => sum + language.page_count, 0);
        return { total, search: instance.search, filters: instance.filters };
      });
      opened.catch(() => { opened = null; });
    }
    return opened;
  }

  /* Results of Pagefind for words that all occur; its weighting of terms counts in their scores. */
  async function holding(terms) {
    const index = await open();
    return (await index.search(terms === null ? null : terms.join(" "), {})).results;
  }
  /* Results for terms that follow each other; scores say nothing, the first word's place is known. */
  async function following(terms) {
    const index = await open();
    return (await index.search('"' + terms.join(" ") + '"', {})).results;
  }
  async function countPages(term) {
    const index = await open();
    return (await index.search('"' + term + '"', { filters: NOWHERE })).unfilteredResultCount;
  }
  async function idsWith(term) { return new Set((await following([term])).map((result) => result.id)); }
  /* Pagefind takes 12 for the beginning of 120. */
  async function holdingNumber(term) {
    const [results, ids] = await Promise.all([holding([term]), idsWith(term)]);
    return results.filter((result) => ids.has(result.id));
  }

  function isNumber(term) { return /^\d+$/.test(term); }
  function byId(a, b) { return a.id < b.id ? -1 : 1; }
  function isLoneCharacter(terms) { return terms.length === 1 && Array.from(terms[0]).length === 1 && /[^ -~]/.test(terms[0]); }

  /* How telling a term is: the rarer, the more (BM25's inverse document frequency, as in Pagefind). */
  function rarity(pages, total) { return Math.log(1 + (total - pages + 0.5) / (pages + 0.5)); }

  /* Hits of a phrase by page id; `inHead` when it stands in the title, the dates or the numbers. */
  async function findPhrase(reading) {
    return (await following(reading)).map((result) => ({ result, inHead: result.words[0] < HEAD }));
  }

  /* The query as one phrase, in the first of its readings that is found; also without a number that the
     fragment cut at its edge: 021年7月 of 2021年7月. */
  async function findWhole(query) {
    const readings = query.whole.filter((reading) => reading.length > 0);
    const hits = await Promise.all(readings.map(findPhrase));
    const found = hits.findIndex((pages) => pages.length);
    if (found >= 0) {
      // Readings of one query differ in what they leave out, so a page may be hit by several.
      return { pages: hits.flat(), rest: readings[found].length >= query.terms.length };
    }
    const reading = readings[0] || [];
    const start = isNumber(reading[0]) ? 1 : 0;
    const end = isNumber(reading[reading.length - 1]) ? reading.length - 1 : reading.length;
    for (const shorter of [reading.slice(start), reading.slice(0, end), reading.slice(start, end)]) {
      const pages = shorter.length > 1 && shorter.length < reading.length ? await findPhrase(shorter) : [];
      if (pages.length) { return { pages, rest: false }; }
    }
    return { pages: [], rest: false };
  }

  /* Pages for a phrase that occurs: those that hold it in their head, those that hold it, and those that hold
     all its terms, each by Pagefind's score. Null when no page holds the phrase. */
  async function rankPhrase(query) {
    const { pages: hits, rest } = await findWhole(query);
    if (!hits.length) { return null; }
    const pages = new Map();
    hits.forEach(({ result, inHead }) => {
      const tier = Math.max(inHead ? 2 : 1, pages.has(result.id) ? pages.get(result.id).tier : 0);
      pages.set(result.id, { id: result.id, result, full: true, tier, score: 0 });
    });
    const alone = query.parts.some((part) => part.exact);
    const [results, ...numbers] = await Promise.all([holding(query.terms), ...query.terms.filter(isNumber).map(idsWith)]);
    results.forEach((result) => {
      if (pages.has(result.id)) { pages.get(result.id).score = result.score; return; }
      if (alone || !rest || !numbers.every((ids) => ids.has(result.id))) { return; }
      pages.set(result.id, { id: result.id, result, full: true, tier: 0, score: result.score });
    });
    return Array.from(pages.values()).sort((a, b) => b.tier - a.tier || b.score - a.score || byId(a, b));
  }

  /* The query's terms with the number of pages they occur on and their weight. */
  async function weigh(terms) {
    const { total } = await open();
    const counts = await Promise.all(terms.map(countPages));
    return terms.map((term, place) => ({ term, pages: counts[place], weight: rarity(counts[place], total) }));
  }

  /* Phrases within the query: its parts, and their halves, of which one wrong character leaves one right. */
  function innerPhrases(query) {
    const inner = [];
    query.parts.forEach((part, number) => {
      if (query.parts.length > 1) { inner.push(...part.readings.map((reading) => ({ number, reading }))); }
      const reading = part.readings[0] || [];
      const middle = Math.floor(reading.length / 2);
      if (middle > 1) { inner.push({ number: null, reading: reading.slice(0, middle) }, { number: null, reading: reading.slice(middle) }); }
    });
    return inner;
  }

  /* Pages for a query that no page holds as it stands: what they hold of its telling terms counts (BM25), more
     the more of its weight they cover, and phrases within it count again. */
  async function rankTerms(query) {
    const { total } = await open();
    const inner = innerPhrases(query);
    const [terms, ...phrases] = await Promise.all([weigh(query.terms), ...inner.map(({ reading }) => findPhrase(reading))]);
    const occurring = terms.filter((term) => term.pages);
    if (occurring.length < terms.length * KNOWN) { return []; }
    const telling = occurring.slice().sort((a, b) => b.weight - a.weight)
      .filter((term, place) => place < 2 || (place < MOST_TERMS && term.pages < total * COMMON));
    const weight = telling.reduce((sum, term) => sum + term.weight, 0);

    const pages = new Map();
    const lists = await Promise.all(telling.map(({ term }) => (isNumber(term) ? holdingNumber(term) : holding([term]))));
    lists.forEach((results, place) => results.forEach((result) => {
      if (!pages.has(result.id)) { pages.set(result.id, { id: result.id, result, score: 0, covered: 0, parts: new Set() }); }
      const page = pages.get(result.id);
      page.score += result.score;
      page.covered += telling[place].weight / weight;
    }));
    pages.forEach((page) => { page.score *= page.covered * page.covered; });

    const weights = new Map(terms.map(({ term, weight: own }) => [term, own]));
    phrases.forEach((hits, place) => {
      const worth = inner[place].reading.reduce((sum, term) => sum + (weights.get(term) || 0), 0);
      hits.forEach(({ result, inHead }) => {
        const page = pages.get(result.id);
        if (!page) { return; }
        if (inner[place].number !== null && page.parts.has(inner[place].number)) { return; }
        page.score += worth * (inHead ? IN_HEAD : ELSEWHERE);
        page.parts.add(inner[place].number);
      });
    });
    const quoted = query.parts.map((part, number) => (part.exact ? number : -1)).filter((number) => number >= 0);
    return Array.from(pages.values())
      .filter((page) => page.covered >= COVERED && quoted.every((number) => page.parts.has(number)))
      .map((page) => Object.assign(page, { full: occurring.length === terms.length && page.covered > 0.999 }))
      .sort((a, b) => b.score - a.score || byId(a, b));
  }

  /* Pages for one character: those with it in their title or at the end of a clause, else any word it begins. */
  async function rankCharacter(character) {
    const [results, ids] = await Promise.all([holding([character]), idsWith(character)]);
    const exact = results.filter((result) => ids.has(result.id));
    return exact.length ? exact : results;
  }

  /* Pages for a query of search-query.js, best first: [{id, result, full}]; full pages hold all that was asked
     for, the others something like it. A query without terms finds every page, newest first.
     The result itself is kept with a page: Pagefind forgets its data when it is dropped. */
  async function find(query) {
    if (!query.terms.length || isLoneCharacter(query.terms)) {
      const results = await (query.terms.length ? rankCharacter(query.terms[0]) : byDate());
      return results.map((result) => ({ id: result.id, result, full: true }));
    }
    const together = query.parts.length === 1 || !query.parts.some((part) => part.exact);
    const pages = together ? await rankPhrase(query) : null;
    return pages ? settle(pages, query.text) : rankTerms(query);
  }

  /* What is called exactly what was typed comes first: the notice before the notice that forwards it. */
  async function settle(pages, text) {
    const first = await Promise.all(pages.slice(0, SETTLED).map(read));
    const named = first.map(({ card }) => [card.title, card.number, card.index].some((name) => name && sameText(name, text)));
    const head = pages.slice(0, SETTLED);
    return [...head.filter((page, place) => named[place]), ...head.filter((page, place) => !named[place]), ...pages.slice(SETTLED)];
  }

  /* What is shown of a page: {address, card, body}; card as record.py writes it, body as stored tokens. */
  async function read(page) {
    const fragment = await page.result.data();
    const stored = fields(fragment.content);
    return {
      address: (fragment.raw_url || fragment.url).replace(/^\//, ""),
      card: JSON.parse(fragment.anchors[0].id),
      body: stored[stored.length - 1],
    };
  }

  /* All results, newest publication first. */
  async function byDate() {
    const index = await open();
    return (await index.search(null, { sort: { date: "desc" } })).results;
  }
  async function sortByDate(pages) {
    const place = new Map((await byDate()).map((result, number) => [result.id, number]));
    return pages.slice().sort((a, b) => place.get(a.id) - place.get(b.id));
  }

  /* The ids of the pages that have a value, asked for once. */
  function pagesWith(facet, value) {
    const key = facet + "\u0000" + value;
    if (!members.has(key)) {
      const asked = open().then((index) => index.search(null, { filters: { [facet]: value } }))
        .then((answer) => new Set(answer.results.map((result) => result.id)));
      asked.catch(() => members.delete(key));
      members.set(key, asked);
    }
    return members.get(key);
  }

  /* Keeps the pages that have, in each facet with chosen values, one of them; `except` names a facet not asked. */
  async function filter(pages, chosen, except) {
    let kept = pages;
    for (const facet of FACETS) {
      const values = chosen[facet] || [];
      if (!values.length || facet === except) { continue; }
      const sets = await Promise.all(values.map((value) => pagesWith(facet, value)));
      kept = kept.filter((page) => sets.some((ids) => ids.has(page.id)));
    }
    return kept;
  }

  /* Every facet with its values: {facet: [value]}. */
  async function facetValues() {
    const index = await open();
    const found = await index.filters();
    return Object.fromEntries(FACETS.map((facet) => [facet, Object.keys(found[facet] || {})]));
  }

  /* How many of the pages a value would leave, the choices in other facets kept. */
  async function countValues(pages, chosen, facet, values) {
    const rest = await filter(pages, chosen, facet);
    const sets = await Promise.all(values.map((value) => pagesWith(facet, value)));
    return sets.map((ids) => rest.reduce((sum, page) => sum + (ids.has(page.id) ? 1 : 0), 0));
  }

  window.DisclosureIndex = { FACETS, open, find, read, filter, sortByDate, facetValues, countValues };
})();

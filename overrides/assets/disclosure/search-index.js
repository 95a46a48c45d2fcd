/* Asks Pagefind's index and ranks what it answers: Pagefind knows words, pages and frequencies; which of them
   answer a Chinese query is decided here. Needs search-query.js. */
(function () {
  "use strict";
  const base = new URL("../../pagefind/", document.currentScript.src).href;
  const { fields, sameText } = window.DisclosureQuery;
  const FACETS = ["category", "office", "year", "validity", "theme"];
  const NOWHERE = { category: "\u0000" }; // asks for the number of pages without fetching them

  const HEAD = 64; // places at the start of a record: its title, dates and numbers
  const BONUS = { wholeInHead: 3, whole: 1, partInHead: 0.8, part: 0.3 }; // shares of the query's own weight
  const LATER_READING = 0.8; // what a second way to read a phrase is worth
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
  async function idsWithNumber(term) { return new Set((await following([term])).map((result) => result.id)); }

  function isNumber(term) { return /^\d+$/.test(term); }
  function isLoneCharacter(terms) { return terms.length === 1 && Array.from(terms[0]).length === 1 && /[^ -~]/.test(terms[0]); }

  /* How telling a term is: the rarer, the more (BM25's inverse document frequency, as in Pagefind). */
  function rarity(pages, total) { return Math.log(1 + (total - pages + 0.5) / (pages + 0.5)); }

  /* The pages seen so far, and what speaks for each: {id, result, score, covered, whole, parts}. */
  class Evidence {
    constructor() { this.pages = new Map(); }
    page(result) {
      if (!this.pages.has(result.id)) {
        // The result itself is kept: Pagefind drops a page's data with it.
        this.pages.set(result.id, { id: result.id, result, score: 0, covered: 0, whole: null, parts: new Map() });
      }
      return this.pages.get(result.id);
    }
    /* `part` is null for the whole query; `terms` are what the phrase is worth. */
    addPhrase(results, part, terms, share) {
      results.forEach((result) => {
        const page = this.page(result);
        const hit = { inHead: result.words[0] < HEAD, terms, share };
        const known = part === null ? page.whole : page.parts.get(part);
        if (known && (known.inHead || !hit.inHead)) { return; }
        if (part === null) { page.whole = hit; } else { page.parts.set(part, hit); }
      });
    }
    hasWhole() { return Array.from(this.pages.values()).some((page) => page.whole); }
  }

  async function findPhrases(query, evidence) {
    const wanted = query.whole.map((reading, place) => ({ part: null, reading, place, terms: query.terms }));
    if (query.parts.length > 1) {
      query.parts.forEach((part, number) => part.readings.forEach((reading, place) => {
        wanted.push({ part: number, reading, place, terms: part.terms });
      }));
    }
    const hits = await Promise.all(wanted.map(({ reading }) => following(reading)));
    hits.forEach((results, number) => {
      const { part, terms, place } = wanted[number];
      evidence.addPhrase(results, part, terms, place ? LATER_READING : 1);
    });
  }

  /* A fragment that begins or ends within a number: 021年7月 of 2021年7月. The cut number is left out. */
  async function findTrimmed(query, evidence) {
    const reading = query.whole[0] || [];
    const start = isNumber(reading[0]) ? 1 : 0;
    const end = isNumber(reading[reading.length - 1]) ? reading.length - 1 : reading.length;
    const trimmed = [reading.slice(start), reading.slice(0, end), reading.slice(start, end)];
    for (const shorter of trimmed.filter((terms) => terms.length > 1 && terms.length < reading.length)) {
      evidence.addPhrase(await following(shorter), null, query.terms, LATER_READING);
      if (evidence.hasWhole()) { return; }
    }
  }

  /* One wrong character leaves one half of a phrase right. */
  async function findHalves(query, evidence) {
    await Promise.all(query.parts.map(async (part, number) => {
      const reading = part.readings[0] || [];
      if (reading.length < 4) { return; }
      const middle = Math.floor(reading.length / 2);
      const halves = [reading.slice(0, middle), reading.slice(middle)];
      const hits = await Promise.all(halves.map(following));
      hits.forEach((results, half) => evidence.addPhrase(results, number + ["a", "b"][half], halves[half], 1));
    }));
  }

  /* Every term occurs: scores in one question. */
  async function scoreTogether(query, terms, weight, evidence) {
    if (!terms.every((term) => term.pages)) { return; }
    const [results, ...numbers] = await Promise.all([
      holding(query.terms), ...query.terms.filter(isNumber).map(idsWithNumber),
    ]);
    results.forEach((result) => {
      // Pagefind takes 12 for the beginning of 120.
      if (!evidence.pages.has(result.id) && !numbers.every((ids) => ids.has(result.id))) { return; }
      const page = evidence.page(result);
      page.score = result.score;
      page.covered = weight;
    });
  }

  /* No page holds the phrase: each telling term is asked for alone, and pages count what they hold of them. */
  async function scoreApart(terms, total, evidence) {
    const occurring = terms.filter((term) => term.pages);
    if (occurring.length < terms.length * KNOWN) { return 0; }
    const known = occurring.sort((a, b) => b.weight - a.weight)
      .filter((term, place) => place < 2 || (place < MOST_TERMS && term.pages < total * COMMON));
    const lists = await Promise.all(known.map(async ({ term }) => {
      if (!isNumber(term)) { return holding([term]); }
      const [results, ids] = await Promise.all([holding([term]), idsWithNumber(term)]);
      return results.filter((result) => ids.has(result.id));
    }));
    lists.forEach((results, place) => results.forEach((result) => {
      const page = evidence.page(result);
      page.score += result.score;
      page.covered += known[place].weight;
    }));
    return known.reduce((sum, term) => sum + term.weight, 0);
  }

  function addBonus(page, weight, weights) {
    const bonus = (hit, inHead, elsewhere) => hit.share * (hit.inHead ? inHead : elsewhere);
    if (page.whole) { page.score += weight * bonus(page.whole, BONUS.wholeInHead, BONUS.whole); }
    page.parts.forEach((hit) => {
      const own = hit.terms.reduce((sum, term) => sum + (weights.get(term) || 0), 0);
      page.score += own * bonus(hit, BONUS.partInHead, BONUS.part);
    });
  }

  /* Pages for a query of search-query.js, best first: [{id, result, full}]; full pages hold all that was asked
     for, the others something like it. A query without terms finds every page, newest first. */
  async function find(query) {
    if (!query.terms.length || isLoneCharacter(query.terms)) {
      const results = await (query.terms.length ? holding(query.terms) : byDate());
      return results.map((result) => ({ id: result.id, result, full: true }));
    }
    const { total } = await open();
    const evidence = new Evidence();
    const [counts] = await Promise.all([Promise.all(query.terms.map(countPages)), findPhrases(query, evidence)]);
    const terms = query.terms.map((term, place) => ({ term, pages: counts[place], weight: rarity(counts[place], total) }));
    if (!evidence.hasWhole()) { await findTrimmed(query, evidence); }
    const phrase = evidence.hasWhole();
    if (!phrase) { await findHalves(query, evidence); }
    let weight = terms.reduce((sum, term) => sum + term.weight, 0);
    if (phrase) { await scoreTogether(query, terms, weight, evidence); } else { weight = await scoreApart(terms, total, evidence); }
    const weights = new Map(terms.map(({ term, weight: own }) => [term, own]));
    let pages = Array.from(evidence.pages.values());
    pages.forEach((page) => {
      page.coverage = weight ? page.covered / weight : 0;
      page.score *= page.coverage * page.coverage;
      addBonus(page, weight, weights);
    });
    const quoted = query.parts.map((part, number) => (part.exact ? number : -1)).filter((number) => number >= 0);
    if (quoted.length) {
      pages = pages.filter((page) => quoted.every((number) => (query.parts.length > 1 ? page.parts.has(number) : page.whole)));
    }
    const everyTerm = terms.every((term) => term.pages);
    pages.forEach((page) => { page.full = Boolean(page.whole || (everyTerm && page.coverage > 0.999)); });
    pages = pages.filter((page) => page.full || (!phrase && page.coverage >= COVERED));
    pages.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    return phrase ? settle(pages, query.text) : pages;
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

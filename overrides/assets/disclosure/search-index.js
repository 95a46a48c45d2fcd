/* Ranks what the index holds: first by the tokens of a query, all over the catalog, then the first of them again by
   their texts. Needs search-query.js and search-store.js. */
(function () {
  "use strict";
  const store = window.DisclosureStore;
  const { bare, parse, lookups, otherWords, seamsOf, nearest } = window.DisclosureQuery;
  const FACETS = ["category", "office", "year", "validity", "theme"];

  const IN_TITLE = 1; // where in its head a page holds a token: postings.py
  const IN_NUMBER = 2;
  const IN_LABEL = 4;
  const SAID = [0.2, 0.4, 0.6, 0.82]; // what a level counts: postings.py
  const TITLE = 1.5;
  const NUMBER = 1.5;
  const LABEL = 0.5;
  const USUAL_TITLE = 18; // tokens; a hit in a shorter title says more
  const PAST = 0.9; // what is repealed or expired counts less
  const RECENT = 0.04; // what the newest gains over the oldest
  const MOST_TERMS = 14; // of a longer query every other pair says the same
  const COMMON = 0.35; // share of pages from which a token is not worth its list, if others say more
  const COVERED = 0.1; // share of a query's weight that a page must hold to be shown at all
  const AS_MUCH = 0.5; // and of what the best page holds
  const COVERING = 1.5; // how much it counts that a page holds more of the query
  const KNOWN = 0.3; // share of tokens that must occur anywhere for likeness to mean anything
  const UNKNOWN = 0.3; // what a token that is nowhere weighs, in shares of the others
  const READ = 16; // pages whose text is compared with the query
  const MOST_OTHERS = 4; // words for which others are looked up as well
  const TRADITIONAL = /[\u4e00-\u9fff]/;
  const OTHER_WORDS = 0.8; // what a hit by another word counts

  // What the comparison with the text adds, in shares of what all tokens of a query count.
  const NAMED = 10;
  const WHOLE_IN_TITLE = 3;
  const WHOLE_IN_NUMBER = 4;
  const WHOLE_IN_TEXT = 1.6;
  const PART_IN_TITLE = 1.2;
  const PART_IN_TEXT = 0.6;
  const NEAR = 0.8;
  const ALIKE = 2.2;
  const WINDOW = 60; // characters within which words are near each other

  function isLoneCharacter(terms) { return terms.length === 1 && terms[0].length === 1 && /[^ -~]/.test(terms[0]); }
  function isDated(part) { return !part.phrases.length; }

  /* Which tokens of a query are looked up: of many every other, and none that nearly every page holds. */
  function chosenTerms(terms, { blocks, total }) {
    const docs = (term) => blocks.reduce((sum, block) => sum + (block.heavy.has(term) ? block.heavy.get(term).docs : 0), 0);
    const rare = terms.filter((term) => docs(term) < total * COMMON);
    let kept = rare.length >= 3 ? rare : terms;
    while (kept.length > MOST_TERMS) { kept = kept.filter((_, place) => place % 2 === 0); }
    return kept;
  }

  /* Terms with their lists in every block and their weight: the rarer, the more they tell (BM25). */
  async function weigh(terms, index) {
    return new Map(await Promise.all(terms.map(async (term) => {
      const lists = await Promise.all(index.blocks.map((block) => store.postings(block, term)));
      const docs = lists.reduce((sum, { head, body }) => sum + Math.max(head.places.length, body.places.length), 0);
      return [term, { term, lists, docs, weight: Math.log(1 + Math.max(0, index.total - docs + 0.5) / (docs + 0.5)) }];
    })));
  }

  /* What was asked for, as ideas: each a token, or a word for which others stand. An idea has a weight and wordings,
     {terms, worth}: the tokens of a wording together say what the idea weighs, times its worth. */
  async function readIdeas(query, index) {
    const asked = index.asked.reduce((text, word) => text.split(word).join(" "), query.text);
    const left = query.parts.some((part) => part.exact) ? [] : parse(asked).terms;
    const terms = chosenTerms(left.length ? left : query.terms, index);
    const groups = otherWords(query.text, index.groups, MOST_OTHERS);
    const needed = new Set(terms);
    groups.forEach(({ word, others }) => [word, ...others].forEach((one) => lookups(one).forEach((term) => needed.add(term))));
    const rows = await weigh(Array.from(needed), index);
    const known = terms.filter((term) => rows.get(term).docs);
    // A token that is nowhere would weigh most, and make likeness impossible; often it is but the seam of two words.
    const middle = known.reduce((sum, term) => sum + rows.get(term).weight, 0) / Math.max(1, known.length);
    rows.forEach((row) => { if (!row.docs) { row.weight = (middle || 1) * UNKNOWN; } });
    const weightOf = (some) => some.reduce((sum, term) => sum + rows.get(term).weight, 0);
    const taken = new Set();
    const ideas = groups.map(({ word, others }) => {
      const own = lookups(word);
      own.forEach((term) => taken.add(term));
      const wordings = [{ terms: own, worth: 1 }, ...others.map((other) => ({ terms: lookups(other), worth: OTHER_WORDS }))];
      const heard = wordings.filter((wording) => wording.terms.every((term) => rows.get(term).docs));
      return { weight: Math.max(weightOf(own), ...heard.map((wording) => weightOf(wording.terms) * wording.worth)), wordings };
    });
    const seams = new Set(groups.map(({ word }) => seamsOf(query.text, word)).flat());
    terms.filter((term) => !taken.has(term)).forEach((term) => {
      ideas.push({ weight: rows.get(term).weight * (seams.has(term) ? UNKNOWN : 1), wordings: [{ terms: [term], worth: 1 }] });
    });
    const wordings = ideas.map((idea) => idea.wordings.map((wording) => ({
      rows: wording.terms.map((term) => rows.get(term)), worth: wording.worth, weight: weightOf(wording.terms),
    })));
    const share = known.length / Math.max(1, terms.length);
    const heard = share >= KNOWN || ideas.some((idea) => idea.wordings.length > 1 && idea.wordings.some((w) => w.terms.every((t) => rows.get(t).docs)));
    return {
      ideas: ideas.map((idea, place) => ({ weight: idea.weight, wordings: wordings[place] })),
      total: ideas.reduce((sum, idea) => sum + idea.weight, 0), share, heard,
      weights: new Map(terms.map((term) => [term, rows.get(term).weight])), terms: Array.from(needed),
    };
  }

  /* What each page of a block counts for one wording: {scores, covered} by page, in shares of the wording; what its parts
     say is added to `parts`. */
  function scoreWording(block, place, wording, weight, parts) {
    const scores = new Float32Array(block.names.length);
    const covered = new Float32Array(block.names.length);
    const last = new Int32Array(block.names.length).fill(-1);
    wording.rows.forEach((row, number) => {
      const { head, body } = row.lists[place];
      const share = row.weight / wording.weight;
      for (let n = 0; n < body.places.length;) {
        const doc = block.docOf[body.places[n]];
        let most = 0;
        for (; n < body.places.length && block.docOf[body.places[n]] === doc; n += 1) {
          const said = SAID[body.values[n]];
          parts[body.places[n]] += share * weight * wording.worth * said;
          if (said > most) { most = said; }
        }
        scores[doc] += share * most;
        covered[doc] += share;
        last[doc] = number;
      }
      for (let n = 0; n < head.places.length; n += 1) {
        const doc = head.places[n];
        const where = head.values[n];
        const title = where & IN_TITLE ? TITLE / (0.6 + 0.4 * block.lengths[doc] / USUAL_TITLE) : 0;
        scores[doc] += share * Math.max(title, where & IN_NUMBER ? NUMBER : 0, where & IN_LABEL ? LABEL : 0);
        if (last[doc] !== number) { covered[doc] += share; }
      }
    });
    return { scores, covered };
  }

  /* The same for all ideas: of the wordings of an idea the best one counts. */
  function score(block, place, ideas) {
    const scores = new Float32Array(block.names.length);
    const covered = new Float32Array(block.names.length);
    const parts = new Float32Array(block.docOf.length);
    ideas.forEach(({ weight, wordings }) => {
      const found = wordings.map((wording) => scoreWording(block, place, wording, weight, parts));
      for (let doc = 0; doc < scores.length; doc += 1) { // the first search runs it before the browser made it fast
        let most = 0;
        let held = 0;
        for (let n = 0; n < found.length; n += 1) {
          const share = found[n].covered[doc];
          if (share === 0) { continue; }
          const { worth } = wordings[n];
          const counts = found[n].scores[doc] * worth * share;
          if (counts > most) { most = counts; }
          // Other words are the thing itself only when they stand there whole.
          const holds = worth === 1 ? share : share > 0.999 ? 1 : share * worth;
          if (holds > held) { held = holds; }
        }
        if (held === 0) { continue; }
        scores[doc] += weight * most;
        covered[doc] += weight * held;
      }
    });
    return { scores, covered, parts };
  }

  /* What a page counts whatever was asked: in force before repealed, new before old. */
  function standing(block, doc, index) {
    const age = (index.newest - block.days[doc]) / Math.max(1, index.newest - index.oldest);
    return (block.past[doc] ? PAST : 1) * (1 + RECENT * (1 - Math.min(1, age)));
  }

  /* Pages for a query, {block, doc, part, score, full}, and its ideas; nothing where too little of it is known. */
  async function gather(query, index) {
    const asked = await readIdeas(query, index);
    const pages = [];
    if (!asked.heard) { return { pages, asked }; }
    const scored = index.blocks.map((block, place) => score(block, place, asked.ideas));
    const best = scored.reduce((most, { covered }) => covered.reduce((a, b) => Math.max(a, b), most), 0) / asked.total;
    const least = Math.max(COVERED, best * AS_MUCH);
    index.blocks.forEach((block, place) => {
      const { scores, covered, parts } = scored[place];
      for (let doc = 0; doc < scores.length; doc += 1) {
        const share = covered[doc] / asked.total;
        if (share < least) { continue; }
        let part = block.firstPart[doc];
        const end = doc + 1 < block.firstPart.length ? block.firstPart[doc + 1] : parts.length;
        for (let other = part; other < end; other += 1) { if (parts[other] > parts[part]) { part = other; } }
        pages.push({
          block, doc, part: part - block.firstPart[doc], full: share > 0.999, share,
          score: (scores[doc] / asked.total) * Math.pow(share, COVERING) * standing(block, doc, index),
        });
      }
    });
    return { pages, asked };
  }

  function byScore(a, b) { return b.score - a.score || byDay(a, b); }
  function byDay(a, b) {
    return b.block.days[b.doc] - a.block.days[a.doc] || (a.block.names[a.doc] < b.block.names[b.doc] ? 1 : -1);
  }
  function key(page) { return page.block.names[page.doc]; }

  /* What the text of a page adds for a query: its names, its phrases, and how near to each other its words stand. */
  function compare(page, query, others, { weights, total }) {
    const { card } = page;
    const [title, number, index] = [card.title, card.number || "", card.index || ""].map(bare);
    const plain = (text) => text.replace(/\u0001/g, "");
    const text = page.bare;
    const said = plain(bare(query.text));
    let gain = 0;
    if ([title, number, index].some((name) => name && plain(name) === said)) { gain += NAMED; }
    const share = (phrase) => 0.5 + 0.5 * Math.min(1, phrase.length / Math.max(1, title.length));
    const whole = query.phrases.filter((phrase) => phrase.length > 1);
    const cut = whole.map((phrase) => phrase.replace(/^\u0001\d+\u0001|\u0001\d+\u0001$/g, "")).filter((phrase) => phrase.length > 1);
    const inTitle = whole.find((phrase) => title.includes(phrase));
    page.exact = false;
    if (inTitle) { gain += WHOLE_IN_TITLE * share(inTitle); page.exact = true; }
    if (whole.some((phrase) => number.includes(phrase) || index.includes(phrase) || (said.length > 7 && plain(index).includes(said)))) {
      gain += WHOLE_IN_NUMBER;
      page.exact = true;
    }
    if (whole.some((phrase) => text.includes(phrase))) { gain += WHOLE_IN_TEXT; page.exact = true; }
    if (!page.exact && cut.some((phrase) => title.includes(phrase) || text.includes(phrase))) { gain += WHOLE_IN_TEXT * 0.8; page.exact = true; }
    const labels = [card.office || "", card.summary || ""].map(bare).join("|");
    if (!page.exact && others.some((phrase) => phrase.length > 1 && (title.includes(phrase) || text.includes(phrase)))) { gain += WHOLE_IN_TEXT * OTHER_WORDS; }
    page.quoted = true;
    query.parts.forEach((part) => {
      const worth = part.terms.reduce((sum, term) => sum + (weights.get(term) || 0), 0) / total;
      const holds = (where) => part.phrases.some((phrase) => where.includes(phrase));
      const inHead = holds(title) || holds(number);
      const inText = inHead || holds(text) || holds(labels);
      if (query.parts.length > 1) { gain += worth * (inHead ? PART_IN_TITLE : inText ? PART_IN_TEXT : 0); }
      if (part.exact && !isDated(part) && !inText) { page.quoted = false; }
    });
    gain += NEAR * nearness(title + "|" + text, weights, total);
    if (!page.exact && query.parts.length === 1 && said.length > 3) {
      const name = plain(title);
      const most = Math.max(1, Math.floor(said.length / 5));
      const strange = Array.from(said).filter((character) => !name.includes(character)).length;
      const like = strange > most ? null : nearest(name, said);
      if (like && like.distance <= most) {
        gain += ALIKE * (1 - like.distance / said.length);
        page.like = { distance: like.distance, text: name.slice(like.start, like.end) };
      }
    }
    return gain;
  }

  /* The largest share of the query's weight that a stretch of WINDOW characters of a text holds. */
  function nearness(text, weights, total) {
    const found = [];
    weights.forEach((weight, term) => {
      const sought = bare(term);
      for (let at = text.indexOf(sought), n = 0; at >= 0 && n < 200; at = text.indexOf(sought, at + 1), n += 1) { found.push([at, term, weight]); }
    });
    found.sort((a, b) => a[0] - b[0]);
    const inside = new Map();
    let sum = 0;
    let best = 0;
    let first = 0;
    found.forEach(([at, term, weight]) => {
      inside.set(term, (inside.get(term) || 0) + 1);
      if (inside.get(term) === 1) { sum += weight; }
      for (; found[first][0] < at - WINDOW; first += 1) {
        const old = found[first];
        inside.set(old[1], inside.get(old[1]) - 1);
        if (!inside.get(old[1])) { sum -= old[2]; }
      }
      best = Math.max(best, sum);
    });
    return best / total;
  }

  /* What is shown of a page: {address, card, text, file}; `file` is the attachment in which the text stands. */
  async function read(page) {
    if (page.read) { return page.read; }
    const name = key(page);
    const [first, own] = await Promise.all([store.text(name, 0), page.part ? store.text(name, page.part) : null]);
    const told = own || first;
    page.card = first.card;
    page.read = { address: first.address, card: first.card, text: told.text, file: told.file === undefined ? null : first.card.files[told.file] };
    return page.read;
  }

  async function rank(query, index) {
    const { pages, asked } = await gather(query, index);
    pages.sort(byScore);
    const first = pages.slice(0, READ);
    await Promise.all(first.map(read));
    const others = otherWords(query.text, index.groups, MOST_OTHERS)
      .map(({ word, others: words }) => words.map((other) => bare(query.text.split(word).join(other)))).flat();
    first.forEach((page) => {
      page.bare = bare(page.read.text);
      page.score += compare(page, query, others, asked) * standing(page.block, page.doc, index);
      page.full = page.full || page.exact;
    });
    const quoted = query.parts.some((part) => part.exact);
    const kept = (quoted ? first.filter((page) => page.quoted) : pages).sort(byScore);
    const like = kept.some((page) => page.exact) ? null : first.filter((page) => page.like)
      .sort((a, b) => a.like.distance - b.like.distance || byScore(a, b))[0];
    return { pages: kept, terms: asked.terms, share: asked.share, instead: like ? like.like.text : "" };
  }

  /* Pages for one character: those with it in their title, else those with a pair that it begins. */
  async function rankCharacter(character, index) {
    const query = parse(character);
    const { pages } = await gather(query, index);
    if (pages.length) { return pages.sort(byScore).map((page) => Object.assign(page, { full: true })); }
    const found = [];
    for (const block of index.blocks) {
      const pairs = await store.beginning(block, character);
      const lists = await Promise.all(pairs.map((pair) => store.postings(block, pair)));
      const docs = new Set();
      lists.forEach(({ body, head }) => {
        body.places.forEach((part) => docs.add(block.docOf[part]));
        head.places.forEach((doc) => docs.add(doc));
      });
      docs.forEach((doc) => found.push({ block, doc, part: 0, score: 1, full: true }));
    }
    return found.sort(byScore);
  }

  async function open() {
    const index = await store.open();
    if (index.newest === undefined) {
      const days = index.blocks.map((block) => block.days.filter((day) => day > 0));
      index.newest = days.reduce((most, some) => some.reduce((a, b) => Math.max(a, b), most), 0);
      index.oldest = days.reduce((least, some) => some.reduce((a, b) => Math.min(a, b), least), index.newest);
    }
    return index;
  }

  /* Answers a query of search-query.js: {pages, terms, instead}. Pages come best first; full pages hold all that was asked
     for, the others something like it. `terms` are to be marked, `instead` is what may have been meant. A query without
     terms finds every page, newest first. */
  async function find(query) {
    const index = await open();
    if (!query.terms.length) {
      const pages = [];
      index.blocks.forEach((block) => block.names.forEach((_, doc) => pages.push({ block, doc, part: 0, score: 0, full: true })));
      return { pages: pages.sort(byDay), terms: [], instead: "" };
    }
    if (isLoneCharacter(query.terms)) { return { pages: await rankCharacter(query.terms[0], index), terms: query.terms, instead: "" }; }
    const answer = await rank(query, index);
    if (answer.share > 0.8 || !TRADITIONAL.test(query.text)) { return answer; }
    const simple = await store.simplified(query.text);
    if (simple === query.text) { return answer; }
    const other = await rank(parse(simple), index);
    return other.share > answer.share ? Object.assign(other, { simple }) : answer;
  }

  function sortByDate(pages) { return pages.slice().sort(byDay); }

  /* Words of the catalog that complete what is typed, at most `most`: those that begin so first, then the most used. */
  async function complete(typed, most) {
    const { blocks, groups } = await open();
    const counts = new Map();
    groups.forEach((group) => group.forEach((word) => counts.set(word, 0)));
    (await Promise.all(blocks.map(store.words))).forEach((rows) => rows.forEach(([word, count]) => counts.set(word, (counts.get(word) || 0) + count)));
    return Array.from(counts).filter(([word, count]) => count && word !== typed && word.includes(typed))
      .sort((a, b) => b[0].startsWith(typed) - a[0].startsWith(typed) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, most).map(([word]) => word);
  }

  let tables = null;
  /* Loads what results are filtered by; the functions below need it. */
  async function openFacets() {
    const { blocks } = await open();
    tables = new Map(await Promise.all(blocks.map(async (block) => [block, await store.facets(block)])));
  }
  function valuesOf(page, facet) {
    const { values, rows } = tables.get(page.block)[facet];
    return rows[page.doc].map((number) => values[number]);
  }
  /* Keeps the pages that have, in each facet with chosen values, one of them; `except` names a facet not asked. */
  function filter(pages, chosen, except) {
    const asked = FACETS.filter((facet) => facet !== except && (chosen[facet] || []).length);
    return pages.filter((page) => asked.every((facet) => valuesOf(page, facet).some((value) => chosen[facet].includes(value))));
  }
  /* For each value of a facet how many pages it would leave, the choices in other facets kept: Map. */
  function countValues(pages, chosen, facet) {
    const counts = new Map();
    filter(pages, chosen, facet).forEach((page) => valuesOf(page, facet).forEach((value) => counts.set(value, (counts.get(value) || 0) + 1)));
    return counts;
  }

  function renew() { tables = null; store.renew(); }

  window.DisclosureIndex = { FACETS, open, renew, find, read, sortByDate, complete, openFacets, filter, countValues };
})();

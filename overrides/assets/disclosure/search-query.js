/* What a reader typed becomes search terms, and stored tokens become text again. Pure functions, no page.
   The cutting rules are those of hooks/disclosure/index/tokens.py; one set of samples tests both. */
(function () {
  "use strict";
  const HAN = "\\u3007\\u3005\\u3400-\\u4dbf\\u4e00-\\u9fff";
  const TRANSPARENT = " \\u3000\\u00a0“”‘’\"'《》〈〉「」『』（）()【】〔〕\\[\\]［］、·";
  const PIECE = new RegExp("([" + HAN + "]+(?:[" + TRANSPARENT + "]+[" + HAN + "]+)*)|((?:(?![" + HAN + "])[\\p{L}\\p{N}])+)", "gu");
  const WORD = new RegExp("((?:(?![" + HAN + "])[\\p{L}\\p{N}])+)", "gu");
  const EDGE = "\u0001";
  const MARKS = /[^\p{L}\p{N}\u0001]/gu;
  const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
  const COMPATIBLE = /[\u2160-\u217f\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u{2f800}-\u{2fa1f}]+/gu;

  const YEAR = "(?:19|20)\\d\\d";
  const DATE = new RegExp("(^|\\D)(" + YEAR + ")\\s?(?:年\\s?(1[0-2]|0?[1-9])\\s?月(?:\\s?(3[01]|[12]\\d|0?[1-9])(?!\\d)\\s?[日号]?)?"
    + "|([-./])\\s?(1[0-2]|0?[1-9])\\s?\\5\\s?(3[01]|[12]\\d|0?[1-9])(?!\\d))", "g");
  const MONTH = new RegExp("^(" + YEAR + ")[-./](1[0-2]|0?[1-9])$");
  const DAY = new RegExp("^(" + YEAR + ")(1[0-2]|0[1-9])(3[01]|[12]\\d|0[1-9])$");
  // 西工信发202412号: the year and the number grew together when the brackets were left out.
  const GROWN = new RegExp("([" + HAN + "])(" + YEAR + ")(\\d{1,4})(?=号|$)", "u");
  const QUOTED = /[“"]([^“”"]+)[”"]/g;

  function normalise(text) {
    return text.replace(INVISIBLE, "").replace(COMPATIBLE, (found) => found.normalize("NFKC"));
  }

  /* [{token, start, end}] of a text; a pair that reaches across marks ends behind its second character. Of the pairs those
     that begin with a wanted character code, where such are given. */
  function tokens(text, firsts) {
    const found = [];
    for (const piece of text.matchAll(PIECE)) {
      if (piece[2]) {
        found.push({ token: piece[2].normalize("NFKC").toLowerCase(), start: piece.index, end: piece.index + piece[0].length });
        continue;
      }
      const run = piece[1];
      let before = -1; // the place of the character that begins a pair
      for (let at = 0; at < run.length; at += 1) {
        if (!isHan(run.charCodeAt(at))) { continue; }
        if (before >= 0 && (!firsts || firsts.has(run.charCodeAt(before)))) {
          found.push({ token: run[before] + run[at], start: piece.index + before, end: piece.index + at + 1 });
        }
        before = at;
      }
      found.push({ token: run[before], start: piece.index + before, end: piece.index + before + 1 });
    }
    return found;
  }

  function isHan(code) { return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf) || code === 0x3005 || code === 0x3007; }
  function isLone(token) { return token.length === 1 && isHan(token.charCodeAt(0)); }

  /* The tokens by which a text is looked up: a character that stands alone is none, unless there is nothing else. */
  function lookups(text) {
    const all = Array.from(new Set(tokens(text).map((part) => part.token)));
    const kept = all.filter((token) => !isLone(token));
    return kept.length ? kept : all;
  }

  /* A text as phrases are compared: letters, digits and characters only, words and numbers fenced, so that 12 is not
     found in 120. */
  function bare(text) {
    return normalise(text).replace(WORD, (word) => EDGE + word.normalize("NFKC").toLowerCase() + EDGE).replace(MARKS, "");
  }

  function dayToken(year, month, day) {
    return "d" + year + month.padStart(2, "0") + (day ? day.padStart(2, "0") : "");
  }

  /* A part of the query, as {text, terms, phrases, exact}: tokens that a page should hold, and spellings of the part
     that count as the part itself; a part that is a day or month has its token only. */
  function readPart(text, exact) {
    const month = text.match(MONTH);
    const day = text.match(DAY);
    if (month || day) {
      const token = month ? dayToken(month[1], month[2]) : dayToken(day[1], day[2], day[3]);
      return { text, terms: [token], phrases: [], exact };
    }
    const dates = [];
    const rest = text.replace(DATE, (found, before, year, m1, d1, mark, m2, d2) => {
      dates.push(dayToken(year, m1 || m2, d1 || d2));
      return before + " ";
    });
    const split = rest.replace(GROWN, "$1$2 $3");
    const joined = text.replace(/[-/]/g, "");
    // An index number without its slash, as it is read out or copied from a table.
    if (/^[0-9A-Za-z]{14,}$/.test(joined) && /\d{4}/.test(joined)) {
      return { text, terms: joined === text ? [joined.toLowerCase()] : lookups(text), phrases: [bare(joined), bare(text)], exact };
    }
    const isDate = dates.length === 1 && !tokens(rest).length;
    const phrases = isDate ? [] : Array.from(new Set([bare(text), bare(text.replace(GROWN, "$1$2 $3"))]));
    return { text, terms: dates.concat(tokens(split).length ? lookups(split) : []), phrases, exact };
  }

  /* {text, parts, phrases, terms}: phrases are the whole query, read across its spaces. */
  function parse(query) {
    const text = normalise(query).normalize("NFKC").replace(/\s+/g, " ").trim().slice(0, 200);
    const parts = [];
    const loose = text.replace(QUOTED, (found, phrase) => {
      parts.push(readPart(phrase.trim(), true));
      return " ";
    });
    // 马金委2019 4, 〔2024〕 12号: a number after a year belongs to it; dates may be written with spaces.
    loose.replace(new RegExp("(" + YEAR + "[\\]〕)）】]?) (?=\\d{1,4}(?:号|$| ))", "g"), "$1\u2060")
      .replace(/(年|月) (?=\d)/g, "$1").replace(/(\d) (?=[年月日])/g, "$1")
      .split(" ").filter(Boolean)
      .forEach((part) => parts.push(readPart(part.replace(/\u2060/g, " "), false)));
    const used = parts.filter((part) => part.terms.length);
    const terms = Array.from(new Set([].concat(...used.map((part) => part.terms))));
    const more = terms.filter((term) => !isLone(term));
    const phrases = used.length === 1 ? used[0].phrases : [bare(text), bare(text.replace(GROWN, "$1$2 $3"))];
    return { text, parts: used, phrases: Array.from(new Set(phrases)), terms: more.length ? more : terms };
  }

  /* Words of a text for which others stand, by the groups of such words, the longest first: [{word, others}]. */
  function otherWords(text, groups, most) {
    const found = new Map();
    groups.forEach((group) => {
      const word = group.filter((one) => one.length > 1 && text.includes(one)).sort((a, b) => b.length - a.length)[0];
      if (!word) { return; }
      // What holds the word, or is held by it, is found by it.
      const others = group.filter((other) => !other.includes(word) && !word.includes(other));
      if (others.length) { found.set(word, Array.from(new Set((found.get(word) || []).concat(others))).slice(0, 4)); }
    });
    return Array.from(found, ([word, others]) => ({ word, others })).sort((a, b) => b.word.length - a.word.length).slice(0, most);
  }

  /* The pairs of a text that a word shares with its neighbours: they say nothing where another word stands for it. */
  function seamsOf(text, word) {
    const found = [];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      found.push(text.slice(at - 1, at + 1), text.slice(at + word.length - 1, at + word.length + 1));
    }
    return found.filter((pair) => pair.length === 2);
  }

  /* The stretch of `text` that is most like `phrase`, {distance, start, end}: characters to change, add or leave out. */
  function nearest(text, phrase) {
    const wanted = Array.from(phrase);
    const given = Array.from(text);
    let row = wanted.map((_, n) => n + 1);
    let from = wanted.map(() => 0);
    let best = { distance: wanted.length, start: 0, end: 0 };
    given.forEach((character, at) => {
      const costs = [];
      const starts = [];
      wanted.forEach((one, n) => {
        const diagonal = (n ? row[n - 1] : 0) + (one === character ? 0 : 1);
        const up = row[n] + 1;
        const left = (n ? costs[n - 1] : 0) + 1;
        const least = Math.min(diagonal, up, left);
        costs.push(least);
        starts.push(least === diagonal ? (n ? from[n - 1] : at) : least === up ? from[n] : n ? starts[n - 1] : at + 1);
      });
      row = costs;
      from = starts;
      if (row[row.length - 1] < best.distance) { best = { distance: row[row.length - 1], start: from[row.length - 1], end: at + 1 }; }
    });
    return best;
  }

  /* Which stretches of a text to mark: [start, end] in order, without overlap. */
  function ranges(text, wanted) {
    const merged = [];
    wantedTokens(text, wanted).forEach(({ start, end }) => {
      const last = merged[merged.length - 1];
      if (last && start <= last[1]) { last[1] = Math.max(last[1], end); } else { merged.push([start, end]); }
    });
    return merged;
  }
  /* The tokens of a text that are one of these terms, or begin with one that is a single character. */
  function wantedTokens(text, wanted) {
    const whole = new Set(wanted);
    const lone = wanted.filter(isLone);
    const firsts = new Set(wanted.map((term) => term.charCodeAt(0)));
    return tokens(text, firsts).filter(({ token }) => whole.has(token) || lone.some((one) => token.startsWith(one)));
  }

  /* The stretch of a text, about `length` characters, that holds most of the wanted terms. */
  function excerpt(text, wanted, length) {
    const found = wantedTokens(text, wanted);
    let best = 0;
    let bestScore = -1;
    found.forEach((first, place) => {
      const seen = new Set();
      let next = place;
      while (next < found.length && found[next].end <= first.start + length * 0.75) {
        seen.add(found[next].token);
        next += 1;
      }
      if (seen.size > bestScore) { bestScore = seen.size; best = first.start; }
    });
    let start = Math.max(0, best - Math.round(length / 4));
    const stop = text.slice(start, best).search(/[。；！？]/);
    if (stop >= 0) { start += stop + 1; }
    const end = Math.min(text.length, start + length);
    return { text: text.slice(start, end).trim(), before: start > 0, after: end < text.length };
  }

  /* Whether two texts differ in marks, spaces and letter case only. */
  function sameText(one, other) {
    const bare = (text) => normalise(text).normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    return bare(one) === bare(other) && bare(one) !== "";
  }

  window.DisclosureQuery = { normalise, tokens, lookups, bare, parse, otherWords, seamsOf, nearest, ranges, excerpt, sameText };
})();

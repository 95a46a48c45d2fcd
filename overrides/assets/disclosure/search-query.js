/* What a reader typed becomes search terms, and stored tokens become text again. Pure functions, no page.
   The cutting rules are those of hooks/disclosure/index/tokens.py; one set of samples tests both. */
(function () {
  "use strict";
  const HAN = "\\u3007\\u3005\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{323af}";
  const TRANSPARENT = " \\u3000\\u00a0“”‘’\"'《》〈〉「」『』（）()【】〔〕\\[\\]［］、·";
  const PIECE = new RegExp("([" + HAN + "]+(?:[" + TRANSPARENT + "]+[" + HAN + "]+)*)|((?:(?![" + HAN + "])[\\p{L}\\p{N}])+)", "gu");
  const ONE_HAN = new RegExp("[" + HAN + "]", "gu");
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

  /* [{token, start, end}] of a text; a pair that reaches across marks ends behind its second character. */
  function tokens(text) {
    const found = [];
    for (const piece of text.matchAll(PIECE)) {
      if (piece[2]) {
        found.push({ token: piece[2].normalize("NFKC").toLowerCase(), start: piece.index, end: piece.index + piece[0].length });
        continue;
      }
      const characters = Array.from(piece[1].matchAll(ONE_HAN));
      characters.forEach((character, place) => {
        const next = characters[place + 1];
        const start = piece.index + character.index;
        const last = next || character;
        found.push({
          token: character[0] + (next ? next[0] : ""),
          start, end: piece.index + last.index + last[0].length,
        });
      });
    }
    return found;
  }

  /* Terms of a phrase. The last character of a run stands alone in the index only where a run ends, so it
     counts between words and numbers, but not at the end of what was typed. */
  function phraseTerms(text) {
    const terms = tokens(text).map((part) => part.token);
    const last = terms[terms.length - 1];
    return terms.length > 1 && last.length === 1 && last.match(ONE_HAN) ? terms.slice(0, -1) : terms;
  }

  function dayToken(year, month, day) {
    return "d" + year + month.padStart(2, "0") + (day ? day.padStart(2, "0") : "");
  }

  /* A part of the query, as {text, terms, readings, exact}: terms that a page should hold, and the phrases,
     best first, that count as the part itself. */
  function readPart(text, exact) {
    const month = text.match(MONTH);
    const day = text.match(DAY);
    if (month || day) {
      const token = month ? dayToken(month[1], month[2]) : dayToken(day[1], day[2], day[3]);
      return { text, terms: [token], readings: [[token]], exact };
    }
    const dates = [];
    const rest = text.replace(DATE, (found, before, year, m1, d1, mark, m2, d2) => {
      dates.push(dayToken(year, m1 || m2, d1 || d2));
      return before + " ";
    });
    const split = rest.replace(GROWN, "$1$2 $3");
    const readings = dates.length === 1 && !tokens(rest).length ? [dates] : [];
    if (!dates.length) {
      const whole = tokens(split).map((part) => part.token);
      // 12号 at the end of a field is a number; within a sentence its 号 begins another pair.
      if (/\d.$/u.test(split) && whole.length > 1) { readings.push(whole); }
      readings.push(phraseTerms(split));
    }
    const joined = text.replace(/[-/]/g, "");
    // An index number without its slash, as it is read out or copied from a table.
    const isIndex = /^[0-9A-Za-z]{14,}$/.test(joined) && /\d{4}/.test(joined);
    if (isIndex) { readings.push([joined.toLowerCase()]); }
    if (split !== rest) { readings.push(phraseTerms(rest)); }
    const terms = dates.concat(isIndex && joined === text ? [joined.toLowerCase()] : phraseTerms(split));
    return { text, terms, readings: readings.filter((terms) => terms.length), exact };
  }

  /* {text, parts, whole, terms}: whole is the query read as one phrase across its spaces. */
  function parse(query) {
    const text = normalise(query).normalize("NFKC").replace(/\s+/g, " ").trim().slice(0, 200);
    const parts = [];
    const loose = text.replace(QUOTED, (found, phrase) => {
      parts.push(readPart(phrase.trim(), true));
      return " ";
    });
    // 马金委2019 4, 〔2024〕 12号: a number after a year belongs to it; dates may be written with spaces.
    loose.replace(new RegExp("(" + YEAR + "[\\]〕)）】]?) (?=\\d{1,4}(?:号|$| ))", "g"), "$1\u2060")
      .replace(/(年|月) (?=\d)/g, "$1")
      .split(" ").filter(Boolean)
      .forEach((part) => parts.push(readPart(part.replace(/\u2060/g, " "), false)));
    const used = parts.filter((part) => part.terms.length);
    const terms = Array.from(new Set([].concat(...used.map((part) => part.terms))));
    const single = used.length === 1 ? used[0].readings : [phraseTerms(text.replace(GROWN, "$1$2 $3"))];
    return { text, parts: used, whole: single.filter((reading) => reading.length), terms };
  }

  const FULL_WIDTH = "，。；：、（）《》〈〉“”‘’！？【】〔〕—…·^|";
  const ASCII = ",.;:/(){}<>+-`'!?[]#$=%*~@";

  /* The text of one field of a record, from the tokens that the index keeps: see record.py. */
  function rebuild(field) {
    return field.split(" ").map((word) => {
      const characters = word.match(ONE_HAN);
      const pair = characters && characters.length > 1;
      return (pair ? word.replace(characters[0] + characters[1], characters[0]) : word)
        .replace(/\|/g, " ")
        .replace(/\^(.)/gu, (found, mark) => FULL_WIDTH[ASCII.indexOf(mark)] || found);
    }).join("").replace(/ {2,}/g, " ").trim();
  }

  /* Fields of a fragment's content: title first, body last. */
  function fields(content) { return content.split(/ ?¦ ?/); }

  /* Which stretches of a text to mark: [start, end] in order, without overlap. */
  function ranges(text, wanted) {
    const merged = [];
    tokens(text).forEach(({ token, start, end }) => {
      if (!wanted.some((term) => matches(token, term))) { return; }
      const last = merged[merged.length - 1];
      if (last && start <= last[1]) { last[1] = Math.max(last[1], end); } else { merged.push([start, end]); }
    });
    return merged;
  }
  function matches(token, term) {
    return token === term || (term.length === 1 && token.startsWith(term) && term.match(ONE_HAN) !== null);
  }

  /* The stretch of a text, about `length` characters, that holds most of the wanted terms. */
  function excerpt(text, wanted, length) {
    const found = tokens(text).filter(({ token }) => wanted.some((term) => matches(token, term)));
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

  window.DisclosureQuery = { normalise, tokens, phraseTerms, parse, rebuild, fields, ranges, excerpt, sameText };
})();

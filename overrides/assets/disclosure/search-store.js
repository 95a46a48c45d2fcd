/* Reads the files of the index. Each is a classic script that hands over packed bytes, because a page opened from a
   disk may load nothing else; so the same files serve over http, offline and from a stick. */
(function () {
  "use strict";
  const base = new URL("../../search/", document.currentScript.src).href;
  const HAN = /^[\u3007\u3005\u3400-\u4dbf\u4e00-\u9fff]/;
  const brought = new Map(); // key: packed bytes that came and that nobody read yet
  const coming = new Map(); // file: promise that it ran
  const loaded = new Map(); // key: promise of what `read` made of it
  let bundles = []; // on a stick: the first key of each file that holds several (bundles.py)
  let again = ""; // added to addresses after a failure, so that nothing stale is asked for twice

  window.disclosureData = function (key, packed) { brought.set(key, packed); };

  function bytes(packed) {
    const text = atob(packed);
    const data = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) { data[at] = text.charCodeAt(at); }
    return inflate(data);
  }

  /* The place of the last of some names in order that does not come after the sought one; -1 for none. */
  function lastUpTo(names, sought) {
    let low = 0;
    let high = names.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (names[middle] <= sought) { low = middle + 1; } else { high = middle; }
    }
    return low - 1;
  }
  function fileOf(key) { return key !== "entry" && bundles.length ? "bundles/" + lastUpTo(bundles, key) : key; }

  /* Runs a file of the index; rejects when it cannot be had. */
  function run(file) {
    if (!coming.has(file)) {
      coming.set(file, new Promise((done, refuse) => {
        const script = document.createElement("script");
        const end = () => { coming.delete(file); script.remove(); };
        script.onload = () => { end(); done(); };
        script.onerror = () => { end(); refuse(new Error("not there: " + file)); };
        script.src = base + file.split("/").map(encodeURIComponent).join("/") + ".js" + again;
        document.head.append(script);
      }));
    }
    return coming.get(file);
  }

  /* What lies under that key, through `read`, once; rejects when it cannot be had, and the next call asks again. */
  function load(key, read) {
    if (!loaded.has(key)) {
      const asked = (brought.has(key) ? Promise.resolve() : run(fileOf(key))).then(() => {
        if (!brought.has(key)) { throw new Error("not there: " + key); }
        const packed = brought.get(key);
        brought.delete(key);
        return read(bytes(packed));
      });
      loaded.set(key, asked);
      asked.catch(() => loaded.delete(key));
    }
    return loaded.get(key);
  }
  /* Forget everything: the site was published anew while the page was open, and blocks have other names. */
  function renew() {
    [loaded, brought, coming].forEach((memory) => memory.clear());
    bundles = [];
    again = "?again=" + Date.now();
  }

  function asText(data) { return new TextDecoder().decode(data); }
  function asJson(data) { return JSON.parse(asText(data)); }

  const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  const STEPS = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  const STEP_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  const QUICK = 9; // bits of a word that is found in one look; longer ones are rare

  /* A Huffman code by the lengths of its words: how many of each length, the symbols in order, and for what comes next in
     the data the symbol and length of a short word, as symbol * 16 + length. */
  function code(lengths) {
    const count = new Uint16Array(16);
    const symbols = new Uint16Array(lengths.length);
    lengths.forEach((length) => { count[length] += 1; });
    count[0] = 0;
    const next = new Uint16Array(17);
    for (let length = 1; length < 16; length += 1) { next[length + 1] = next[length] + count[length]; }
    lengths.forEach((length, symbol) => { if (length) { symbols[next[length]++] = symbol; } });
    const quick = new Uint16Array(1 << QUICK);
    for (let length = 1, word = 0, index = 0; length <= QUICK; length += 1, word <<= 1) {
      for (let left = count[length]; left > 0 && word < 1 << length; left -= 1, word += 1, index += 1) {
        let ahead = 0; // the bits of a word come with the highest first
        for (let bit = 0; bit < length; bit += 1) { ahead |= ((word >> bit) & 1) << (length - 1 - bit); }
        for (; ahead < quick.length; ahead += 1 << length) { quick[ahead] = (symbols[index] << 4) | length; }
      }
    }
    return { count, symbols, quick };
  }
  const FIXED = Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8));

  /* DEFLATE (RFC 1951), for browsers that bring none to scripts. Throws an Error for damaged data. */
  function inflate(data) {
    let out = new Uint8Array(Math.max(1024, data.length * 4));
    let size = 0;
    let at = 0;
    let held = 0;
    let holding = 0;
    function bits(count) {
      while (holding < count) {
        if (at >= data.length) { throw new Error("damaged data"); }
        held |= data[at++] << holding;
        holding += 8;
      }
      const value = held & ((1 << count) - 1);
      held >>>= count;
      holding -= count;
      return value;
    }
    function symbol({ count, symbols, quick }) {
      while (holding < QUICK && at < data.length) {
        held |= data[at++] << holding;
        holding += 8;
      }
      const known = quick[held & (quick.length - 1)];
      if (known && (known & 15) <= holding) {
        held >>>= known & 15;
        holding -= known & 15;
        return known >> 4;
      }
      let word = 0;
      let first = 0;
      let index = 0;
      for (let length = 1; length < 16; length += 1) {
        word |= bits(1);
        const here = count[length];
        if (word - here < first) { return symbols[index + (word - first)]; }
        index += here;
        first = (first + here) << 1;
        word <<= 1;
      }
      throw new Error("damaged data");
    }
    function room(more) {
      if (size + more <= out.length) { return; }
      const wider = new Uint8Array(Math.max(out.length * 2, size + more));
      wider.set(out.subarray(0, size));
      out = wider;
    }
    function block(literals, distances) {
      for (;;) {
        const found = symbol(literals);
        if (found === 256) { return; }
        if (found < 256) { room(1); out[size++] = found; continue; }
        const length = LENGTHS[found - 257] + bits(LENGTH_BITS[found - 257]);
        const step = symbol(distances);
        const back = STEPS[step] + bits(STEP_BITS[step]);
        if (!(back <= size)) { throw new Error("damaged data"); }
        room(length);
        for (let n = 0; n < length; n += 1, size += 1) { out[size] = out[size - back]; }
      }
    }
    function ownCodes() {
      const literals = bits(5) + 257;
      const distances = bits(5) + 1;
      const given = bits(4) + 4;
      const small = new Array(19).fill(0);
      for (let n = 0; n < given; n += 1) { small[ORDER[n]] = bits(3); }
      const lengths = [];
      const words = code(small);
      while (lengths.length < literals + distances) {
        const found = symbol(words);
        if (found < 16) { lengths.push(found); continue; }
        const value = found === 16 ? lengths[lengths.length - 1] : 0;
        const times = found === 16 ? 3 + bits(2) : found === 17 ? 3 + bits(3) : 11 + bits(7);
        for (let n = 0; n < times; n += 1) { lengths.push(value); }
      }
      return [code(lengths.slice(0, literals)), code(lengths.slice(literals))];
    }
    for (let last = 0; !last;) {
      last = bits(1);
      const kind = bits(2);
      if (kind === 0) {
        at -= holding >> 3; // whole bytes that were looked at ahead
        held = 0;
        holding = 0;
        const length = data[at] | (data[at + 1] << 8);
        at += 4;
        if (!(at + length <= data.length)) { throw new Error("damaged data"); }
        room(length);
        out.set(data.subarray(at, at + length), size);
        size += length;
        at += length;
      } else if (kind === 1) {
        block(code(FIXED), code(new Array(30).fill(5)));
      } else if (kind === 2) {
        block(...ownCodes());
      } else {
        throw new Error("damaged data");
      }
    }
    return out.subarray(0, size);
  }

  /* Numbers of seven bits a byte, from `at` up to `end`. */
  function numbers(data, at, end) {
    const found = new Uint32Array(end - at);
    let count = 0;
    for (let value = 0, shift = 0; at < end; at += 1) {
      value |= (data[at] & 0x7f) << shift;
      if (data[at] < 0x80) { found[count] = value; count += 1; value = 0; shift = 0; } else { shift += 7; }
    }
    return found.subarray(0, count);
  }
  /* A list of postings as [{at, value}]-like arrays: places in order, and what is said there. */
  function list(data, at, end, bits) {
    const raw = numbers(data, at, end);
    const places = new Int32Array(raw.length);
    const values = new Uint8Array(raw.length);
    for (let n = 0, place = 0; n < raw.length; n += 1) {
      place += raw[n] >>> bits;
      places[n] = place;
      values[n] = raw[n] & ((1 << bits) - 1);
    }
    return { places, values };
  }
  const NOTHING = { places: new Int32Array(0), values: new Uint8Array(0) };

  /* A shard: {names, get(token)}. Laid out in block.py. */
  function readShard(data) {
    let at = 0;
    while (data[at] >= 0x80) { at += 1; }
    at += 1;
    const [length] = numbers(data, 0, at);
    const names = asText(data.subarray(at, at + length)).split("\n");
    at += length;
    const ends = [];
    let start = at;
    for (let left = names.length * 2; left > 0; at += 1) { if (data[at] < 0x80) { left -= 1; } }
    const lengths = numbers(data, start, at);
    for (let n = 0; n < lengths.length; n += 2) { ends.push([at, at += lengths[n]]); }
    for (let n = 1; n < lengths.length; n += 2) { ends[(n - 1) / 2].push(at, at += lengths[n]); }
    const places = new Map(names.map((name, place) => [name, place]));
    function get(token) {
      if (!places.has(token)) { return null; }
      const [a, b, c, d] = ends[places.get(token)];
      return { head: list(data, a, b, 3), body: list(data, c, d, 2) };
    }
    return { names, get };
  }

  function sums(steps) {
    let sum = 0;
    return steps.map((step) => (sum += step));
  }
  /* What is known of a block's documents, laid out in block.py. */
  function readMeta(name, data) {
    const meta = asJson(data);
    const names = meta.names.split("\n");
    const ends = sums(meta.parts);
    const firstPart = Int32Array.from(ends, (end, doc) => end - meta.parts[doc]);
    const docOf = new Int32Array(ends[ends.length - 1] || 0);
    firstPart.forEach((first, doc) => docOf.fill(doc, first, ends[doc]));
    const past = new Uint8Array(names.length);
    meta.past.forEach((doc) => { past[doc] = 1; });
    const light = meta.pairs.length + meta.words.length;
    return {
      name, names, firstPart, docOf, past, days: Int32Array.from(sums(meta.days)), lengths: Uint8Array.from(meta.lengths),
      pairs: meta.pairs, words: meta.words, heavy: new Map(meta.heavy.map(([token, docs], place) => [token, { shard: light + place, docs }])),
    };
  }

  /* The index: {total, blocks, groups}. */
  function open() {
    return load("entry", asJson).then((entry) => {
      bundles = entry.bundles || [];
      return Promise.all(entry.blocks.map(({ name }) => load(name + "/meta", (data) => readMeta(name, data)))).then((blocks) => ({
        blocks, groups: entry.groups, asked: entry.asked, total: blocks.reduce((sum, block) => sum + block.names.length, 0),
      }));
    });
  }

  /* In which shard of a block a token would lie; -1 for in none. */
  function shardOf(block, token) {
    if (block.heavy.has(token)) { return block.heavy.get(token).shard; }
    const isPair = HAN.test(token);
    const firsts = isPair ? block.pairs : block.words;
    const place = lastUpTo(firsts, token);
    return place < 0 || isPair ? place : place + block.pairs.length;
  }
  function shard(block, number) { return load(block.name + "/" + number, readShard); }

  /* Where a token stands in a block: {head, body}, empty lists where it does not. */
  function postings(block, token) {
    const number = shardOf(block, token);
    if (number < 0) { return Promise.resolve({ head: NOTHING, body: NOTHING }); }
    return shard(block, number).then((found) => found.get(token) || { head: NOTHING, body: NOTHING });
  }

  /* The tokens of a block that begin with a text, in order. */
  async function beginning(block, text) {
    const isPair = HAN.test(text);
    const firsts = isPair ? block.pairs : block.words;
    const found = Array.from(block.heavy.keys()).filter((token) => token.startsWith(text));
    const start = Math.max(0, shardOf(block, text + "\u0000"));
    const offset = isPair ? 0 : block.pairs.length;
    for (let number = start; number - offset < firsts.length; number += 1) {
      if (number > start && !firsts[number - offset].startsWith(text)) { break; }
      found.push(...(await shard(block, number)).names.filter((token) => token.startsWith(text)));
    }
    return found.sort();
  }

  function words(block) { return load(block.name + "/words", asJson); }
  function facets(block) { return load(block.name + "/facets", asJson); }
  function text(name, part) { return load(part ? name + "." + part : name, asJson); }

  /* A text in simplified characters. */
  function simplified(given) {
    return load("traditional", (data) => {
      const [from, to] = asText(data).split("\n").map((row) => Array.from(row));
      return new Map(from.map((character, place) => [character, to[place]]));
    }).then((table) => Array.from(given, (character) => table.get(character) || character).join(""));
  }

  window.DisclosureStore = { simplified, open, renew, postings, beginning, facets, words, text, inflate };
  open().catch(() => { /* the first search tells of it */ }); // while the other scripts are still on their way
})();

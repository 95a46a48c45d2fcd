/* A visitor's offline copy: what it holds, how it is renewed from the lists of the build (offline.json), how it is deleted.
   For the page offline.html, which begins and deletes it, and for the worker sw.js, which answers from it. */
(function () {
  "use strict";
  const FORMAT = 1;
  const TOGETHER = 6; // files fetched at a time
  const KINDS = ["pages", "downloads"];
  const root = self.registration ? self.registration.scope : new URL("../../", document.currentScript.src).href;
  const FAMILY = "disclosure-offline " + root + " "; // one host may serve several sites
  const NAME = FAMILY + FORMAT;
  const STATE = root + "offline/state"; // no address of the site: what the copy holds, {edition, entry, kinds, lists, without}

  /* Why a copy is not renewed: `reason` is network, changed (files are not what the lists say), space or stopped. */
  function fault(reason) { return Object.assign(new Error(reason), { reason }); }

  /* Each file lies under its address and digest, so that two editions lie beside each other until one is whole. */
  function keyOf(address, digest) { return root + address.split("/").map(encodeURIComponent).join("/") + "?copy=" + digest; }

  /* The cache in which files of such a digest lie. They are spread over 64, since Chromium lists no more than some twenty
     thousand of one, and without a list nothing could be cleaned away. */
  function shelfOf(digest) { return NAME + " " + digest[0]; }
  async function take(address, digest) {
    const shelf = await caches.open(shelfOf(digest));
    await shelf.delete(keyOf(address, digest));
  }

  async function ask(address, options) {
    try { return await fetch(address, options); } catch (error) { throw fault(options.signal && options.signal.aborted ? "stopped" : "network"); }
  }
  async function body(answer, options) {
    try { return await answer.arrayBuffer(); } catch (error) { throw fault(options.signal && options.signal.aborted ? "stopped" : "network"); }
  }

  /* The text of offline.json and what it says; null where the host says that there is none. */
  async function readEntry(signal) {
    const options = { cache: "no-cache", signal };
    const answer = await ask(root + "offline.json", options);
    if (answer.status === 404 || answer.status === 410) { return null; }
    if (!answer.ok) { throw fault("network"); }
    const text = new TextDecoder().decode(await body(answer, options));
    try {
      const entry = JSON.parse(text);
      if (entry.format === FORMAT && /^[\d-]+$/.test(entry.edition)) { return Object.assign(entry, { text }); }
    } catch (error) { /* another page in its place, of a network that wants a login perhaps */ }
    throw fault("network");
  }

  /* The lists that an entry names, {kind, folder, digest, files}; those that `former` holds need not be fetched. */
  async function readLists(entry, former, signal) {
    const held = new Map((former ? former.lists : []).map((list) => [list.kind + "/" + list.folder + list.digest, list]));
    const lists = [];
    await each(entry.lists, async ([kind, folder, digest]) => {
      const same = held.get(kind + "/" + folder + digest);
      const file = "offline/" + kind + "/" + folder + "list.json";
      lists.push(same || { kind, folder, digest, files: JSON.parse(new TextDecoder().decode(await fetchFile(file, digest, signal).then(({ data }) => data))) });
    });
    return lists;
  }

  /* What lists say of files: address → {digest, size}. */
  function filesOf(lists, kinds, without) {
    const files = new Map();
    lists.filter(({ kind }) => kinds.includes(kind)).forEach(({ folder, files: rows }) => rows.forEach(([name, size, digest]) => {
      files.set(folder + name, { size, digest });
    }));
    (without || []).forEach((address) => files.delete(address));
    return files;
  }

  /* Does `work` for all of `tasks`, some at a time; rejects with the first failure once none is under way. */
  async function each(tasks, work) {
    const rest = tasks.slice().reverse();
    let failed = null;
    await Promise.all(Array.from({ length: TOGETHER }, async () => {
      while (rest.length && !failed) { await work(rest.pop()).catch((error) => { failed = failed || error; }); }
    }));
    if (failed) { throw failed; }
  }

  async function digestOf(data) {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", data)).subarray(0, 6);
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
  }

  /* A file as it is in a list: its bytes and type. */
  async function fetchFile(address, digest, signal) {
    const options = { cache: "no-store", signal };
    const answer = await ask(keyOf(address, digest), options);
    if (!answer.ok) { throw fault(answer.status === 404 ? "changed" : "network"); }
    const data = await body(answer, options);
    if (await digestOf(data) !== digest) { throw fault("changed"); }
    return { data, type: answer.headers.get("Content-Type") || "" };
  }

  async function put(cache, key, content, type) {
    try { await cache.put(key, new Response(content, { headers: { "Content-Type": type } })); } catch (error) { throw fault("space"); }
  }
  function writeState(cache, state) { return put(cache, STATE, JSON.stringify(state), "application/json"); }
  async function state() {
    const kept = await caches.match(STATE, { cacheName: NAME });
    return kept ? kept.json() : null;
  }

  /* Removes everything but these files. */
  async function clean(files) {
    const wanted = new Set();
    files.forEach(({ digest }, address) => wanted.add(keyOf(address, digest)));
    const names = (await caches.keys()).filter((name) => name.startsWith(NAME + " "));
    for (const name of names) {
      const shelf = await caches.open(name);
      const held = await shelf.keys();
      await each(held.filter(({ url }) => !wanted.has(url)), (key) => shelf.delete(key));
    }
  }

  /* One attempt: the lists; what was withdrawn leaves; what is new or changed is fetched; then the copy is of this edition.
     Until that moment the former edition is whole, unless something of it was withdrawn: then all of it that the new lists
     do not vouch for goes at once, since any page may name what was withdrawn. */
  async function attempt(kinds, told, signal) {
    const former = await state();
    const chosen = kinds || (former && former.kinds);
    if (!chosen) { return null; }
    const entry = await readEntry(signal);
    if (!entry) { await remove(); return null; }
    if (former && former.entry === entry.text && !former.without.length && String(former.kinds) === String(chosen)) { return former; }
    const lists = await readLists(entry, former, signal);
    const there = filesOf(lists, KINDS);
    const now = filesOf(lists, chosen);
    const before = former ? filesOf(former.lists, former.kinds, former.without) : new Map();
    const isSame = (files, [address, { digest }]) => files.has(address) && files.get(address).digest === digest;
    const isWithdrawn = ([address]) => /^(items|files)\//.test(address) && !there.has(address);
    const cache = await caches.open(NAME);
    const stale = Array.from(before).filter((file) => !isSame(there, file));
    if (stale.some(isWithdrawn)) {
      await each(stale, ([address, { digest }]) => take(address, digest));
      stale.forEach(([address]) => before.delete(address));
      await writeState(cache, Object.assign({}, former, { without: former.without.concat(stale.map(([address]) => address)) }));
    }
    try {
      await fetchAll(Array.from(now).filter((file) => !isSame(before, file)), told, signal);
      const next = { edition: entry.edition, entry: entry.text, kinds: chosen, lists, without: [] };
      await writeState(cache, next);
      await clean(now);
      return next;
    } catch (error) {
      if (error.reason === "space") { await clean(before); }
      throw error;
    }
  }

  async function fetchAll(files, told, signal) {
    const all = { files: files.length, bytes: files.reduce((sum, [, { size }]) => sum + size, 0) };
    const done = { files: 0, bytes: 0 };
    if (navigator.storage && navigator.storage.estimate) {
      const { quota, usage } = await navigator.storage.estimate();
      if (all.bytes > quota - usage) { throw fault("space"); }
    }
    await each(files, async ([address, { digest, size }]) => {
      const key = keyOf(address, digest);
      const shelf = await caches.open(shelfOf(digest));
      if (!(await shelf.match(key))) { // else it came before an earlier attempt was cut short
        const { data, type } = await fetchFile(address, digest, signal);
        await put(shelf, key, data, type);
      }
      done.files += 1;
      done.bytes += size;
      if (told) { told(done, all); }
    });
  }

  function alone(work) { return navigator.locks ? navigator.locks.request(FAMILY, work) : work(); }

  /* Brings the copy to the edition that the host serves, and gives its state; null when there is no copy, or when the host
     offers none any more: then it is deleted, since nobody would tell it of withdrawals. `kinds`: of a new choice.
     Rejects with a fault; what was fetched so far is used by the next call. */
  function renew(kinds, told, signal) {
    return alone(() => attempt(kinds, told, signal).catch((error) => {
      if (error.reason === "changed") { return attempt(kinds, told, signal); } // the site was published meanwhile
      throw error;
    }));
  }

  /* Whether anything lies here: a copy, or what was fetched for one before it was stopped. */
  function begun() { return caches.has(NAME); }

  async function remove() {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(FAMILY)).map((name) => caches.delete(name)));
  }

  /* A look-up in the copy as it is now: (address of a request) → its answer out of the copy, or null. */
  async function reader() {
    const held = await state();
    if (!held) { return null; }
    const files = filesOf(held.lists, held.kinds, held.without);
    async function find(url) {
      const path = decodeURIComponent(url.slice(root.length).split(/[?#]/)[0]);
      const address = path === "" || path.endsWith("/") ? path + "index.html" : path;
      const file = files.get(address);
      return (file && (await caches.match(keyOf(address, file.digest), { cacheName: shelfOf(file.digest) }))) || null;
    }
    return { edition: held.edition, find };
  }

  self.DisclosureCopy = { root, KINDS, readEntry, state, filesOf, renew, begun, remove: () => alone(remove), reader };
})();

/* The page where a visitor keeps an offline copy, renews and deletes it. Needs offline-copy.js. Nothing is kept, and no
   worker starts, before the visitor asks for it. */
(function () {
  "use strict";
  const copy = window.DisclosureCopy;
  const state = document.getElementById("offline-state");
  const form = document.getElementById("offline-form");
  if (!copy || !form) { return; }
  const keep = document.getElementById("offline-keep");
  const stop = document.getElementById("offline-stop");
  const erase = document.getElementById("offline-delete");
  const downloads = document.getElementById("offline-downloads");
  const progress = document.getElementById("offline-progress");

  const WRONG = {
    network: "没有取完：连不上网站，或者网络中断。连上以后再点一次，已经取到的不用重新取。",
    changed: "没有取完：网站正在更新，文件与清单对不上。请过几分钟再试。",
    space: "没有取完：浏览器可用的空间不够。可以不保存附件，或者清理这台设备的空间后再试。",
    stopped: "已停止。再点一次接着取，已经取到的不用重新取。",
  };
  const WHOLE = "原来的离线副本没有变动，照常可用。";
  const LACKS = "其中已撤回的信息和受影响的页面已经删去，连上网络后自动补齐。";

  function unable() {
    if (location.protocol === "file:") { return "您打开的就是离线的文件夹，不联网也能查阅和检索，不用再保存。"; }
    if (!window.isSecureContext) { return "这个网址没有使用 https，浏览器不允许保留离线副本。其他功能不受影响。"; }
    if (!navigator.serviceWorker || !window.caches || !window.crypto || !crypto.subtle) {
      return "这个浏览器不能保留离线副本（应用内置的浏览器、无痕窗口大多不能）。可以用手机或者电脑自带的浏览器打开本页。其他功能不受影响。";
    }
    return "";
  }
  function size(bytes) { return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB"; }
  function day(edition) { const [year, month, date] = edition.split("-").map(Number); return year + "年" + month + "月" + date + "日"; }

  function tell(...sentences) {
    state.textContent = "";
    state.append(...sentences.filter(Boolean).map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
  }
  function about(held) {
    const files = Array.from(copy.filesOf(held.lists, held.kinds, held.without).values());
    return "已保存 " + day(held.edition) + "的离线副本：" + files.length + " 个文件，" + size(files.reduce((sum, file) => sum + file.size, 0))
      + (held.kinds.includes("downloads") ? "，包括附件。" : "，不包括附件。");
  }

  /* Shows what is kept, and what could be: `said` comes first. */
  async function show(...said) {
    const held = await copy.state();
    const entry = await copy.readEntry().catch(() => undefined);
    const sum = (kind) => size(entry.lists.reduce((bytes, list) => bytes + (list[0] === kind ? list[4] : 0), 0));
    if (entry) {
      document.getElementById("offline-pages").textContent = "约 " + sum("pages");
      document.getElementById("offline-downloads-size").textContent = "约 " + sum("downloads");
    }
    if (held) { downloads.checked = held.kinds.includes("downloads"); }
    form.querySelector("fieldset").hidden = !entry;
    keep.hidden = !entry;
    keep.textContent = held ? "更新离线副本" : "保留离线副本";
    erase.hidden = !(await copy.begun());
    form.hidden = keep.hidden && erase.hidden;
    tell(...said, held ? about(held) : "", held && held.without.length ? LACKS : "",
      entry === undefined && !said.length ? "现在连不上网站。" + (held ? "" : "连上以后再打开本页。") : "",
      entry === null ? "本站现在不提供离线副本。" : "");
  }

  async function run(event) {
    event.preventDefault();
    const ending = new AbortController();
    const end = () => ending.abort();
    const had = await copy.state();
    stop.addEventListener("click", end);
    busy(true);
    tell("正在保存，请不要离开本页。");
    let said = "";
    try {
      await navigator.serviceWorker.register(copy.root + "sw.js", { scope: copy.root, updateViaCache: "none" });
      if (navigator.storage && navigator.storage.persist) { navigator.storage.persist().catch(() => {}); }
      const held = await copy.renew(downloads.checked ? copy.KINDS : ["pages"], advance, ending.signal);
      said = held ? "保存好了。" : "";
    } catch (error) {
      said = WRONG[error.reason] || "这个浏览器没有允许保留离线副本。";
    }
    stop.removeEventListener("click", end);
    const held = await copy.state();
    await show(said, had && held && held.entry === had.entry && !held.without.length && said !== "保存好了。" ? WHOLE : "");
    busy(false);
    if (!held) { await forget(); }
    (keep.hidden ? erase : keep).focus();
  }
  function busy(isBusy) {
    progress.hidden = !isBusy;
    stop.hidden = !isBusy;
    downloads.disabled = isBusy;
    if (isBusy) { keep.hidden = erase.hidden = true; stop.focus(); }
  }
  function advance(done, all) {
    progress.querySelector("progress").value = all.bytes ? done.bytes / all.bytes : 1;
    progress.querySelector("span").textContent = done.files + " / " + all.files + " 个文件，" + size(done.bytes) + " / " + size(all.bytes);
  }

  async function forget() {
    const worker = await navigator.serviceWorker.getRegistration(copy.root);
    if (worker && worker.scope === copy.root) { await worker.unregister(); }
  }
  async function remove() {
    await copy.remove();
    await forget();
    await show("离线副本已经删除。");
    keep.focus();
  }

  const reason = unable();
  if (reason) { tell(reason); return; }
  form.addEventListener("submit", run);
  erase.addEventListener("click", remove);
  navigator.serviceWorker.addEventListener("message", () => { if (progress.hidden) { show(); } }); // of sw.js: the copy was renewed
  show().catch(() => tell("这个浏览器没有允许保留离线副本。"));
})();

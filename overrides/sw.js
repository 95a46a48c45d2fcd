/* The worker of an offline copy. Only who keeps one (offline.html) has it. What the network gives comes first, always; the
   copy answers when there is no network, or no server, and says so on every page. Each page that is opened is a contact
   with the host, at which the copy is renewed. */
"use strict";
importScripts("assets/disclosure/offline-copy.js");

const copy = self.DisclosureCopy;
const PATIENCE = 10000; // milliseconds without an answer after which the copy is shown
let reading = null; // the copy as it was when the last page was opened without a network
let renewing = null;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = request.method === "GET" && request.url.startsWith(copy.root);
  if (!isOurs || new URL(request.url).searchParams.has("copy")) { return; }
  if (request.mode === "navigate") {
    const page = answerPage(request);
    event.respondWith(page);
    event.waitUntil(page.then(renew, () => {}));
  } else {
    event.respondWith(answerPart(request));
  }
});

/* At the contact of a page: once at a time. When the host offers no copy any more, the worker goes as well. */
function renew() {
  renewing = renewing || copy.state()
    .then((held) => held && copy.renew().then((kept) => Promise.all([
      kept || self.registration.unregister(),
      kept && kept.entry === held.entry ? null : tellPages(),
    ])))
    .catch(() => { /* the copy stays as it was; the next page tries again */ })
    .then(() => { renewing = null; });
  return renewing;
}

/* So that an open offline.html shows what is kept now. */
async function tellPages() { (await self.clients.matchAll({ includeUncontrolled: true })).forEach((page) => page.postMessage("renewed")); }

function isSound(answer) { return answer !== null && answer.status < 500; }

async function answerPage(request) {
  const asked = fetch(request, { cache: "no-cache" }); // what the browser remembers is no network
  const answer = await Promise.race([asked, new Promise((take) => setTimeout(take, PATIENCE, null))]).catch(() => null);
  reading = null;
  if (isSound(answer)) { return answer; }
  reading = copy.reader();
  const held = await reading;
  const kept = held && (await held.find(request.url));
  if (kept) { return /^text\/html/.test(kept.headers.get("Content-Type")) ? marked(kept, held.edition) : kept; }
  return answer || asked.catch((error) => { if (held) { return notKept(held.edition); } throw error; });
}

async function answerPart(request) {
  const ofCopy = async () => { const held = await (reading = reading || copy.reader()); return held && held.find(request.url); };
  const kept = reading && (await ofCopy()); // the page came out of the copy: its parts do too
  if (kept) { return kept; }
  const answer = await fetch(request).catch(() => null);
  return isSound(answer) ? answer : (await ofCopy()) || answer || Response.error();
}

function banner(edition) {
  return '<aside class="offline-banner" aria-label="离线副本"><p>离线副本，日期为 ' + edition + "。"
    + '现在连不上网站，内容可能已有变动，以网站为准。<a href="' + copy.root + 'offline.html">管理离线副本</a></p></aside>';
}

function page(html) { return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } }); }

/* A page of the copy with the day of its edition before its head. A browser downloads past its worker, so files are
   opened as pages are. */
async function marked(kept, edition) {
  const html = await kept.text();
  const at = Math.max(html.search(/<header\b/), 0) || html.indexOf(">", html.search(/<body\b/)) + 1;
  return page(html.slice(0, at) + banner(edition) + html.slice(at).replace(/(<a href="[^"]*") download="[^"]*"/g, "$1"));
}

function notKept(edition) {
  return page('<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    + "<title>离线副本里没有这一页</title>"
    + '<link rel="stylesheet" href="' + copy.root + 'assets/disclosure/site.css"></head><body>' + banner(edition)
    + '<main class="frame"><div><h1>离线副本里没有这一页</h1><p>这一页或者附件没有保存，或者已经撤回、公开期限已满。连上网络后再打开，或者<a href="'
    + copy.root + 'index.html">返回首页</a>、<a href="' + copy.root + 'search.html">检索离线副本</a>。</p></div></main></body></html>');
}

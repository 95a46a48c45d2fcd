"""How well the search finds real documents: queries typed into the real page, beside two other engines.

The documents and queries lie beside the checkout and are never part of it; the queries of bench_data/queries.jsonl name
documents by id. One half of these was used while the search was tuned, the other never.
"""

import gzip
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench_content import TODAY
from bench_documents import NAME
from bench_engines import FullTextReference, StockPagefind
from bench_host import Sent, host_name, serve
from browser import find

OWN_QUERIES = Path(__file__).with_name("bench_data") / "queries.jsonl"
FIRST = 10
OURS = "disclosure"
_CLOCK = """
  addEventListener("keydown", (event) => { if (event.key === "Enter") { window.asked = performance.now(); } }, true);
  addEventListener("DOMContentLoaded", () => {
    const results = document.getElementById("search-results");
    new MutationObserver(() => {
      if (results.dataset.state !== "done") { return; }
      requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }));
    }).observe(results, { attributes: true, attributeFilter: ["data-state"] });
  });
"""
"""Notes when Enter was pressed, and when what it brought was painted: driving the browser takes as long again."""
_TOOK = """() => new Promise((tell) => {
  (function look() { if (window.painted > window.asked) { tell(painted - asked); } else { setTimeout(look, 5); } })();
})"""
_READ = "all => all.slice(0, 10).map((e) => e.dataset.index || '')"
_PATIENCE = 60_000


@dataclass(frozen=True)
class Query:
    """What is typed, and the ids of documents that answer it. `half` says whether the search was tuned on it."""

    text: str
    kind: str
    right: frozenset[str]
    half: str


@dataclass
class Answer:
    """What an engine gave: ids of documents, best first; milliseconds until they were shown, bytes that were sent."""

    ids: list[str]
    ms: float = 0.0
    size: int = 0


@dataclass
class Tally:
    """Answers to queries of one kind."""

    ranks: list[int | None] = field(default_factory=list)
    nothing: int = 0
    ms: list[float] = field(default_factory=list)
    size: list[int] = field(default_factory=list)

    def add(self, query: Query, answer: Answer) -> None:
        """Count an answer."""
        self.ranks.append(next((n for n, i in enumerate(answer.ids[:FIRST]) if i in query.right), None))
        self.nothing += not answer.ids
        self.ms.append(answer.ms)
        self.size.append(answer.size)

    def row(self) -> dict[str, Any]:
        """The tally as figures: shares in percent, medians and maxima."""
        count = len(self.ranks)
        return {
            "queries": count,
            "in_ten": round(100 * sum(rank is not None for rank in self.ranks) / count, 1),
            "at_top": round(100 * sum(rank == 0 for rank in self.ranks) / count, 1),
            "nothing": self.nothing,
            "ms": round(statistics.median(self.ms), 1),
            "ms_max": round(max(self.ms), 1),
            "bytes": int(statistics.median(self.size)),
            "bytes_max": max(self.size),
        }


def measure_search(corpus: Path, count: int | None, target: Path | None, *, others: bool = True) -> int:
    """Import, build, ask, print; returns the exit code: 0 when the figures of design 8 are met, 1 when not."""
    documents = corpus_documents(corpus / "documents.jsonl.gz", count)
    known = {document["id"] for document in documents}
    queries = [q for q in read_queries(corpus / "queries.jsonl", OWN_QUERIES) if q.right & known]
    with tempfile.TemporaryDirectory(prefix="disclosure-search-") as scratch:
        folder = Path(scratch)
        site, ids = build_site(folder, documents)
        engines: dict[str, list[Answer]] = {}
        with serve(site) as (address, sent):
            engines[f"{OURS}, cold"], engines[f"{OURS}, warm"] = _ask_page(address, sent, ids, queries)
        if others:
            engines |= _ask_others(folder / "stock", documents, queries)
    result = {name: _tables(queries, answers) for name, answers in engines.items()}
    for name, tables in result.items():
        print(f"\n{name}, {host_name()}", _table(tables), sep="\n")
    _tell_misses(queries, engines[f"{OURS}, cold"])
    if target:
        text = json.dumps({"documents": len(documents), "engines": result}, ensure_ascii=False, indent=1)
        target.write_text(text + "\n", encoding="utf-8")
    shared, kept = (
        result[f"{OURS}, cold"]["given"],
        result[f"{OURS}, cold"].get("kept", {"in_ten": 100, "at_top": 100}),
    )
    met = shared["in_ten"] >= 100 and shared["at_top"] >= 95 and kept["in_ten"] >= 98 and kept["at_top"] >= 92  # noqa: PLR2004
    print("design 8:", "met" if met else "MISSED")
    return 0 if met else 1


def corpus_documents(file: Path, count: int | None) -> list[dict[str, Any]]:
    """The documents of a .jsonl.gz: `count` of them, repeated with other titles and numbers when there are fewer."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return rows if count is None else [_turned(rows[n % len(rows)], n // len(rows)) for n in range(count)]


def _turned(document: dict[str, Any], turn: int) -> dict[str, Any]:
    if not turn:
        return document
    number = document["doc_number"]
    changed = {"id": f"{document['id']}-{turn}", "title": f"{document['title']}（{turn}）"}
    return document | changed | {"doc_number": f"{number}之{turn}" if number else None}


def read_queries(*files: Path) -> Iterable[Query]:
    """The queries of some .jsonl, each with what answers it."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            right = frozenset([row["target_id"], *row.get("acceptable_ids", [])])
            yield Query(row["query"], row["kind"], right, row.get("half", "given"))


def build_site(folder: Path, documents: list[dict[str, Any]]) -> tuple[Path, dict[str, str]]:
    """The documents as a site of ours; where it lies, and the id of the document behind each index number."""
    source, office = folder / "documents.jsonl", folder / "office"
    site = office / "site"
    source.write_text("".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), encoding="utf-8")
    command = (sys.executable, "-m", "disclosure")
    for words in (
        ("import", source, "--site", office, "--name", NAME, "--today", TODAY),
        ("build", "--site", office, "--out", site, "--quiet", "--today", TODAY),
    ):
        done = subprocess.run([*command, *words], capture_output=True, check=False)
        if done.returncode > 1:
            raise SystemExit(done.stderr.decode("utf-8", "replace")[-2000:])
    lines = (office / "catalog/imports.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    rows = [json.loads(line) for line in lines]
    return site, {row["index"]: row["key"].rpartition("/")[2] for row in rows}


def _ask_page(
    address: str, sent: Sent, ids: dict[str, str], queries: list[Query]
) -> tuple[list[Answer], list[Answer]]:
    """Type each query into the search page: in a browser that knows nothing of the site, then all into one page."""

    def answer(page: Any, query: Query) -> Answer:
        before = sent()
        took = ask_page(page, query)
        found = page.eval_on_selector_all("#search-results [data-index], #search-results [data-page]", _READ)
        return Answer([ids.get(index, "") for index in found], took, sent() - before)

    with open_browser() as browser:
        cold = []
        for query in queries:
            context = browser.new_context()
            before = sent()
            page = search_page(context, address)
            page.wait_for_load_state("networkidle")
            loaded = sent() - before
            one = answer(page, query)
            one.size += loaded
            cold.append(one)
            context.close()
        page = search_page(browser, address)
        warm = [answer(page, query) for query in queries]
    return cold, warm


def search_page(browser: Any, address: str) -> Any:
    """A new page of a browser or context that shows the search of the site at the address, and measures it."""
    page = browser.new_page()
    page.add_init_script(_CLOCK)
    page.goto(f"{address}search.html")
    return page


def ask_page(page: Any, query: Query) -> float:
    """Type a query into such a page; milliseconds from Enter until its answer is painted."""
    page.fill("#q", "")
    page.wait_for_selector("#search-results[data-state=idle]", state="attached")
    page.fill("#q", query.text)
    page.press("#q", "Enter")
    page.wait_for_selector("#search-results[data-state=done]", state="attached", timeout=_PATIENCE)
    return float(page.evaluate(_TOOK))


def _ask_others(
    folder: Path, documents: list[dict[str, Any]], queries: list[Query]
) -> dict[str, list[Answer]]:
    pagefind, reference = StockPagefind(folder), FullTextReference()
    pagefind.index(documents)
    with serve(folder) as (address, sent):
        found = _ask_pagefind(pagefind, address, sent, queries)
    reference.index(documents)
    return {
        "stock Pagefind": found,
        "BM25 reference": [Answer(*reference.ask(query.text)) for query in queries],
    }


def _ask_pagefind(engine: StockPagefind, address: str, sent: Sent, queries: list[Query]) -> list[Answer]:
    answers = []
    with open_browser() as browser:
        for query in queries:
            context = browser.new_context(locale="zh-CN")
            page = context.new_page()
            before = sent()
            page.goto(f"{address}ask.html")
            start = time.perf_counter()
            found = page.evaluate("(text) => ask(text)", query.text)
            took = 1000 * (time.perf_counter() - start)
            answers.append(Answer([engine.document(url) for url in found], took, sent() - before))
            context.close()
    return answers


@contextmanager
def open_browser() -> Iterable[Any]:
    """A Chromium, for as long as it is needed."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  the other benchmarks do without

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find() or "") or None)
        yield browser
        browser.close()


def _tables(queries: list[Query], answers: list[Answer]) -> dict[str, dict[str, Any]]:
    """Figures by group: the given queries, both halves of our own, then every kind."""
    names: list[tuple[str, Callable[[Query], bool]]] = [
        (half, lambda query, half=half: query.half == half) for half in ("given", "tuning", "kept")
    ]
    names += [
        (kind, lambda query, kind=kind: query.kind == kind) for kind in dict.fromkeys(q.kind for q in queries)
    ]
    tables = {}
    for name, belongs in names:
        tally = Tally()
        for query, answer in zip(queries, answers, strict=True):
            if belongs(query):
                tally.add(query, answer)
        if tally.ranks:
            tables[name] = tally.row()
    return tables


def _table(tables: dict[str, dict[str, Any]]) -> str:
    lines = [
        "| queries | n | in ten % | at top % | nothing | ms | bytes | most bytes |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, row in tables.items():
        shares = f"{row['queries']} | {row['in_ten']} | {row['at_top']} | {row['nothing']}"
        lines.append(f"| {name} | {shares} | {row['ms']:.0f} | {row['bytes']:,} | {row['bytes_max']:,} |")
    return "\n".join(lines)


def _tell_misses(queries: list[Query], answers: list[Answer]) -> None:
    for query, answer in zip(queries, answers, strict=True):
        rank = next((n for n, i in enumerate(answer.ids) if i in query.right), None)
        if rank != 0:
            place = "not in ten" if rank is None else f"place {rank + 1}"
            print(f"{query.half} {query.kind}: {query.text} ({place})", file=sys.stderr)

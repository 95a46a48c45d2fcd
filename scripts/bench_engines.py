"""The engines beside which the search is measured: stock Pagefind, and BM25 on pairs of characters in SQLite."""

import html
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

from disclosure.index.tokens import normalise, pair_names, pairs, words

ASK = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><link rel="icon" href="data:,"></head><body>
<script>async function ask(text) {
  const pagefind = await import("./pagefind/pagefind.js");
  const answer = await pagefind.search(text);
  const first = await Promise.all(answer.results.slice(0, 10).map((one) => one.data()));
  return first.map((one) => one.url);
}</script></body></html>
"""


class StockPagefind:
    """Pagefind as it comes, with its dictionary of Chinese words: pages with a heading and their text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def index(self, documents: list[dict[str, Any]]) -> None:
        """Write the documents as pages and index them."""
        import pagefind_bin_extended  # noqa: PLC0415  in the environment of the benchmark only

        for document in documents:
            page = self.folder / "d" / f"{document['id']}.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            facts = " ".join(str(document[name] or "") for name in ("doc_number", "office", "date"))
            body = "".join(f"<p>{html.escape(line)}</p>" for line in document["text"].splitlines() if line)
            page.write_text(
                f'<!doctype html><html lang="zh-CN"><body data-pagefind-body><h1>{html.escape(document["title"])}</h1>'
                f"<p>{html.escape(facts)}</p>{body}</body></html>",
                encoding="utf-8",
            )
        program = pagefind_bin_extended.get_executable()
        subprocess.run([program, "--site", self.folder, "--silent"], check=True, cwd=self.folder)
        (self.folder / "ask.html").write_text(ASK, encoding="utf-8")

    def document(self, url: str) -> str:
        """The id of the document at an address."""
        return url.rpartition("/")[2].removesuffix(".html")


class FullTextReference:
    """SQLite's FTS5 with BM25 over pairs of characters: what a server with a database would answer."""

    def __init__(self) -> None:
        self.base = sqlite3.connect(":memory:")
        self.base.execute("CREATE VIRTUAL TABLE found USING fts5(id UNINDEXED, title, number, body)")

    def index(self, documents: list[dict[str, Any]]) -> None:
        """Take in the documents."""
        rows = (
            (
                d["id"],
                _cut(d["title"]),
                _cut(f"{d['doc_number'] or ''} {d['office'] or ''} {d['date'] or ''}"),
                _cut(d["text"]),
            )
            for d in documents
        )
        self.base.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", rows)

    def ask(self, query: str) -> tuple[list[str], float]:
        """The ids of the first ten documents for a query, any of its tokens, and the milliseconds that it took."""
        start = time.perf_counter()
        wanted = " OR ".join(f'"{token}"' for token in dict.fromkeys(_cut(query).split()))
        order = "SELECT id FROM found WHERE found MATCH ? ORDER BY bm25(found, 0, 5, 5, 1) LIMIT 10"
        found = [row[0] for row in self.base.execute(order, (wanted,))] if wanted else []
        return found, 1000 * (time.perf_counter() - start)


def _cut(text: str) -> str:
    said = normalise(text)
    return " ".join((*pair_names(pairs(said)), *words(said)))

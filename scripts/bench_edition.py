"""How large the edition for reading rooms is, and how soon a search from a disk answers, in Chromium."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench_content import TODAY
from bench_search import (
    Query,
    ask_page,
    build_site,
    corpus_documents,
    open_browser,
    read_queries,
    search_page,
)

_NEXT = "2099-01-01"
_QUERIES = 20


def measure_editions(corpus: Path, sizes: list[int], target: Path | None) -> int:
    """Build, pack, search, print a row for each size; 0 when all of it ran."""
    queries = list(read_queries(corpus / "queries.jsonl"))[:_QUERIES]
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="disclosure-edition-") as scratch:
            rows.append(
                _measure(Path(scratch), corpus_documents(corpus / "documents.jsonl.gz", size), queries)
            )
        print(rows[-1], file=sys.stderr, flush=True)
    names = list(rows[0])
    print("| " + " | ".join(names) + " |", "|" + "--:|" * len(names), sep="\n")
    for row in rows:
        print("| " + " | ".join(str(row[name]) for name in names) + " |")
    if target:
        target.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _measure(folder: Path, documents: list[dict[str, Any]], queries: list[Query]) -> dict[str, Any]:
    site, _ = build_site(folder, documents)
    out = folder / "edition"
    command = (sys.executable, "-m", "disclosure", "pack", "--reading-room", "--site", folder / "office")
    start = time.perf_counter()
    subprocess.run([*command, "--today", TODAY, "--next", _NEXT, out], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    first, later = _searches(out, queries)
    search = list((out / "site" / "search").rglob("*.js"))
    files = [path for path in out.rglob("*") if path.is_file()]
    return {
        "items": len(documents),
        "pack s": round(seconds, 1),
        "files": len(files),
        "MB": _megabytes(files),
        "ZIP MB": _megabytes([folder / "edition.zip"]),
        "search files": len(search),
        "search files of the site": len(list((site / "search").rglob("*.js"))),
        "search MB": _megabytes(search),
        "first search ms, median": round(statistics.median(first)),
        "first search ms, most": round(max(first)),
        "later search ms, median": round(statistics.median(later)),
    }


def _megabytes(files: list[Path]) -> float:
    return round(sum(path.stat().st_size for path in files) / 1e6, 1)


def _searches(out: Path, queries: list[Query]) -> tuple[list[float], list[float]]:
    """Milliseconds from Enter to the results: in a browser that knows nothing, then one query after another."""
    address = (out / "site").as_uri() + "/"
    with open_browser() as browser:
        first = []
        for query in queries:
            page = search_page(browser, address)
            first.append(ask_page(page, query))
            page.close()
        page = search_page(browser, address)
        return first, [ask_page(page, query) for query in queries]

"""Real documents for the benchmark: imported into a site of ours, and as plain pages for the peer."""

import gzip
import json
import sys
from pathlib import Path

from bench_content import TODAY, Document
from bench_measure import Program, Run, measure

IMPORT = "disclosure import"
NAME = "示例机关"
"""The name of the site that the import makes."""


def read_documents(file: Path) -> list[Document]:
    """The documents of a .jsonl.gz as they stand there: title, office and date, and their Markdown text."""
    documents = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            entry = json.loads(line)
            day = str(entry.get("date") or "")
            year = int(day[:4]) if day[:4].isdigit() else 0
            fields = {"title": entry["title"], "office": entry.get("office") or "", "date": day}
            documents.append(Document(f"{year:04d}-{number:05d}", year, fields, entry["text"]))
    return documents


def import_office(site: Path, file: Path, count: int) -> Run:
    """Import the same file into a new site folder of ours, measured. Doubtful fields are no failure."""
    words = ("import", file.resolve(), "--site", site, "--name", NAME, "--today", TODAY)
    command = (sys.executable, "-m", "disclosure", *words)
    return measure(Program(IMPORT, command, site, "content/items/*/*.md", count, accepted=(0, 1)))

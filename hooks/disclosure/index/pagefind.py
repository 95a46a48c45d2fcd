"""Run Pagefind's program on a folder of records; the index it leaves depends on the records alone."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pagefind_bin  # type: ignore[import-untyped]

from disclosure.index.stable import StableError, make_stable

LANGUAGE = "und"
"""Undetermined: Pagefind then neither stems nor looks for words; search.js asks in the same language."""

_UNUSED = (
    *("pagefind-ui.js", "pagefind-ui.css", "pagefind-modular-ui.js", "pagefind-modular-ui.css"),
    *("pagefind-component-ui.js", "pagefind-component-ui.css", "pagefind-highlight.js"),
)
_TIME_LIMIT = 3600
"""Seconds after which the indexer counts as hung; ten thousand documents take about one minute."""


class PagefindError(Exception):
    """The index could not be made; the message says why, in Chinese, for the person who builds the site."""


@dataclass(frozen=True, slots=True)
class PagefindReport:
    """What was indexed: number of records, number of files and their bytes together."""

    pages: int
    files: int
    size: int


def run_pagefind(records: Path, output: Path) -> PagefindReport:
    """Index the *.html records below `records` into the folder `output`, which should not exist or be empty.

    A record's path below `records` is the address its hits lead to.
    Raises PagefindError when there is no complete index: nothing may be published as searchable that is not.
    """
    expected = sum(1 for _ in records.rglob("*.html"))
    if not expected:
        raise PagefindError(f"没有可供检索的内容：{records} 中没有记录。")
    _start(records, output)
    for name in _UNUSED:
        (output / name).unlink(missing_ok=True)
    try:
        make_stable(output)
        entry = json.loads((output / "pagefind-entry.json").read_bytes())
        pages = sum(int(language["page_count"]) for language in entry["languages"].values())
    except (OSError, ValueError, KeyError, TypeError, StableError) as error:
        raise PagefindError(f"检索程序写出的索引无法读取，可能换了版本：{error}") from error
    if pages != expected:
        raise PagefindError(f"检索索引不完整：应有 {expected} 条，实有 {pages} 条。")
    files = [path for path in output.rglob("*") if path.is_file()]
    return PagefindReport(pages, len(files), sum(path.stat().st_size for path in files))


def _start(records: Path, output: Path) -> None:
    # Pagefind also obeys PAGEFIND_* variables and a configuration file in the folder where it starts.
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    with TemporaryDirectory() as empty:
        command = [
            *(pagefind_bin.get_executable(), "--site", str(records.resolve()), "--output-path"),
            *(str(output.resolve()), "--force-language", LANGUAGE, "--keep-index-url", "--silent"),
        ]
        try:
            done = subprocess.run(
                command, cwd=empty, env=surroundings, capture_output=True, timeout=_TIME_LIMIT, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PagefindError(f"检索程序未能运行：{error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise PagefindError(f"检索程序未能完成（返回码 {done.returncode}）：{' '.join(said[-3:])}")

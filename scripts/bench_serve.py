"""How long after saving one item a preview shows it: its own page and a list, and then what the whole build makes."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from bench_content import TODAY, Maker
from bench_sites import write_office
from disclosure.publish.folders import preview_folder

TARGET = 1.0
"""Seconds until page and list show what was saved (design 8)."""
_LOOK, _PATIENCE, _SAVED = 0.02, 600.0, 3
_WRITING = 15
"""Seconds that an officer writes before saving; the preview gets ready meanwhile."""


def measure_serve(folder: Path, items: int) -> Iterator[tuple[str, float]]:
    """(what was saved and shown, seconds) for a title saved some times, one after the other."""
    office = write_office(folder / "office", Maker().documents(items))
    command = (sys.executable, "-m", "disclosure", "serve", "--site", office, "--today", TODAY, "--port", "0")
    document = Maker().make(items - 1)
    path = office / f"content/items/{document.year}/{document.id}.md"
    with subprocess.Popen(
        [*map(str, command)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        try:
            address = _line(server, r"http://\S+")
            page = f"items/{document.year}/{document.id}.html"
            lists = preview_folder(office).glob(f"catalog/year.{document.year}*.html")
            listed = next(file.name for file in lists if page in file.read_text(encoding="utf-8"))
            for number in range(1, _SAVED + 1):
                time.sleep(_WRITING)
                text, title = path.read_text(encoding="utf-8"), f"第{number}次改过的名称"
                path.write_text(
                    re.sub(r"(?m)^title: .*", f"title: {title}", text), encoding="utf-8", newline="\n"
                )
                begun = time.perf_counter()
                for place in (page, f"catalog/{listed}"):
                    _until(address + place, title)
                yield f"title saved, time {number}: page and list", time.perf_counter() - begun
                _line(server, "已生成")
                _until(address + "catalog.json", title)
                yield f"title saved, time {number}: all, with search", time.perf_counter() - begun
        finally:
            server.terminate()


def _line(server: "subprocess.Popen[str]", pattern: str) -> str:
    """Read what the server says up to a line with the pattern; what matched."""
    for line in server.stdout or ():
        if found := re.search(pattern, line):
            return found[0]
    raise RuntimeError(f"the preview ended, exit code {server.wait()}")


def _until(address: str, title: str) -> None:
    """Ask for a page until it holds the title."""
    end = time.perf_counter() + _PATIENCE
    while time.perf_counter() < end:
        with urlopen(address) as answer:  # noqa: S310 (on this machine)
            if title in answer.read().decode("utf-8"):
                return
        time.sleep(_LOOK)
    raise RuntimeError(f"{address} never showed {title}")

"""What publishing costs from day to day: a clean build, then one change after another, each built on the one before."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench_content import TODAY, Maker
from bench_measure import Program, Run, measure

WITH_PAGEFIND = "Hugo + Pagefind"


@dataclass(frozen=True)
class Case:
    """A build to be measured: its name, what changes before it, and whether it starts from nothing."""

    name: str
    change: Callable[[Path, int], None]
    clean: bool = False


def _nothing(office: Path, count: int) -> None:
    """Leave everything as it is."""


def _item(office: Path, number: int) -> Path:
    document = Maker().make(number)
    return office / f"content/items/{document.year}/{document.id}.md"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{path.name} has no {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def _body(office: Path, count: int) -> None:
    path = _item(office, count // 2)
    path.write_text(
        path.read_text(encoding="utf-8") + "\n补充说明另行发布。\n", encoding="utf-8", newline="\n"
    )


def _title(office: Path, count: int) -> None:
    _edit(_item(office, count // 3), "title: ", "title: 再次")


def _added(office: Path, count: int) -> None:
    document = Maker().make(count)
    path = office / f"content/items/{document.year}/{document.id}.md"
    path.write_text(document.text, encoding="utf-8", newline="\n")


def _withdrawn(office: Path, count: int) -> None:
    document = Maker().make(count)  # the one added before: the rest stays as it was laid out
    folder = office / "catalog" / "status"
    folder.mkdir(exist_ok=True)
    (folder / f"{document.id}.yml").write_text(
        f"format: 1\nwithdrawn:\n  kind: 隐私撤回\n  on: {TODAY}\n  index: {document.fields['index']}\n",
        encoding="utf-8",
        newline="\n",
    )


CASES = (
    Case("clean", _nothing, clean=True),
    Case("nothing changed", _nothing),
    Case("one body changed", _body),
    Case("one title changed", _title),
    Case("one item added", _added),
    Case("one item withdrawn", _withdrawn),
)


def measure_cases(office: Path, site: Path, count: int, *, search: bool) -> Iterator[Run]:
    """Measure each case in its order; the site of one is the former site of the next."""
    name = "disclosure, search" if search else "disclosure"
    flags = () if search else ("--no-search",)
    build = (sys.executable, "-m", "disclosure", "build", "--site", office, "--out", site, "--quiet")
    for case in CASES:
        case.change(office, count)
        expected = count + (case.name in ("one item added", "one item withdrawn"))
        clean = ("--clean",) if case.clean else ()
        program = Program(
            f"{name}: {case.name}",
            (*build, "--today", TODAY, *flags, *clean),
            site,
            "items/*/*.html",
            expected,
        )
        yield measure(program, keep=not case.clean)
    document = Maker().make(count)  # as it was, for the next round
    (office / f"content/items/{document.year}/{document.id}.md").unlink()
    (office / f"catalog/status/{document.id}.yml").unlink()


def hugo_with_pagefind(hugo: Program, output: Path) -> Program:
    """Hugo, then stock Pagefind over what it wrote: what a search costs there."""
    script = Path(__file__).with_name("bench_pagefind.py")
    return replace(hugo, name=WITH_PAGEFIND, command=(sys.executable, script, output, *hugo.command))

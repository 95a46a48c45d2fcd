"""catalog/editions.yml: the editions for reading rooms that left the office; catalog/editions/<number>.csv: what each holds.

So that an edition can be got back when something in it is withdrawn.
"""

from dataclasses import dataclass
from pathlib import Path

from disclosure.problems import Problem, problem
from disclosure.read.site_files import entries, read_site_file, text

FILE = "editions.yml"
FOLDER = "editions"


@dataclass(frozen=True, slots=True)
class Copy:
    """Who was given one, when, and when it came back or was destroyed (ISO dates, empty for not)."""

    to: str
    on: str
    recalled: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition (阅览室版). `on` and `next` are ISO dates; `digest` is the SHA-256 of its SHA256SUMS; `line` in the file."""

    number: int
    on: str
    next: str
    digest: str
    copies: tuple[Copy, ...]
    line: int

    @property
    def holders(self) -> tuple[str, ...]:
        """Who still has one; the office itself where nobody was written down."""
        if not self.copies:
            return ("没有登记交给谁",)
        return tuple(copy.to for copy in self.copies if not copy.recalled)


def read_editions(root: Path) -> tuple[list[Edition], list[Problem]]:
    """The editions by number, and all problems. An entry whose number is none is told and left out."""
    file, problems = read_site_file(root, FILE)
    found = []
    for place, entry in entries(file.values, "editions"):
        number = text(entry, "id")
        line = file.line(f"editions.{place}.id")
        if not (number.isascii() and number.isdigit()):
            if number:  # that it is missing was told already
                problems.append(problem("S008", file.path, line, "id", number, choices="1、2、3 这样的整数"))
            continue
        copies = (
            Copy(text(copy, "to"), text(copy, "on"), text(copy, "recalled"))
            for _, copy in entries(entry, "copies")
        )
        facts = {key: text(entry, key) for key in ("on", "next", "digest")}
        found.append(Edition(int(number), **facts, copies=tuple(copies), line=line))
    return sorted(found, key=lambda edition: edition.number), problems


def held_in(root: Path, number: int) -> dict[str, str]:
    """The ids in an edition, each with a digest of what it was like; nothing where the list is gone."""
    try:
        lines = list_of(root, number).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    return {line.partition(",")[0]: line.partition(",")[2] for line in lines[1:]}


def list_of(root: Path, number: int) -> Path:
    """Where the list of what an edition holds lies."""
    return root / "catalog" / FOLDER / f"{number}.csv"

"""Offices, categories and themes that imported rows name → those of the site; new ones are added where it may be."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from disclosure.data_files import load_data
from disclosure.intake.yaml_append import append_entries
from disclosure.types import Site

_PREFIX = "imported-"
"""Begins the id of what has no English name: imported-1, imported-2 …, kept in the file for ever."""
_STEPS = re.compile(r"[/\\>»]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Vocabulary:
    """The names of a site, found whatever the width of their brackets; `extends`: unknown ones are added."""

    def __init__(self, site: Site, *, extends: bool) -> None:
        data = load_data("import_fields.yml")
        self.extends = extends
        self.separators = re.compile("[" + re.escape(data["organ_separators"]) + "]+")
        self.organ = re.compile(f"[\\w（）()/]{{1,30}}(?:{'|'.join(map(re.escape, data['organ_endings']))})")
        self.telling = frozenset(data["category_segments"])
        self.office_kind = data["imported_office_kind"]
        self.offices = {_folded(n): o.name for o in site.offices.values() for n in (o.name, *o.short)}
        self.categories = {_folded(name): name for name in site.categories}
        self.themes = {_folded(name): name for name in site.themes}
        self.last_office_id = _last_number(o.id for o in site.offices.values())
        self.last_category_id = _last_number(c.id for c in site.categories.values())
        self.new_offices: list[dict[str, str]] = []
        self.new_categories: list[dict[str, str]] = []

    def find_offices(self, text: str) -> list[str]:
        """The full names that `text` stands for, the issuing office first; empty where the site has no such office."""
        known = self.offices.get(_folded(text))
        if known:
            return [known]
        parts = [part for part in self.separators.split(text.strip()) if part]
        several = len(parts) > 1 and all(self.organ.fullmatch(part) for part in parts)
        names = [self._office(part) for part in (parts if several else [" ".join(text.split())])]
        return list(dict.fromkeys(names)) if all(names) else []

    def _office(self, name: str) -> str:
        known = self.offices.get(_folded(name))
        if known or not self.extends:
            return known or ""
        self.last_office_id += 1
        identifier = f"{_PREFIX}{self.last_office_id}"
        self.new_offices.append({"id": identifier, "name": name, "kind": self.office_kind})
        self.offices[_folded(name)] = name
        return name

    def find_category(self, text: str) -> str:
        """The category that `text` (a name or a path of names) stands for, or an empty text."""
        segments = [s.strip() for s in _STEPS.split(text) if s.strip()]
        named = next((known for s in [text, *segments] if (known := self.categories.get(_folded(s)))), "")
        if named or not self.extends or not segments:
            return named
        chinese = [s for s in segments if _CHINESE.search(s)] or segments
        name = next((s for s in chinese if s in self.telling), chinese[-1])
        self.last_category_id += 1
        self.new_categories.append({"id": f"{_PREFIX}{self.last_category_id}", "name": name})
        self.categories[_folded(name)] = name
        return name

    def find_theme(self, text: str) -> str:
        """The theme (主题分类) that `text` stands for, or an empty text."""
        return self.themes.get(_folded(text), "")

    def save(self, root: Path) -> None:
        """Write the new offices and categories into the files of catalog/. Raises ValueError for files of odd form."""
        for name, key, entries in (
            ("offices.yml", "offices", self.new_offices),
            ("categories.yml", "add", self.new_categories),
        ):
            if entries:
                path = root / "catalog" / name
                text = append_entries(path.read_text(encoding="utf-8"), key, entries)
                path.write_text(text, encoding="utf-8", newline="\n")
        self.new_offices, self.new_categories = [], []


def _folded(name: str) -> str:
    """`name` as two writers of it agree: no spaces, one width, one kind of slash."""
    return "".join(unicodedata.normalize("NFKC", name).replace("/", "\\").split())


def _last_number(taken: Iterable[str]) -> int:
    """The highest number that an id given by an import bears."""
    return max(
        (int(tail) for i in taken if (tail := i.removeprefix(_PREFIX)) != i and tail.isdigit()), default=0
    )

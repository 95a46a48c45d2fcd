"""Presentations → blocks: slide by slide in the order in which they are shown; notes and hidden slides stay out."""

import re
from typing import Any

from disclosure.data_files import load_data
from disclosure.gates.carriers.markup import Markup, attributes, parse
from disclosure.gates.carriers.package import Package
from disclosure.gates.carriers.relations import targets
from disclosure.gates.limits import Budget
from disclosure.gates.text_version.blocks import Collector

_SHOW = "ppt/presentation.xml"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr")
"""Placeholders that repeat on every slide: its number, the day, a foot."""
_OFF = ("0", "false")
_ON = ("1", "true")
_SILENT = {"Fallback"}
"""Says what its neighbour says once more."""


def slide_blocks(data: bytes, collector: Collector) -> None:
    """Blocks of every slide that is shown. Raises RefusedError for a damaged package."""
    package = Package(data, collector.budget)
    number = 0
    for name in _in_order(package):
        if collector.full:
            return
        slide = _Slide(collector.budget)
        parse(package.read(name), slide)
        if slide.shown:
            number += 1
            _tell(slide, number, collector)


def _tell(slide: "_Slide", number: int, collector: Collector) -> None:
    if not slide.title and not slide.pieces:
        return
    named = load_data("text_version.yml")["slide"].format(number=number)
    collector.heading(" ".join(slide.title) or named, 1)
    for piece in slide.pieces:
        if isinstance(piece, str):
            collector.paragraph(piece)
        else:
            collector.table(piece)


def _in_order(package: Package) -> list[str]:
    """Slides as the presentation lists them; by their numbers where it lists none."""
    if _SHOW in package.members:
        show = _Show(package.budget)
        parse(package.read(_SHOW), show)
        parts = targets(package, _SHOW)
        listed = [parts.get(relation, "") for relation in show.relations]
        if any(name in package.members for name in listed):
            return [name for name in listed if name in package.members]
    numbered = [(int(found[1]), name) for name in package.members if (found := _SLIDE.fullmatch(name))]
    return [name for _, name in sorted(numbered)]


class _Show(Markup):
    """The relationship of each slide, in order."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.relations: list[str] = []

    def _begin(self, name: str, attrs: Any) -> None:
        if name == "sldId":
            # The slide's own number has the same local name, but no prefix.
            self.relations += [value for key, value in attrs.items() if key.endswith(":id")]


class _Slide(Markup):
    """Title, paragraphs and tables of one slide, in the order in which they are drawn. Hidden shapes stay out."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.shown = True
        self.title: list[str] = []
        self.pieces: list[str | list[list[str]]] = []
        self._place = ""
        self._hidden = self._silent = self._texts = 0
        self._shapes: list[bool] = []
        self._paragraph: list[str] | None = None
        self._rows: list[list[str]] | None = None
        self._merged = False

    def _begin(self, name: str, attrs: Any) -> None:
        held = dict(attributes(attrs))
        if name == "sld":
            self.shown = held.get("show", "1") not in _OFF
        elif name in _SILENT:
            self._silent += 1
        elif name in ("sp", "grpSp", "graphicFrame", "pic", "cxnSp"):
            self._shapes.append(False)
            self._place = ""
        elif name == "cNvPr" and held.get("hidden") in _ON and self._shapes and not self._shapes[-1]:
            self._shapes[-1] = True
            self._hidden += 1
        elif name == "ph":
            self._place = held.get("type", "body")
        elif name == "tbl":
            self._rows = []
        elif name == "tr" and self._rows is not None:
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append("")
            self._merged = held.get("hMerge") in _ON or held.get("vMerge") in _ON
        elif name == "p":
            self._paragraph = []
        elif name == "br" and self._paragraph is not None:
            self._paragraph.append(" ")
        elif name == "t":
            self._texts += 1

    def _end(self, name: str) -> None:
        if name in _SILENT:
            self._silent -= 1
        elif name in ("sp", "grpSp", "graphicFrame", "pic", "cxnSp") and self._shapes:
            self._hidden -= self._shapes.pop()
        elif name == "t":
            self._texts -= 1
        elif name == "p" and self._paragraph is not None:
            self._take("".join(self._paragraph).strip())
            self._paragraph = None
        elif name == "tbl" and self._rows is not None:
            if not self._hidden:
                self.pieces.append(self._rows)
            self._rows = None

    def _words(self, text: str) -> None:
        if self._texts and self._paragraph is not None and not self._silent:
            self._paragraph.append(text)

    def _take(self, text: str) -> None:
        if not text or self._hidden or self._place in _FURNITURE:
            return
        self._budget.keep(text)
        if self._rows is not None:
            if self._rows and self._rows[-1] and not self._merged:
                self._rows[-1][-1] = f"{self._rows[-1][-1]} {text}".strip()
        elif self._place in _TITLES:
            self.title.append(text)
        else:
            self.pieces.append(text)

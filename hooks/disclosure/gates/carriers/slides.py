"""Presentations (.pptx): slides, notes, comments, and slides that are not shown."""

import re
from typing import Any

from disclosure.gates.carriers.markup import PlainParts, attributes, parse
from disclosure.gates.carriers.package import Package
from disclosure.gates.contents import Contents
from disclosure.gates.wording import place

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_NOTES = re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml")
_COMMENTS = re.compile(r"ppt/comments/\w+\.xml")
_LOOKS = re.compile(r"ppt/(?:theme/|presProps|viewProps|tableStyles)[\w/]*(?:\.xml)?")


def read_slides(package: Package, contents: Contents) -> None:
    """Take the text out of every part below ppt/; note comments, notes and hidden slides."""
    for name in sorted(package.members):
        if not name.startswith("ppt/") or not name.endswith(".xml") or _LOOKS.fullmatch(name):
            continue
        slide, notes = _SLIDE.fullmatch(name), _NOTES.fullmatch(name)
        if slide:
            where = place("slide", number=slide[1])
        elif notes:
            where = place("notes", number=notes[1])
        elif _COMMENTS.fullmatch(name):
            where = place("comment")
        else:
            where = place("part", name=name)
        handler = _Slide(contents, where, body=bool(slide))
        parse(package.read(name), handler)
        if handler.hidden:
            contents.fault("M011", where)
        for _ in range(handler.comments if _COMMENTS.fullmatch(name) else 0):
            contents.fault("M009")
        if notes and handler.has_words:
            contents.fault("M010", where)


class _Slide(PlainParts):
    """One part; counts its comments and sees whether it is shown, and whether notes say more than a page number."""

    def __init__(self, contents: Contents, where: str, *, body: bool) -> None:
        super().__init__(contents, where, body=body)
        self.hidden = self.has_words = False
        self.comments = 0

    def _begin(self, name: str, attrs: Any) -> None:
        if name == "sld":
            self.hidden = ("show", "0") in attributes(attrs)
        self.comments += name == "cm"
        super()._begin(name, attrs)

    def _words(self, text: str) -> None:
        self.has_words = self.has_words or (bool(text.strip()) and not text.strip().isdecimal())
        super()._words(text)

"""Word documents (.docx): every paragraph, headers and footnotes, text boxes, tracked changes, comments, hidden text."""

import re
from typing import Any

from disclosure.gates.carriers.markup import Markup, PlainParts, attributes, parse
from disclosure.gates.carriers.package import Package
from disclosure.gates.contents import Contents
from disclosure.gates.wording import place

_PARTS = (
    (re.compile(r"word/header\d*\.xml"), "header"),
    (re.compile(r"word/footer\d*\.xml"), "footer"),
    (re.compile(r"word/footnotes\.xml"), "footnote"),
    (re.compile(r"word/endnotes\.xml"), "endnote"),
    (re.compile(r"word/comments\w*\.xml"), "comment"),
)
_LOOKS = re.compile(r"word/(?:styles|stylesWithEffects|fontTable|webSettings|numbering|theme/\w+)\.xml")
"""Parts that only say how things look."""
_MAIN = re.compile(r"word/document\d*\.xml")
_REVISIONS = {
    *(
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "rPrChange",
        "pPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
    ),
    *("sectPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
}
_TEXT = {"t", "delText", "instrText", "delInstrText"}
_BLANKS = {"tab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_OFF = {"0", "false", "off"}


def read_word(package: Package, contents: Contents) -> None:
    """Take the text out of every part below word/ and note revisions, comments and hidden text."""
    for name in sorted(package.members):
        if not name.startswith("word/") or not name.endswith(".xml") or _LOOKS.fullmatch(name):
            continue
        kind = next((kind for pattern, kind in _PARTS if pattern.fullmatch(name)), "")
        if kind or _MAIN.fullmatch(name):
            handler = _Paragraphs(contents, kind)
            parse(package.read(name), handler)
            handler.report()
        else:
            parse(package.read(name), PlainParts(contents, place("part", name=name)))


class _Paragraphs(Markup):
    """Paragraphs of one part. A text box holds paragraphs within a paragraph, so they are kept on a stack."""

    def __init__(self, contents: Contents, kind: str) -> None:
        super().__init__(contents.budget)
        self._contents, self._kind = contents, kind
        self._open: list[list[str]] = []
        self._deleted: list[str] = []
        self._hidden: list[str] = []
        self._number = self._comments = self._revisions = self._in_text = self._in_deletion = 0
        self._is_hidden = False

    def _begin(self, name: str, attrs: Any) -> None:
        if name == "p":
            self._open.append([])
            self._number += 1
        elif name in _TEXT:
            self._in_text += 1
        elif name == "r":
            self._is_hidden = False
        elif name == "vanish":
            self._is_hidden = all(value not in _OFF for key, value in attributes(attrs) if key == "val")
        elif name in _BLANKS and self._open:
            self._open[-1].append(_BLANKS[name])
        elif name == "comment":
            self._comments += 1
        elif name in _REVISIONS:
            self._revisions += 1
            self._in_deletion += name in ("del", "moveFrom")
        else:
            for key, value in attributes(attrs):
                if key in ("descr", "title") and value:
                    self._contents.text(place("alternative"), value, body=False)

    def _end(self, name: str) -> None:
        if name == "p" and self._open:
            self._keep("".join(self._open.pop()))
        elif name in _TEXT:
            self._in_text -= 1
        elif name in ("del", "moveFrom") and self._in_deletion:
            self._in_deletion -= 1
        elif name == "r":
            self._is_hidden = False

    def _words(self, text: str) -> None:
        if not self._in_text or not self._open:
            return
        if self._in_deletion:
            self._deleted.append(text)
            return
        self._open[-1].append(text)
        if self._is_hidden and text.strip():
            self._hidden.append(text)

    def _keep(self, text: str) -> None:
        where = place(self._kind) if self._kind else place("paragraph", number=self._number)
        self._contents.text(where, text, body=not self._kind)
        if self._deleted:
            self._contents.text(place("deleted"), "".join(self._deleted), body=False)
            self._deleted = []

    def report(self) -> None:
        """Note what was counted over the whole part."""
        for _ in range(self._revisions):
            self._contents.fault("M008")
        for _ in range(self._comments):
            self._contents.fault("M009")
        if self._hidden:
            self._contents.fault("M011", place("hidden_text"))

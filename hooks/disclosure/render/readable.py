"""A rendered body as text for a terminal and for paper: what a reader will see, links and pictures named."""

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "blockquote", "pre", "table", "ul", "ol", "dl", "dt", "dd", "figure", "section"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CELL = " | "
_RULE = "————"
_INDENT = "  "


def readable_text(markup: str) -> str:
    """The text of HTML that this package rendered: a line a paragraph, list entry or table row.

    The target of a link stands after its words in 〔〕, a picture as 〔图片：what it shows，its file〕, so that
    whoever signs sees where the text leads.
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reader.finished())).strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._lists: list[int | None] = []
        self._links: list[tuple[str, int]] = []
        self._as_written = False

    def finished(self) -> list[str]:
        """All lines."""
        self._end_line()
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag in _BLOCKS | _HEADINGS:
            # A paragraph within a list entry goes on in the entry's own line.
            if not (tag in ("p", "div") and self._is_marker()):
                self._end_line()
            if tag in _HEADINGS:
                self._lines.append("")
        if tag in ("ul", "ol"):
            self._lists.append(int(values.get("start", "1")) if tag == "ol" else None)
        elif tag == "li":
            self._end_line()
            self._line = self._mark()
        elif tag in ("td", "th"):
            self._line += _CELL if self._line else ""
        elif tag in ("tr", "br"):
            self._end_line()
        elif tag == "hr":
            self._end_line()
            self._lines.append(_RULE)
        elif tag == "pre":
            self._as_written = True
        elif tag == "a":
            self._links.append((values.get("href", ""), len(self._line)))
        elif tag == "img":
            self._line += f"〔图片：{values.get('alt', '')}，{values.get('src', '')}〕"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            href, start = self._links.pop()
            if href and not href.startswith("#") and self._line[start:] != href:
                self._line += f"〔{href}〕"
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "pre":
            self._as_written = False
        if tag in _BLOCKS | _HEADINGS | {"li", "tr"}:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self._as_written:
            *whole, last = data.split("\n")
            for line in whole:
                self._lines.append(self._line + line)
                self._line = ""
            self._line += last
            return
        words = re.sub(r"\s+", " ", data)
        self._line += words if self._line else words.lstrip()

    def _mark(self) -> str:
        if not self._lists:
            return ""
        number = self._lists[-1]
        if number is not None:
            self._lists[-1] = number + 1
        return _INDENT * (len(self._lists) - 1) + ("• " if number is None else f"{number}. ")

    def _is_marker(self) -> bool:
        return bool(self._lists) and self._line.strip(" .•0123456789") == ""

    def _end_line(self) -> None:
        if self._line.strip():
            self._lines.append(self._line.rstrip())
        self._line = ""

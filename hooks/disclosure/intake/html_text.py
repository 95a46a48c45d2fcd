"""HTML (an old site's, or what mammoth makes of Word) → Markdown of an item, through markdownify."""

import re
from collections.abc import Mapping
from typing import Any

import pyromark
from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from markdownify import MarkdownConverter

from disclosure.check.body import OPTIONS
from disclosure.intake.clean import clean_text, squeezed
from disclosure.intake.escape import escape_line
from disclosure.intake.headings import settle_headings
from disclosure.intake.html_tables import table_to_markdown
from disclosure.intake.links import kept_target
from disclosure.intake.markdown_text import looks_like_markdown
from disclosure.intake.paragraphs import without_title

_TAG = re.compile(
    r"</?(?:p|div|br|span|table|tbody|thead|tr|td|th|a|img|b|strong|em|i|u|s|font|h[1-6]|ul|ol|li|section|article|center"
    r"|script|style|iframe|hr|sup|sub|pre|blockquote|html|body|head|meta|link|input|form|object|embed|video|audio|svg)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_UNSEEN = [
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "head",
    "title",
    "object",
    "embed",
    "svg",
    "select",
]
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}", re.IGNORECASE
)
_MARKED_SECTION = re.compile(r"<!\[[^>\n]*>")
"""What Word leaves in pages: <![if !vml]>, <![endif]>. No reader sees it, and the parser gives up at it."""
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_NOTE_TARGET = re.compile(r"#(foot|end)note-(\d+)$")
_NOTE_ID = re.compile(r"(foot|end)note-(\d+)$")


def looks_like_html(text: str) -> bool:
    """Whether `text` holds HTML tags, not merely a comparison sign."""
    return "<" in text and bool(_TAG.search(text))


def html_to_markdown(
    text: str, title: str, files: Mapping[str, str] | None = None
) -> tuple[str, tuple[str, ...]] | None:
    """The body, and the targets of links and pictures that could not be kept; None where no parser makes sense of it.

    `files` maps the address of a picture to the name under which it was saved beside the item.
    """
    text = _MARKED_SECTION.sub("", text)
    html = pyromark.html(text, options=OPTIONS) if looks_like_markdown(text) else text
    converter = _ItemConverter(files or {})
    try:
        soup = BeautifulSoup(html, "html.parser")
        _drop_unseen(soup)
        for node in soup.find_all(string=True):
            if (clean := clean_text(node)) != node:
                node.replace_with(type(node)(clean))
        _drop_title(soup, title)
        markdown = converter.convert_soup(soup)
    except (RecursionError, ParserRejectedMarkup):
        return None
    lines = "\n".join(line.rstrip() for line in markdown.split("\n"))
    blocks = [block for block in re.split(r"\n{2,}", lines.strip("\n")) if block]
    body = settle_headings("\n\n".join(without_title(blocks, title)))
    return (f"{body}\n" if body else ""), tuple(converter.lost)


def _drop_unseen(soup: BeautifulSoup) -> None:
    """Scripts, and text that a style sheet hides: a reader of the old page never saw it."""
    for tag in soup.find_all(_UNSEEN):
        tag.decompose()
    for tag in soup.find_all(style=_HIDDEN):
        tag.decompose()


def _drop_title(soup: BeautifulSoup, title: str) -> None:
    """The heading or paragraph that repeats the title goes: the page prints it anyway."""
    wanted = squeezed(title)
    for tag in soup.find_all(["h1", "h2", "p", "div"])[:5]:
        if squeezed(tag.get_text()) == wanted and not tag.find("img"):
            tag.decompose()
            return


_Converter: Any = MarkdownConverter  # its stub leaves out the methods that a subclass builds on


class _ItemConverter(_Converter):  # type: ignore[misc]
    """markdownify with the narrower Markdown of items: no emphasis, every link checked, plain tables."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(heading_style="atx", bullets="-")
        self.files = files
        self.lost: list[str] = []
        self.pictures = 0

    def escape(self, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002 (markdownify's signature)
        """Every text node, line by line, so that a line of an official text never becomes a list or a rule."""
        return "\n".join(escape_line(line) for line in text.split("\n"))

    def _words(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return text

    # Emphasis beside Chinese punctuation is not read as emphasis by CommonMark, so its stars would show.
    convert_b = convert_strong = convert_em = convert_i = convert_u = convert_del = convert_s = _words
    convert_code = convert_kbd = convert_samp = convert_font = _words

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        lines = (line.strip() for line in el.get_text().split("\n"))
        return "\n\n" + "\n\n".join(escape_line(line) for line in lines if line) + "\n\n"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return " " if "_inline" in parent_tags else "\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return " " if "_inline" in parent_tags else "\n\n---\n\n"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return text.translate(_RAISED) if text.strip("0123456789+-") == "" else text

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return text.translate(_LOWERED) if text.strip("0123456789+-") == "" else text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        target = str(el.get("href") or "")
        note = _NOTE_TARGET.match(target)
        if note:
            return f"[^{note[1]}{note[2]}]"
        if not target or not text.strip():
            return text
        kept = kept_target(target)
        if not kept:
            if not target.startswith("#"):
                self.lost.append(target)
            return text
        words = " ".join(text.split())
        return f"[{words}](<{kept}>)" if re.search(r"[()]", kept) else f"[{words}]({kept})"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        source = str(el.get("src") or "")
        alt = escape_line(" ".join(str(el.get("alt") or "").split()))
        name = self.files.get(source)
        if not name:
            self.lost.append(source[:200])
            return alt
        self.pictures += 1
        picture = f"![{alt or f'图{self.pictures}'}]({name})"
        return picture if "_inline" in parent_tags else f"\n\n{picture}\n\n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        note = _NOTE_ID.search(str(el.get("id") or ""))
        if note:
            words = " ".join(re.sub(r"\[?↑\]?(?:\([^)]*\))?", "", text).split())
            return f"\n\n[^{note[1]}{note[2]}]: {words}\n\n"
        return str(super().convert_li(el, text, parent_tags))

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        if "_inline" in parent_tags or el.find_parent("table"):
            return f" {' '.join(el.get_text(' ').split())} "
        return table_to_markdown(el, self._cell)

    def _cell(self, cell: Any) -> str:
        return " ".join(self.process_tag(cell, parent_tags={"table", "_inline"}).split())

    convert_td = convert_th = convert_tr = _words

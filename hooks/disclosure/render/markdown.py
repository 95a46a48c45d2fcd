"""An item's Markdown body → HTML as official documents print it.

The body was checked to hold no raw HTML, so every tag in the output is the converter's own, and plain patterns
are enough to finish it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

import pyromark

from disclosure.check.body import ITEM_SCHEME, OPTIONS
from disclosure.render.merged_cells import merge_cells

_HEADING = re.compile(r"<h([2-6])>(.*?)</h\1>", re.DOTALL)
_CHAPTER = re.compile(r"第[一二三四五六七八九十百]+[编章节]\s")
_TAG = re.compile(r"<[^>]+>")
_HREF = re.compile(r'<a href="([^"]*)"( title="[^"]*")?>(.*?)</a>', re.DOTALL)
_SRC = re.compile(r'<img src="([^"]*)"')
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_HEAD_CELL = re.compile(r"<th( class=\"[^\"]*\")?>(.*?)</th>", re.DOTALL)
_ALIGNED = re.compile(r'<t([hd]) style="text-align: (\w+)">')
_NOTE_USE = re.compile(r'<sup class="footnote-reference"><a href="#([^"]*)">(.*?)</a></sup>')
_NOTE = re.compile(
    r'<div class="footnote-definition" id="([^"]*)"><sup class="footnote-definition-label">(.*?)</sup>(.*?)</div>',
    re.DOTALL,
)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_OF_ITS_OWN = re.compile(r"<p>(?=<img|(?:<[^>]*>|&[#\w]+;|\s)*[（一二三四五六七八九十])(.*?)</p>", re.DOTALL)
"""A paragraph that begins as a numbered line does, or is a picture: most are neither."""
_DATE = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日"
_OFFICE = r"<p>[^<>，。；：]{2,40}</p>\n"
_SIGNATURE = re.compile(rf"{_OFFICE}(?:{_OFFICE})*<p>\s*{_DATE}\s*</p>")
"""One or more offices, each on a line of its own, and the day on which they signed. The first is written out, since most
paragraphs are no office, and a repetition is begun slowly."""
_NUMBERED = (
    (re.compile(r"[一二三四五六七八九十百]+、"), "numbered-1"),
    (re.compile(r"（[一二三四五六七八九十百]+）"), "numbered-2"),
)
_NUMBERS = tuple("（一二三四五六七八九十")
"""What a numbered line begins with."""
_HEADLINE_LENGTH = 40
"""Characters up to which a numbered paragraph without a full stop is set as a heading is."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the page's own table of contents."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered body and its headings of the second and third level."""

    html: str
    headings: tuple[Heading, ...]


def render_body(markdown: str, item_href: Callable[[str], str], files: str) -> Body:
    """Render `markdown`; `files` is the relative address of the item's file folder.

    `item_href(id)` gives the address of an item, or an empty text where none can be reached: the words then
    stand without a link.
    """
    headings: list[Heading] = []

    def heading(match: re.Match[str]) -> str:
        level, inner = int(match[1]), match[2]
        anchor = f"s{len(headings) + 1}"
        headings.append(Heading(anchor, _text(inner), level))
        centred = ' class="chapter"' if _CHAPTER.match(headings[-1].text) else ""
        return f'<h{level} id="{anchor}"{centred}>{inner}</h{level}>'

    def link(match: re.Match[str]) -> str:
        target, title, words = unescape(match[1]), match[2] or "", match[3]
        if target.startswith(ITEM_SCHEME):
            href = item_href(target.removeprefix(ITEM_SCHEME))
            return f'<a href="{escape(href)}"{title}>{words}</a>' if href else words
        if target.startswith(("http://", "https://")):
            return f'<a class="external" rel="noopener" href="{match[1]}"{title}>{words}</a>'
        if target.startswith(("#", "mailto:", "tel:")):
            return match[0]
        return f'<a href="{files}{match[1]}"{title}>{words}</a>'

    html = pyromark.html(markdown, options=OPTIONS)
    html = _HEADING.sub(heading, html)
    html = _HREF.sub(link, html)
    if "<img" in html:
        html = _SRC.sub(lambda match: f'<img loading="lazy" src="{files}{match[1]}"', html)
    if "<table>" in html:
        html = _tables(html)
    html = _notes(html)
    html = _paragraphs(html)
    return Body(html, tuple(h for h in headings if h.level <= 3))  # noqa: PLR2004 (deeper ones are no map)


def _tables(html: str) -> str:
    count = 0

    def cell(match: re.Match[str]) -> str:
        aligned = match[1] or ""
        return f'<th scope="col"{aligned}>{match[2]}</th>' if match[2].strip() else f"<td{aligned}></td>"

    def table(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        # Classes instead of style attributes: a strict Content-Security-Policy forbids the latter.
        inner = _HEAD_CELL.sub(cell, _ALIGNED.sub(r'<t\1 class="align-\2">', match[1]))
        merged = merge_cells(inner)
        look = "" if merged is inner else ' class="form"'
        return (
            f'<div class="table-scroll" role="region" tabindex="0" aria-label="表格{count}">'
            f"<table{look}>{merged}</table></div>"
        )

    return _TABLE.sub(table, html)


def _notes(html: str) -> str:
    if "footnote" not in html:
        return html
    used: set[str] = set()

    def use(match: re.Match[str]) -> str:
        name = match[1]
        anchor = "" if name in used else f' id="ref-{name}"'
        used.add(name)
        return (
            f'<sup class="footnote-reference"{anchor}>'
            f'<a href="#note-{name}" aria-label="脚注 {match[2]}">{match[2]}</a></sup>'
        )

    def note(match: re.Match[str]) -> str:
        name = match[1]
        back = f'<a href="#ref-{name}" aria-label="回到正文的脚注 {match[2]}">{match[2]}</a>'
        label = back if name in used else match[2]
        return (
            f'<div class="footnote-definition" id="note-{name}">'
            f'<sup class="footnote-definition-label">{label}</sup>{match[3]}</div>'
        )

    return _NOTE.sub(note, _NOTE_USE.sub(use, html))


def _paragraphs(html: str) -> str:
    """Classes by which the style sheet sets numbered lines, the addressee, and the signature as on paper."""
    first = _PARAGRAPH.search(html)
    if first and (text := _text(first[1])).endswith(("：", ":")) and not text.startswith(_NUMBERS):
        html = f'{html[: first.start()]}<p class="no-indent">{html[first.start(1) :]}'
    html = _OF_ITS_OWN.sub(_paragraph, html)
    return _SIGNATURE.sub(lambda m: m[0].replace("<p>", '<p class="signature">'), html)


def _paragraph(match: re.Match[str]) -> str:
    text, name = _text(match[1]), ""
    if text.startswith(_NUMBERS):
        name = _numbered_heading(text)
    elif match[1].startswith("<img"):
        name = "picture"
    return f'<p class="{name}">{match[1]}</p>' if name else match[0]


def _text(html: str) -> str:
    """The words of a piece of HTML."""
    if "<" in html or "&" in html:
        html = unescape(_TAG.sub("", html))
    return html.strip()


def _numbered_heading(text: str) -> str:
    """The class of a numbered line that is a heading: short, and no sentence or entry of a list."""
    if len(text) > _HEADLINE_LENGTH or any(mark in text for mark in "，。；："):
        return ""
    return next((name for pattern, name in _NUMBERED if pattern.match(text)), "")

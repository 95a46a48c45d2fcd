"""Markdown of other systems → Markdown as items are written: the title is no heading, paragraphs stand apart."""

import re

from disclosure.intake.clean import EDGE_SPACES, squeezed
from disclosure.intake.headings import settle_headings
from disclosure.intake.links import keep_links

_SIGNS = re.compile(
    r"^#{1,6} |^\S.*\n={3,}[ \t]*$"
    r"|^ {0,3}\|?[ :]*-+[ :]*\|[ :|-]*$"
    r"|(?<!\*)\*\*[^\s*][^*\n]*\*\*(?!\*)|\]\((?:https?:|/|\.)"
    r"|^[-*+] .*\n+[-*+] |^ {0,3}(?:```|~~~)|^> ",
    re.MULTILINE,
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?: |$)")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_TABLE_ROW = re.compile(r".*\|")
_STRUCTURE = re.compile(r"#{1,6} |>|\||(?:[-*+]|\d{1,9}[.)])(?: |$)|\[\^[^\]]+\]:|(?:[-*_] ?){3,}$")
_NOTE_USE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:", re.MULTILINE)
_INSERTS = (
    ("{{", "{\\{"),
    ("{%", "{\\%"),
    ("{#", "{\\#"),
    ("--8<--", "--8\\<--"),
    ("!include", "&#33;include"),
)
_MASK = re.compile(r"(?<=\w)\*{3,}(?=\w)|(?<![_\n])_{3,}")
"""Masked numbers (138****1234) and blanks to fill in (电话____) are no emphasis."""
_ENDED = tuple("。！？；：:")


def looks_like_markdown(text: str) -> bool:
    """Whether `text` was written as Markdown: headings, tables, lists, links or emphasis."""
    return bool(_SIGNS.search(text))


def normal_markdown(text: str, title: str) -> tuple[str, tuple[str, ...]]:
    """The body, and the targets of links and pictures that could not be kept."""
    lost: list[str] = []
    lines = _headings(_without_fences(text.split("\n")), title)
    text = _notes(keep_links("\n".join(_spaced(lines)), lost))
    text = _MASK.sub(lambda m: "".join(f"\\{c}" for c in m[0]), text)
    for mark, harmless in _INSERTS:
        text = text.replace(mark, harmless)
    text = settle_headings(re.sub(r"\n{3,}", "\n\n", text).strip("\n"))
    return (f"{text}\n" if text else ""), tuple(lost)


def _without_fences(lines: list[str]) -> list[str]:
    """Lines without code fences and without the indentation that CommonMark would take for code.

    Official texts hold no program code; what looks like it is a paragraph that Word indented.
    """
    kept: list[str] = []
    in_list = False
    for line in lines:
        bare = line.strip(EDGE_SPACES)
        if _FENCE.match(bare):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if _ITEM.match(bare):
            in_list = True
        elif bare and not (in_list and indent >= 2):  # noqa: PLR2004 (a continuation is indented by two at least)
            in_list = False
        kept.append(" " * indent + bare if in_list else bare)
    return kept


def _headings(lines: list[str], title: str) -> list[str]:
    """Headings all written with number signs; the one that repeats the title goes."""
    marked: list[str] = []
    for line in lines:
        underline = _UNDERLINE.match(line)
        if underline and marked and marked[-1] and not _STRUCTURE.match(marked[-1]) and "|" not in marked[-1]:
            marked[-1] = f"{'#' if line[0] == '=' else '##'} {marked[-1]}"
            continue
        marked.append(line)
    wanted = squeezed(title)
    texts = [n for n, line in enumerate(marked) if line][:3]
    for number in texts:
        heading = _HEADING.match(marked[number])
        if squeezed(heading[2] if heading else marked[number]) == wanted:
            del marked[number]
            break
    return [f"{h[1]} {h[2]}" if (h := _HEADING.fullmatch(line)) else line for line in marked]


def _spaced(lines: list[str]) -> list[str]:
    """A blank line between what CommonMark would run together and a Chinese writer meant as paragraphs."""
    spaced: list[str] = []
    for line in lines:
        before = spaced[-1] if spaced else ""
        if before and line and not line.startswith(" ") and _apart(before, line):
            spaced.append("")
        spaced.append(line)
    return spaced


def _apart(before: str, line: str) -> bool:
    first, second = _STRUCTURE.match(before.lstrip()), _STRUCTURE.match(line)
    if _TABLE_ROW.match(before) and _TABLE_ROW.match(line):
        return False
    if first and first[0].startswith("#"):
        return True
    if second:
        return not (first and first[0][0] == second[0][0]) and not (
            _ITEM.match(before.lstrip()) and _ITEM.match(line)
        )
    if first:
        return True
    return before.endswith(_ENDED)


def _notes(text: str) -> str:
    """Footnote marks that have no note are kept as plain brackets."""
    known = set(_NOTE.findall(text))
    return _NOTE_USE.sub(lambda m: m[0] if m[1] in known else f"\\{m[0]}", text)

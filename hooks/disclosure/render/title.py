"""Where a title may break: a line of an official title ends with a whole expression (GB/T 9704, 词意完整)."""

import re

from markupsafe import Markup, escape

_BREAK = re.compile(
    r"(\d年度?|[》）、，；： \u3000])(?=.{2})(?![》）、，；：版])"  # after a year, a closing mark, a comma
    r"|[《（](?<!^.)|关(?<=.{4}.)(?=于)"  # before an opening mark, or what the document is about
)
"""Each match begins with one of a few characters, which makes the search quick."""


def title_with_breaks(title: str, office: str) -> Markup:
    """`title` with a <wbr> after the name of the `office` that it begins with, after years, around 《》 and （）.

    The style sheet keeps the characters between them together where a line has room for them.
    """
    head = office if office and title.startswith(office) and len(title) > len(office) + 1 else ""
    parts = [head, *_pieces(title[len(head) :])]
    return Markup("<wbr>".join(escape(part) for part in parts if part))  # noqa: S704 (each part is escaped)


def _pieces(text: str) -> list[str]:
    ends = [found.end() if found[1] else found.start() for found in _BREAK.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]

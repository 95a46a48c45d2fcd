"""Marks in the text of a file of the site → rows for the check stage, masked."""

import dataclasses
import re
from collections.abc import Iterable, Sequence

from disclosure.gates.allowed import Allowed, allowed_of
from disclosure.gates.masking import mask
from disclosure.gates.nearby import Nearby
from disclosure.gates.numbers import Mark
from disclosure.gates.plain import plain
from disclosure.gates.text import find_marks, find_suspicious, hide
from disclosure.gates.wording import place, times
from disclosure.problems import Problem, problem
from disclosure.types import Site

_MOST = 20
"""Rows of one code in one text; the last of them counts the rest."""
_LINES = 2
"""Lines of the searched text that a field takes."""
_MAY_HOLD = re.compile(r"(?:[0-9\uff10-\uff19][^0-9\uff10-\uff19]{0,2}){11}|[@\uff20\u2605\u4f4f]")
"""Whether masking a row is worth its time."""

Line = tuple[str, int, str]
"""Field, line of the file, text."""


def scan_text(
    site: Site,
    path: str,
    fields: Sequence[Line],
    body: str,
    body_line: int,
    item: str = "",
    where: str = "body",
) -> list[Problem]:
    """Rows for the marks in the fields and the body of the file `path`; several in one line are one row.

    `body_line` is the line of the file on which the body begins, `where` the place it is called by. Words of
    hijacked pages are looked for in fields alone: the check of the text looks for them in bodies.
    """
    # A line with NUL, which stands in no text, divides the fields: two dates are no number that breaks over two lines.
    head = plain("".join([f"{value}\n\0\n" for _, _, value in fields]))
    text = head + plain(body)
    marks = find_marks(text, Nearby(text, lambda _: ""), allowed_by(site))
    marks += find_suspicious(head)
    rows: dict[tuple[str, int], list[Mark]] = {}
    per_code: dict[str, int] = {}
    for mark in sorted(marks, key=lambda found: found.start):
        number = text.count("\n", 0, mark.start)
        key = (mark.code, number)
        if key not in rows:
            per_code[mark.code] = per_code.get(mark.code, 0) + 1
            if per_code[mark.code] > _MOST:
                key = next(k for k in reversed(rows) if k[0] == mark.code)
        rows.setdefault(key, []).append(mark)
    made = []
    for (code, number), found in rows.items():
        above = _LINES * len(fields)
        field, line = fields[number // _LINES][:2] if number < above else ("", body_line + number - above)
        said = place("field", name=field) if field else place(where)
        shown = found[0].value if found[0].plain else mask(found[0].value)
        made.append(
            problem(
                code,
                path,
                line,
                field or place("body"),
                shown,
                item=item,
                carrier=path.removeprefix("content/"),
                where=said,
                shown=shown,
                count=times(len(found)),
            )
        )
    return made


def hide_in_rows(rows: Iterable[Problem]) -> list[Problem]:
    """Rows of other checks with every mark in them masked: they quote what an officer wrote."""
    return [_hidden(row) if _MAY_HOLD.search(f"{row.value}\n{row.message}") else row for row in rows]


def _hidden(row: Problem) -> Problem:
    return dataclasses.replace(row, value=hide(row.value), message=hide(row.message), advice=hide(row.advice))


def hide_in_title(title: str) -> str:
    """The title of an item that is held back, as lists and reports may show it."""
    return hide(title) if _MAY_HOLD.search(title) else title


_last: list[tuple[Site, Allowed]] = []
"""The site last asked for and what it says of itself: one site is checked at a time, item by item."""


def allowed_by(site: Site) -> Allowed:
    """What `site` publishes about itself, worked out once."""
    if not _last or _last[0][0] is not site:
        _last[:] = [(site, allowed_of(site))]
    return _last[0][1]

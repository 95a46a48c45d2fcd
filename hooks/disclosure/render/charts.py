"""Charts (图表) as SVG in the page: bars with their labels and numbers, beside the table that they show.

Only attributes that a strict Content-Security-Policy allows; colours come from the style sheet, and the lengths and the
numbers say all, so that a chart is read in grey and in high contrast (decision 23).
"""

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

_WIDTH, _LINE, _LABEL, _VALUE = 360, 26, 96, 44
"""A chart is drawn for the narrowest screen and grows from there. `_LABEL` and `_VALUE` are kept free beside the bars."""
_HEIGHT, _FOOT, _HEAD = 150, 20, 18
_TEXT = 12
Rows = Sequence[tuple[str, int]]


def bar_chart(title: str, rows: Rows) -> Markup:
    """A bar a row, one below the other; the longest value fills the width."""
    largest = max(1, *(value for _, value in rows)) if rows else 1
    room = _WIDTH - _LABEL - _VALUE
    parts = []
    for number, (label, value) in enumerate(rows):
        top, width = number * _LINE, round(room * value / largest, 1)
        middle = top + _LINE / 2 + _TEXT / 3
        parts.append(_text(_LABEL - 6, middle, "end", label))
        parts.append(f'<rect x="{_LABEL}" y="{top + 4}" width="{width}" height="{_LINE - 8}"/>')
        parts.append(_text(_LABEL + width + 6, middle, "start", str(value)))
    return _figure(title, len(rows) * _LINE, parts)


def column_chart(title: str, rows: Rows) -> Markup:
    """A column a row, side by side: for months, from left to right in the order given."""
    largest = max(1, *(value for _, value in rows)) if rows else 1
    room, step = _HEIGHT - _FOOT - _HEAD, _WIDTH / max(1, len(rows))
    parts = []
    for number, (label, value) in enumerate(rows):
        height = round(room * value / largest, 1)
        centre, top = round((number + 0.5) * step, 1), round(_HEIGHT - _FOOT - height, 1)
        left, width = round(number * step + step * 0.2, 1), round(step * 0.6, 1)
        parts.append(f'<rect x="{left}" y="{top}" width="{width}" height="{height}"/>')
        parts.append(_text(centre, top - 4, "middle", str(value)))
        parts.append(_text(centre, _HEIGHT - 6, "middle", label))
    parts.append(f'<path d="M0 {_HEIGHT - _FOOT}H{_WIDTH}"/>')
    return _figure(title, _HEIGHT, parts)


def _text(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{_TEXT}">{escape(words)}</text>'


def _figure(title: str, height: float, parts: Sequence[str]) -> Markup:
    label = escape(f"图：{title}。数字见表格。")
    drawn = "".join(parts)
    return Markup(  # noqa: S704 (all text in it was escaped above)
        f'<figure class="chart"><svg role="img" aria-label="{label}" viewBox="0 0 {_WIDTH} {height:g}" focusable="false">'
        f"{drawn}</svg><figcaption>{escape(title)}</figcaption></figure>"
    )

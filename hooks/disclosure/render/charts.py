"""Charts (图表) as SVG in the page, drawn by leather: bars with their labels and numbers, beside the table that they show.

Only attributes that a strict Content-Security-Policy allows; colours come from the style sheet, and the lengths and the
numbers say all, so that a chart is read in grey and in high contrast (decision 27).
"""

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

import leather
from markupsafe import Markup

_WIDTH, _LINE, _HEIGHT = 360, 26, 150
"""A chart is drawn for the narrowest screen and grows from there: a line a bar, or the height that columns stand in."""
_TEXT, _GAP = 12, 4
_ROOM = Decimal("1.2")
"""How far a scale goes beyond the largest value: there stands its number."""
Rows = Sequence[tuple[str, int]]
Spot = tuple[Decimal, Decimal, str]
"""Where a number stands, and which of its ends is there."""

leather.theme.margin = 0.02
leather.theme.background_color = leather.theme.tick_color = "none"
leather.theme.label_color = leather.theme.zero_color = "currentcolor"
leather.theme.tick_font_family = "inherit"
leather.theme.tick_font_size = leather.theme.tick_font_char_width = leather.theme.tick_font_char_height = (
    _TEXT
)


def bar_chart(title: str, rows: Rows) -> Markup:
    """A bar a row, one below the other, of one row or more."""
    chart = leather.Chart()
    chart.add_x_scale(0, _end(rows))
    chart.add_x_axis(ticks=[0])
    chart.add_series(leather.Series([(value, label) for label, value in reversed(rows)]), _Bars())
    return _figure(title, chart, (len(rows) + 1) * _LINE)


def column_chart(title: str, rows: Rows) -> Markup:
    """A column a row, side by side: for months, from left to right in the order given; one row or more."""
    chart = leather.Chart()
    chart.add_y_scale(0, _end(rows))
    chart.add_y_axis(ticks=[0])
    chart.add_series(leather.Series(list(rows)), _Columns())
    return _figure(title, chart, _HEIGHT)


class _Bars(leather.Bars):  # type: ignore[misc]
    """Bars with their numbers behind them."""

    def to_svg(self, *place: Any) -> ET.Element:
        return _numbered(
            super().to_svg(*place),
            [row.x for row in place[4].data()],
            lambda x, y, w, h: (x + w + _GAP, y + h / 2 + _GAP, "start"),
        )


class _Columns(leather.Columns):  # type: ignore[misc]
    """Columns with their numbers above them."""

    def to_svg(self, *place: Any) -> ET.Element:
        return _numbered(
            super().to_svg(*place),
            [row.y for row in place[4].data()],
            lambda x, y, w, _: (x + w / 2, y - _GAP, "middle"),
        )


def _numbered(drawn: ET.Element, values: Sequence[Any], spot: Callable[..., Spot]) -> ET.Element:
    for box, value in zip(drawn.findall("rect"), values, strict=True):
        x, y, anchor = spot(*(Decimal(box.get(side, "0")) for side in ("x", "y", "width", "height")))
        number = {"x": str(x), "y": str(y), "text-anchor": anchor, "font-size": str(_TEXT)}
        ET.SubElement(drawn, "text", number).text = str(value)
    return drawn


def _end(rows: Rows) -> Decimal:
    return max(1, *(value for _, value in rows)) * _ROOM


def _figure(title: str, chart: Any, height: int) -> Markup:
    with localcontext(prec=6):  # a hundredth of a pixel
        drawn = ET.tostring(chart.to_svg_group(_WIDTH, height), encoding="unicode")
    label = escape(f"图：{title}。数字见表格。")
    return Markup(  # noqa: S704 (all text in it was escaped, above or by ElementTree)
        f'<figure class="chart"><svg role="img" aria-label="{label}" viewBox="0 0 {_WIDTH} {height}" focusable="false">'
        f"{drawn}</svg><figcaption>{escape(title)}</figcaption></figure>"
    )

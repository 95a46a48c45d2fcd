"""Charts of a published annual report, drawn from the numbers of its own approved tables (年度报告第三部分)."""

import re
from functools import cache

from markupsafe import Markup

from disclosure.annual_format import annual_format

_VALUE = re.compile(r"<td[^>]*>(\d+)</td>")
_NOTE = "（区分"
"""Where the printed label of a row goes on with how it is counted; older reports leave that out."""


def report_charts(html: str) -> list[Markup]:
    """A chart of how applications ended, and one of where they stood; none where the body has no complete table three."""
    totals = _totals(html)
    if totals is None:
        return []
    from disclosure.render.charts import bar_chart  # noqa: PLC0415 (its library, for this one kind of page)

    leaves = {row.id for row in annual_format().tables["applications"].rows if row.kind == "leaf"}
    named = [
        (entry["name"], sum(totals[row] for row in entry["rows"]), leaves.issuperset(entry["rows"]))
        for entry in annual_format().placeholders
        if entry.get("table") == "applications"
    ]
    states = [(name, value) for name, value, ending in named if not ending]
    ends = [(name, value) for name, value, ending in named if ending]
    return [bar_chart("申请办理情况（件）", states), bar_chart("办理结果（件）", ends)]


def _totals(html: str) -> dict[str, int] | None:
    """The last number of each row of table three, in its printed order."""
    found, place = {}, 0
    for name, pattern in _patterns():
        match = pattern.search(html, place)
        values = _VALUE.findall(match[1]) if match else []
        if match is None or not values:
            return None
        found[name] = int(values[-1])
        place = match.end()
    return found


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row.id, re.compile(re.escape(row.label.partition(_NOTE)[0]) + r"[^<]*</t[hd]>(.*?)</tr>", re.DOTALL))
        for row in annual_format().tables["applications"].figure_rows
    )

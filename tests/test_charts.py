"""Charts beside their tables (section 5: made in the build, read in grey and with a table): bars in proportion, text as text."""

import re

import pytest
from disclosure.render.charts import bar_chart, column_chart
from disclosure.render.markdown import render_body
from disclosure.render.report_charts import report_charts

SAMPLES = "content/items/2023/2023-00001.md", "content/items/2026/2026-00001.md"


def widths(svg, side):
    """The lengths of the bars of a chart."""
    return [float(value) for value in re.findall(rf'<rect [^>]*{side}="([\d.]+)"', str(svg))]


def test_bars_are_in_proportion_and_carry_their_numbers():
    """Section 5: a chart says what the table says; without colour, by length and by number."""
    chart = bar_chart("办理结果", [("予以公开", 8), ("部分公开", 2), ("不予公开", 0)])
    longest, second, none = widths(chart, "width")
    assert (4.0, 0.0) == (longest / second, none)
    assert ["予以公开", "8", "部分公开", "2", "不予公开", "0"] == re.findall(
        r"<text[^>]*>([^<]*)</text>", str(chart)
    )
    months = column_chart("发布件数", [("1", 5), ("2", 10)])
    assert [0.5] == [a / b for a, b in [widths(months, "height")]]


def test_charts_need_nothing_that_a_page_forbids():
    """Decision 19, 23: no style element, no style attribute, no script; what is in it is escaped; it has a name."""
    for chart in (bar_chart("<b>", [("<i>&", 1)]), column_chart("x", []), bar_chart("x", [])):
        assert not re.search(r"style|<script|<b>|<i>", str(chart))
        assert 'role="img" aria-label="图：' in str(chart)


@pytest.mark.parametrize("path", SAMPLES)
def test_a_report_s_charts_show_its_own_table(path, pytestconfig):
    """J4: drawn from the approved body, in the older form of the table as in the merged one; never from elsewhere."""
    text = (pytestconfig.rootpath / path).read_text(encoding="utf-8")
    html = render_body(text.split("\n---\n", 1)[1], lambda _x: "", "").html
    states, ends = (re.findall(r"<text[^>]*>([^<]*)</text>", str(chart)) for chart in report_charts(html))
    assert ["新收申请", "上年结转", "办结申请", "结转下年"] == states[::2]
    received, before, handled, after = map(int, states[1::2])
    assert (handled, received + before) == (sum(map(int, ends[1::2])), handled + after)
    assert [] == report_charts(html.replace("属于国家秘密", "国家秘密")), (
        "no chart of a table that lacks a row"
    )

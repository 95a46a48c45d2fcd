"""Charts beside their tables (section 5: made in the build, read in grey and with a table): bars in proportion, text as text."""

import re

import pytest
from defusedxml.ElementTree import fromstring
from disclosure.render.charts import bar_chart, column_chart
from disclosure.render.markdown import render_body
from disclosure.render.report_charts import report_charts

SAMPLES = "content/items/2023/2023-00001.md", "content/items/2026/2026-00001.md"


def drawn(svg):
    """What a chart shows, from the top: its labels beside the axis, and the box and number of each value."""
    shape = fromstring(str(svg)).find("svg")
    assert shape is not None
    labels = [x.findtext("text") for x in shape.iterfind(".//*[@class='axis left']/*")]
    [series] = [x for x in shape.iter() if x.get("class", "").startswith("series")]
    boxes = [(float(x.get("width")), float(x.get("height"))) for x in series.iterfind("rect")]
    return labels[::-1], boxes[::-1], [int(x.text) for x in series.iterfind("text")][::-1]


def test_bars_are_in_proportion_and_carry_their_numbers():
    """Section 5: a chart says what the table says; without colour, by length and by number."""
    labels, boxes, values = drawn(bar_chart("办理结果", [("予以公开", 8), ("部分公开", 2), ("不予公开", 0)]))
    assert (["予以公开", "部分公开", "不予公开"], [8, 2, 0]) == (labels, values)
    assert [4.0, 0.0] == [pytest.approx(boxes[0][0] / boxes[1][0], rel=1e-3), boxes[2][0]]
    _, boxes, values = drawn(column_chart("发布件数", [("1", 5), ("2", 10)]))
    assert ([10, 5], 2.0) == (values, pytest.approx(boxes[0][1] / boxes[1][1], rel=1e-3))


def test_charts_need_nothing_that_a_page_forbids():
    """Decision 19, 27: no style element, no style attribute, no script; what is in it is escaped; it has a name."""
    for chart in (
        bar_chart("<b>", [("<i>&", 1)]),
        column_chart("x", [("1", 0)]),
        bar_chart("x", [("无", 0)]),
    ):
        assert not re.search(r"style|<script|<b>|<i>", str(chart))
        assert 'role="img" aria-label="图：' in str(chart)


@pytest.mark.parametrize("path", SAMPLES)
def test_a_report_s_charts_show_its_own_table(path, pytestconfig):
    """J4: drawn from the approved body, in the older form of the table as in the merged one; never from elsewhere."""
    text = (pytestconfig.rootpath / path).read_text(encoding="utf-8")
    html = render_body(text.split("\n---\n", 1)[1], lambda _x: "", "").html
    (names, _, states), (_, _, ends) = map(drawn, report_charts(html))
    assert ["新收申请", "上年结转", "办结申请", "结转下年"] == names
    received, before, handled, after = states
    assert (handled, received + before) == (sum(ends), handled + after)
    assert [] == report_charts(html.replace("属于国家秘密", "国家秘密")), (
        "no chart of a table that lacks a row"
    )

"""Titles break where an expression ends (GB/T 9704: 回行时词意完整), and stay the same text."""

import pytest
from disclosure.render.title import title_with_breaks

OFFICE = "示例县工业和信息化局"


@pytest.mark.parametrize(
    ("expected", "office"),
    [
        ("示例县工业和信息化局|2026年|部门预算", OFFICE),
        ("关于组织申报2027年度|技术改造专项资金项目的通知", OFFICE),
        ("关于公开征求|《示例县企业技术中心认定办法|（征求意见稿）》|意见的公告", OFFICE),
        ("示例省工业和信息化厅|关于开展服务月活动的通知", OFFICE),
        ("行政许可事项清单|（2026年版）", OFFICE),
        ("行政处罚事项依据、|条件和程序", OFFICE),
        ("政府信息公开年度报告", OFFICE),
        ("示例县工业和信息化局", OFFICE),
        ("《试行办法》|政策解读", ""),
    ],
)
def test_breaks(expected, office):
    """GB/T 9704: after the office, years and closing marks; before opening marks and what a document is about."""
    title = expected.replace("|", "")
    assert expected == title_with_breaks(title, office).replace("<wbr>", "|"), "the places to break"


def test_title_is_text():
    """What stands in a title never becomes an element."""
    assert "&lt;b&gt;2026年<wbr>计划" == title_with_breaks("<b>2026年计划", ""), "a title is escaped"

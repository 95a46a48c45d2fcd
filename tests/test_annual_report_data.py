"""The national format of the annual report as data (J4, S2): its rows, columns and sums stand by hand in here."""

from disclosure.data_files import load_data

DATA = load_data("annual_report.yml")
OUTCOMES = {
    "granted": "（一）予以公开",
    "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "refused-state-secret": "1.属于国家秘密",
    "refused-prohibited-by-law": "2.其他法律行政法规禁止公开",
    "refused-security-stability": "3.危及“三安全一稳定”",
    "refused-third-party": "4.保护第三方合法权益",
    "refused-internal-affairs": "5.属于三类内部事务信息",
    "refused-process": "6.属于四类过程性信息",
    "refused-enforcement-files": "7.属于行政执法案卷",
    "refused-special-query": "8.属于行政查询事项",
    "unable-not-held": "1.本机关不掌握相关政府信息",
    "unable-needs-compiling": "2.没有现成信息需要另行制作",
    "unable-still-unclear": "3.补正后申请内容仍不明确",
    "declined-petition": "1.信访举报投诉类申请",
    "declined-repeat": "2.重复申请",
    "declined-publications": "3.要求提供公开出版物",
    "declined-excessive": "4.无正当理由大量反复申请",
    "declined-reconfirm": "5.要求行政机关确认或重新出具已获取信息",
    "other-not-corrected": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other-unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other": "3.其他",
}


def rows(table):
    return DATA["tables"][table]["rows"]


def test_table_three_has_the_printed_rows():
    """J4: 21 outcomes and four other rows hold figures, as the national format prints them."""
    assert OUTCOMES == {r["id"]: r["label"] for r in rows("applications") if r.get("kind") == "leaf"}
    others = [r["id"] for r in rows("applications") if r.get("kind") not in ("leaf", "group")]
    assert ["received", "carried-in", "handled-total", "carried-out"] == others
    labels = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert labels == [c["label"] for c in DATA["tables"]["applications"]["columns"]]


def test_every_outcome_stands_under_a_group_and_counts_in_the_total():
    """J4: no row of the printed form is left out of 总计, none counts twice."""
    groups = {r["id"] for r in rows("applications") if r.get("kind") == "group"}
    assert set() == {r["group"] for r in rows("applications") if "group" in r} - groups
    rule = next(r for r in DATA["rules"] if r["id"] == "handled-total")
    assert sorted(OUTCOMES) == sorted(rule["left"])
    assert len(rule["left"]) == len(set(rule["left"]))


def test_every_sum_names_rows_or_columns_that_are_there():
    """J4: each rule has its text, its source, and two sides of its table."""
    for rule in DATA["rules"]:
        table = DATA["tables"][rule["table"]]
        known = {e["id"] for e in table["rows" if rule["over"] == "columns" else "columns"]}
        assert set() == {*rule["left"], *rule["right"]} - known, rule["id"]
        assert rule["severity"] in ("error", "warning")
        assert rule["text"], rule["id"]
        assert rule["source"], rule["id"]


def test_every_table_is_in_a_section():
    """J4: six sections in their order; each table stands in one of them."""
    assert ["一", "二", "三", "四", "五", "六"] == [s["number"] for s in DATA["sections"]]
    assert sorted(DATA["tables"]) == sorted(t for s in DATA["sections"] for t in s.get("tables", ()))


def test_outcomes_have_one_name_everywhere():
    """J4, Q11: what a register calls an outcome is what the report's row and the remedies are called by."""
    assert list(OUTCOMES) == [o["id"] for o in load_data("remedies.yml")["outcomes"]]

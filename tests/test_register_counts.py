"""What leaves the registers: the figures of tables three and four, against tables that stand here by hand."""

import json

from disclosure.data_files import load_data
from disclosure.registers.counts import count_applications, count_reviews, fees_collected, not_counted
from disclosure.registers.types import Case
from register_maker import application, event, write_cases
from register_year import cases
from site_maker import run_command

COLUMNS = ("natural-person", "company", "research", "charity", "legal-service", "other-organisation")
YEAR_2026 = {
    #                            自然人 企业 科研 公益 法律 其他
    "received": (20, 8, 4, 2, 3, 3),
    "carried-in": (2, 1, 0, 0, 1, 0),
    "granted": (5, 1, 1, 1, 2, 1),
    "partial": (1, 2, 0, 0, 0, 0),
    "refused-state-secret": (1, 0, 0, 0, 0, 0),
    "refused-prohibited-by-law": (0, 1, 0, 0, 0, 0),
    "refused-security-stability": (1, 0, 0, 0, 0, 0),
    "refused-third-party": (0, 1, 0, 0, 0, 0),
    "refused-internal-affairs": (1, 0, 0, 0, 0, 0),
    "refused-process": (2, 0, 1, 0, 0, 0),
    "refused-enforcement-files": (0, 0, 0, 0, 1, 0),
    "refused-special-query": (1, 0, 0, 0, 0, 0),
    "unable-not-held": (2, 1, 0, 0, 0, 0),
    "unable-needs-compiling": (0, 0, 1, 0, 0, 0),
    "unable-still-unclear": (1, 0, 0, 0, 1, 0),
    "declined-petition": (2, 0, 0, 0, 0, 0),
    "declined-repeat": (1, 0, 0, 0, 0, 0),
    "declined-publications": (0, 0, 0, 1, 0, 0),
    "declined-excessive": (0, 0, 0, 0, 0, 1),
    "declined-reconfirm": (0, 1, 0, 0, 0, 0),
    "other-not-corrected": (1, 0, 0, 0, 0, 0),
    "other-unpaid": (0, 1, 0, 0, 0, 0),
    "other": (1, 0, 0, 0, 0, 0),
    "carried-out": (2, 1, 1, 0, 0, 1),
}
"""Counted by hand from register_year.ROWS, row by row with a pencil."""


def test_a_year_of_all_outcomes_and_states():
    """Duties 4.9: the leaf rows of table three, states carried over; 47 applications, 44 of them of 2026."""
    assert 47 == len(cases())
    found = {row: tuple(cells.values()) for row, cells in count_applications(cases(), 2026).items()}
    assert YEAR_2026 == found
    assert tuple(count_applications([], 2026)["received"]) == COLUMNS


def test_the_printed_rule_holds_in_each_column():
    """J4: 第一项加第二项之和，等于第三项加第四项之和, in every column, by the report's own rule."""
    rule = next(r for r in load_data("annual_report.yml")["rules"] if r["id"] == "handled-total")
    for year in (2025, 2026, 2027):
        table = count_applications(cases(), year)
        for column in COLUMNS:
            handled = sum(table[row][column] for row in rule["left"])
            came = table["received"][column] + table["carried-in"][column]
            assert came == handled + table["carried-out"][column], (year, column)


def test_what_is_carried_out_is_carried_in():
    """J4: 结转下年度 of a year is 上年结转 of the next."""
    for year in (2025, 2026):
        out = count_applications(cases(), year)["carried-out"]
        assert out == count_applications(cases(), year + 1)["carried-in"], year


def test_every_row_of_the_report_has_its_source():
    """J4: no leaf row of the report is missing in the register, and none is invented."""
    rows = load_data("annual_report.yml")["tables"]["applications"]["rows"]
    asked = {r["id"] for r in rows if r.get("kind") == "leaf"} | {"received", "carried-in", "carried-out"}
    assert asked == count_applications([], 2026).keys()
    columns = load_data("annual_report.yml")["tables"]["applications"]["columns"]
    assert [c["id"] for c in columns if c["id"] != "total"] == list(COLUMNS)


def test_the_order_of_the_files_means_nothing():
    """Design 3: same input, same bytes."""
    assert count_applications(cases(), 2026) == count_applications(reversed(cases()), 2026)


def test_nothing_counted_betrays_one_ground_for_another():
    """Q11: 不予确认 has no name of its own anywhere in the shipped data; it counts as the row that the office chose."""
    for name in ("registers.yml", "register_problems.yml", "remedies.yml", "annual_report.yml"):
        assert "不予确认" not in json.dumps(load_data(name), ensure_ascii=False), name


def test_what_cannot_be_counted_is_named():
    """J4: figures are exact: a case with an unknown outcome is not dropped in silence."""
    good = cases()[0]
    unknown = application(
        "2026-01-05", event("2026-01-06", "答复", number="1", outcome="已办"), number="2026-0008"
    )
    unconfirmed = Case(
        "applications",
        "2026-0009",
        "x",
        {"applicant": "自然人", "way": "传真", "arrived": "2026-01-05"},
        {},
        (event("2026-01-06", "答复", number="1", outcome="予以公开"),),
    )
    assert ["2026-0008", "2026-0009"] == not_counted([good, unknown, unconfirmed])


def review(number, kind, received, *events):
    return Case("reviews", number, "x", {"kind": kind, "received": received}, {}, events)


REVIEWS = (
    review("2025-001", "行政复议", "2025-11-03", event("2026-01-12", "结案", result="结果维持")),
    review("2026-001", "行政复议", "2026-02-02", event("2026-04-01", "结案", result="结果纠正")),
    review("2026-002", "行政复议", "2026-12-07"),
    review("2026-003", "未经复议直接起诉", "2026-05-06", event("2026-09-01", "结案", result="其他结果")),
    review("2026-004", "复议后起诉", "2026-05-06", event("2027-02-01", "结案", result="结果维持")),
    review("2027-001", "行政复议", "2027-01-04"),
)


def test_table_four():
    """Q38: results of the year, and what is pending at its end, by the three kinds."""
    expected = {
        "review-upheld": 1,
        "review-corrected": 1,
        "review-other": 0,
        "review-pending": 1,
        "direct-suit-upheld": 0,
        "direct-suit-corrected": 0,
        "direct-suit-other": 1,
        "direct-suit-pending": 0,
        "suit-after-review-upheld": 0,
        "suit-after-review-corrected": 0,
        "suit-after-review-other": 0,
        "suit-after-review-pending": 1,
    }
    assert expected == count_reviews(REVIEWS, 2026)
    columns = [c["id"] for c in load_data("annual_report.yml")["tables"]["reviews"]["columns"]]
    assert [c for c in columns if not c.endswith("-total")] == list(expected)


def test_fees_that_were_paid():
    """条例 42: what part six of the report has to tell."""
    assert (1, 100) == fees_collected(cases(), 2026)


def test_the_command_prints_the_same(make_site):
    """Q11: the figures as a program reads them, from the files of the register."""
    site = write_cases(make_site(), cases())
    done = run_command(
        "register",
        "counts",
        "--year",
        "2026",
        "--format",
        "json",
        "--today",
        "2027-01-20",
        "--site",
        str(site.root),
    )
    assert 0 == done.returncode, done.stderr
    found = json.loads(done.stdout)
    assert YEAR_2026 == {row: tuple(cells.values()) for row, cells in found["applications"].items()}
    assert {"cases": 1, "yuan": 100} == found["fees"]


def test_the_year_is_a_lawful_register(make_site):
    """Q12: the hand-made year passes the check of its day but for what is late in it."""
    site = write_cases(make_site(), cases())
    rows = [row for row in site.check("2027-01-08") if row.path.startswith("catalog/registers")]
    assert [] == [f"{row.path} {row.code} {row.message}" for row in rows if row.severity == "error"]

"""What is still to be done, over registers, approvals, items and the annual report; 案号 only; as a calendar too."""

import json
import re

import pytest
from disclosure.ics_writer import DayEntry, write_calendar
from disclosure.registers.types import Case
from register_maker import application, event, write_cases
from withdraw_maker import published_office, run_here

FEE = {"number": "费1号", "method": "按量", "count": "40", "yuan": "100"}
CASES = (
    application("2026-05-06", number="2026-0001", handler="办公室"),
    application("2026-06-01", number="2026-0002", officer="经办一岗"),
    application(
        "2026-06-01", event("2026-06-03", "补正告知", number="补1号", until="2026-06-20"), number="2026-0003"
    ),
    application("2026-06-01", event("2026-06-10", "收费通知", **FEE), number="2026-0004"),
    application(
        "2026-06-01", event("2026-06-10", "答复", number="答1号", outcome="予以公开"), number="2026-0005"
    ),
    application("2026-06-01", event("2026-06-03", "征求第三方意见", number="征1号"), number="2026-0006"),
    Case("applications", "2026-0007", "x", {"applicant": "其他", "way": "传真", "arrived": "2026-06-12"}),
    application(
        "2026-06-01",
        event("2026-06-10", "答复", number="答2号", outcome="予以公开"),
        event("2026-06-11", "送达", way="邮寄"),
        number="2026-0008",
    ),
    Case("reviews", "2026-001", "x", {"kind": "行政复议", "received": "2026-06-08"}),
    Case("complaints", "2026-001", "x", {"received": "2026-06-08", "due": "2026-06-12", "handler": "办公室"}),
    Case(
        "tasks",
        "2026-001",
        "x",
        {"kind": "整改", "opened": "2026-05-08", "due": "2026-06-10"},
        {},
        (event("2026-06-09", "延期", until="2026-07-10"),),
    ),
)
EXPECTED = [
    ("2026-06-02", "依申请公开 2026-0001", "答复", "办公室", "已超期 9 个工作日"),
    ("2026-05-21", "依申请公开 2026-0001", "十五日内作出公开决定", "办公室", "已超期 25 日"),
    ("2026-06-12", "投诉举报 2026-001", "办结", "办公室", "已超期 3 日"),
    ("2026-06-12", "依申请公开 2026-0007", "确认收件", "本机关", "已超期 3 日"),
    ("2026-06-16", "依申请公开 2026-0002", "十五日内作出公开决定", "经办一岗", ""),
    ("2026-06-20", "依申请公开 2026-0003", "补正", "申请人（本机关）", ""),
    ("2026-06-23", "复议诉讼 2026-001", "行政复议答复", "本机关", ""),
    ("2026-06-25", "依申请公开 2026-0006", "第三方提出意见", "第三方（本机关）", ""),
    ("2026-06-28", "依申请公开 2026-0006", "十五日内作出公开决定", "本机关", ""),
    ("2026-06-30", "依申请公开 2026-0002", "答复", "经办一岗", ""),
    ("2026-06-30", "依申请公开 2026-0005", "送达答复", "本机关", ""),
    ("2026-07-10", "工作台账 2026-001", "办结", "本机关", ""),
    ("2026-07-10", "依申请公开 2026-0004", "缴纳信息处理费", "申请人（本机关）", ""),
    ("2026-07-10", "依申请公开 2026-0006", "答复", "本机关", ""),
]
"""By hand, for 2026-06-15 (a Monday); Saturday 05-09 is worked, 06-19 is Dragon Boat Festival."""


@pytest.fixture
def office(make_site):
    return write_cases(make_site(), CASES)


def due(site, *arguments, today="2026-06-15"):
    return run_here(site, "report", "due", "--today", today, *arguments)


def rows(site, *arguments):
    return json.loads(due(site, "--format", "json", *arguments).output)


def test_everything_open_and_nothing_else(office):
    """Q2, Q36(12): every open term of the registers with its day and who has to act; what is done is not there."""
    found = {
        (row["due"], f"{row['kind']} {row['number']}", row["what"], row["who"], row["overdue"])
        for row in rows(office)
        if row["kind"] != "年度报告"
    }
    assert set(EXPECTED) == found


def test_the_most_urgent_comes_first(office):
    """Section 4: what is over before what is not, then by day; the exit code tells that a term of the law ran out."""
    found = [(not row["overdue"], row["due"]) for row in rows(office)]
    assert sorted(found) == found
    assert 1 == due(office).exit_code
    assert 0 == due(office, "--person", "经办一岗").exit_code
    assert ["2026-0002"] * 2 == [row["number"] for row in rows(office, "--person", "经办一岗")]


def test_every_date_is_explained(office):
    """Section 4: each date says what it was counted from."""
    assert [] == [row for row in rows(office) if not row["lines"]]
    text = due(office, "--explain", "--by", "person").output
    assert "办公室（3 件）" in text
    assert "起算：2026-05-06（周三），当日不计入" in text


def test_the_annual_report_is_remembered_from_december(make_site):
    """Q17, 条例 49: 报送 and 公布, both due 01-31, from 12-15 on."""
    site = make_site()
    assert [] == [
        r
        for r in json.loads(due(site, "--format", "json", today="2026-12-14").output)
        if r["number"] == "2026"
    ]
    late = json.loads(due(site, "--format", "json", today="2027-02-02").output)
    found = [(r["due"], r["what"], r["overdue"]) for r in late if r["number"] == "2026"]
    assert [
        ("2027-01-31", "向社会公布", "已超期 2 日"),
        ("2027-01-31", "报送主管部门", "已超期 2 日"),
    ] == found


def test_what_is_withheld_or_absent_is_looked_at_again(make_site):
    """Q42, S7, 条例 18: the register's day and the inventory's, and the statement that there is nothing of a class."""
    held = {"ground": "内部事务信息", "reviewed": "2025-06-10", "decided": "2025-06-11", "due": "2026-06-11"}
    site = write_cases(make_site(), [Case("withheld", "2025-0001", "x", {**held, "handler": "办公室"})])
    who = "ground: 内部事务信息, basis: 条例第十六条, made_by: 产业科, reviewed_by: 产业科, kept_by: 办公室"
    staff = f"  - {{id: staff, name: 人事材料, disclosure: 不予公开, {who}, review_on: 2026-07-01}}\n"
    site.write("catalog/inventory.yml", f"format: 1\nclasses:\n{staff}")
    site.edit(
        "catalog/categories.yml", "work-updates]\n", "work-updates, budget]\nabsent: {budget: 2026-05-08}\n"
    )
    assert [
        ("2026-06-11", "不予公开 2025-0001", "重新评估", "办公室", "已超期 4 日"),
        ("2026-07-01", "梳理清单 staff", "重新评估能否公开", "产业科", ""),
        ("2027-05-08", "公开类别 budget", "核实本机关无此类信息", "本机关", ""),
    ] == [
        (r["due"], f"{r['kind']} {r['number']}", r["what"], r["who"], r["overdue"])
        for r in rows(site)
        if r["kind"] != "年度报告"
    ]


def test_steps_of_approval_that_wait(make_site):
    """Q32: the clock of the step that waits, with the persons that may decide; the id, not the title."""
    site = published_office(make_site())
    site.add_item("2026-00091", title="一件待审批的信息", formed="2026-06-01")
    found = [row for row in rows(site) if row["kind"] == "审批" and row["number"] == "2026-00091"]
    assert found
    assert "2026-06-30" in {row["due"] for row in found if row["what"] == "公开期限"}
    assert "一件待审批的信息" not in due(site).output
    site.edit("catalog/guide.yml", "format: 1", "# 改动\nformat: 1")
    said = due(site, "--explain").output
    assert "审批 data:catalog/guide.yml" in said
    assert "自  起" not in said, "settings bear no day from which they wait"


def test_the_calendar_says_the_same(office, tmp_path):
    """Section 4: .ics to subscribe to: a day for each date, stable ids, 75 octets a line, the same bytes."""
    for name in ("one.ics", "two.ics"):
        due(office, "--ics", str(tmp_path / "out" / name))
    data = (tmp_path / "out" / "one.ics").read_bytes()
    assert data == (tmp_path / "out" / "two.ics").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "RFC 5545, 3.1"
    text = data.decode("utf-8").replace("\r\n ", "")
    days = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", text)
    assert sorted(day.replace("-", "") for day, *_ in EXPECTED) == sorted(
        d for d in days if d < "20270101" and d != "20260131"
    )
    identifiers = re.findall(r"UID:(.+)\r\n", text)
    assert len(set(identifiers)) == len(identifiers)
    assert "SUMMARY:【超期】依申请公开 2026-0001：答复（办公室）" in text
    assert 2 == due(office, "--ics", str(office.root / "content" / "due.ics")).exit_code


def test_text_in_a_calendar_is_escaped():
    """RFC 5545, 3.3.11: commas, semicolons, backslashes and line ends stand escaped."""
    data = write_calendar("a,b", [DayEntry("u", "2026-12-31", "x;y\\z", "一\n二")], "2026-06-15").decode()
    assert "X-WR-CALNAME:a\\,b\r\n" in data
    assert "SUMMARY:x\\;y\\\\z\r\nDESCRIPTION:一\\n二\r\n" in data
    assert "DTEND;VALUE=DATE:20270101\r\n" in data

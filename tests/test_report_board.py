"""The office's own board (J3, J28, Q2, Q36): timeliness, empty and stale classes, evidence for each liability; never public."""

import csv
import io

import openpyxl
import pytest
from click.testing import CliRunner
from disclosure.cli import main
from disclosure.data_files import load_data
from disclosure.problems import problem_kinds
from register_maker import application, event, write_cases

TODAY = "2026-06-15"


@pytest.fixture
def office(make_site):
    """A small office with an item of this year that came too late, one in time, and a register with an answer overdue."""
    site = make_site()
    site.add_item("2026-00021", formed="2026-01-05", publish_on="2026-03-30")
    site.add_item("2026-00022", formed="2026-06-01", publish_on="2026-06-02", title="关于夏季办公时间的通知")
    return write_cases(site, [application("2026-03-02"), application("2026-06-01", number="2026-0002")])


def board(site, folder, today=TODAY):
    """The workbook of `report board`: sheet → rows."""
    given = ["report", "board", "--site", str(site.root), "--today", today, "--out", str(folder)]
    done = CliRunner().invoke(main, given, catch_exceptions=False)
    assert 0 == done.exit_code, done.output
    book = openpyxl.load_workbook(folder / "board.xlsx")
    return {
        s.title: [tuple(cell or "" for cell in row) for row in s.iter_rows(min_row=2, values_only=True)]
        for s in book
    }


def test_the_board_counts_what_is_late_empty_and_stale(office, tmp_path):
    """X12: J3, Q2: by division; a class that was not renewed within its term is stale, one without an item is empty."""
    sheets = board(office, tmp_path / "out")
    assert [row[0] for row in sheets["逾期"]] == ["content/items/2026/2026-00021.md"]
    all_together = next(row for row in sheets["及时率"] if row[0] == "合计")
    assert int(all_together[1]) == sum(map(int, all_together[2:5]))
    assert "1" == all_together[3]
    assert sheets["陈旧类别"] == []
    later = board(office, tmp_path / "later", "2026-12-20")
    assert "工作动态" in [row[0] for row in later["陈旧类别"]], "news older than two weeks is stale"
    news = next(row for row in later["陈旧类别"] if row[0] == "工作动态")
    assert ("2026-06-02", "2026-06-16", "187") == (news[1], news[3], news[4])


def test_answers_to_public_opinion_are_counted_by_level(make_site, tmp_path):
    """Q53: 定期通报民意办理和处置情况: the year's answers by level, in time and late, from the site's own items."""
    site = make_site()
    told = "public_opinion: {{found_at: {} 09:00, responded_at: {} 10:00, level: {}, answers: [澄清事实]}}\n"
    answers = [("2026-05-08", "2026-05-09", "一般"), ("2026-05-11", "2026-05-14", "一般")]
    answers += [("2026-05-12", "2026-05-13", "重大"), ("2025-05-12", "2025-05-13", "一般")]
    for number, answer in enumerate(answers, 31):
        site.add_item(f"2026-000{number}", extra=told.format(*answer), title=f"关于第{number}件的回应")
    assert [
        ("一般", "2", "1", "1", "0", "50.0%"),
        ("重大", "1", "0", "1", "0", "0.0%"),
        ("特别重大", "0", "0", "0", "0", "—"),
        ("合计", "3", "1", "2", "0", "33.3%"),
    ] == board(site, tmp_path / "out")["舆情回应"]


def test_every_liability_stands_with_its_evidence(office, tmp_path):
    """Q36: fourteen lines; what a program can find is listed with its place, the rest is said to be for people."""
    sheets = board(office, tmp_path / "out")
    by_number = {}
    for number, _, verdict, evidence in sheets["责任情形"]:
        by_number.setdefault(int(number), []).append((verdict, evidence))
    assert list(range(1, 15)) == sorted(by_number)
    assert [("由人认定", "")] == by_number[9] == by_number[14]
    assert "2026-00021.md（T001）" in by_number[7][0][1]
    assert "applications/2026/2026-0001.yml（L031）" in by_number[10][0][1]
    assert [("没有发现", "")] == by_number[12], "an application that is late is no complaint that is late"
    assert [("没有发现", "")] == by_number[11]


def test_a_wrong_fee_is_evidence(office, tmp_path):
    """Q36 (11): an unlawful fee is found by the table of fees."""
    notice = event("2026-06-10", "收费通知", number="费1", method="按量", count="40", yuan="900")
    write_cases(office, [application("2026-06-02", notice, number="2026-0003")])
    sheets = board(office, tmp_path / "out")
    [found] = [row for row in sheets["责任情形"] if row[0] == "11"]
    assert "（L019）" in found[3]


def test_every_code_of_a_liability_is_a_code():
    """Q36: a liability whose codes were renamed would lose its evidence unseen."""
    entries = load_data("liability.yml")["triggers"]
    assert list(range(1, 15)) == [entry["number"] for entry in entries]
    assert set() == {code for entry in entries for code in entry["codes"]} - set(problem_kinds())
    for entry in entries:
        more = {"empty", "stale", "outside", "corrections", "conflicts"} & set(entry)
        assert bool(entry["codes"] or more) != bool(entry.get("person")), entry["name"]


def test_the_board_is_refused_inside_what_is_published(office):
    """Section 4.9: what an office would never publish about itself stays out of the site."""
    given = ["report", "board", "--site", str(office.root), "--out", str(office.root / "content")]
    assert 2 == CliRunner().invoke(main, given).exit_code


def test_the_csv_is_the_first_table(office, tmp_path):
    """X8: the figures for whoever supervises, in a form that any program reads."""
    board(office, tmp_path / "out")
    text = (tmp_path / "out" / "board.csv").read_text(encoding="utf-8-sig")
    rows = {row["项目"]: row["数值"] for row in csv.DictReader(io.StringIO(text))}
    assert "1" == rows["逾期公开"]

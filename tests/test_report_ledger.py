"""The register of publications as the office reads it, in a place that nobody publishes (J20)."""

import csv
import io

import openpyxl
import pytest
from approval_maker import ITEM
from withdraw_maker import TITLE, published_office, run_here

LEADER = ("--person", "leader", "--sample-key", "--yes", "--time", "2026-06-01T09:00+08:00")
DUTY = ("--person", "duty", "--sample-key", "--yes", "--time", "2026-06-01T23:00+08:00")


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item published and registered."""
    return published_office(make_site())


def report(site, folder, *arguments):
    """The rows of the CSV of `report ledger`, as mappings."""
    done = run_here(site, "report", "ledger", "--out", str(folder), *arguments)
    assert 0 == done.exit_code, done.output
    data = (folder / "ledger.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "without the mark Excel shows no Chinese"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_register_holds_what_the_rule_asks(office, tmp_path):
    """J20, Y14: 登记号, 索引号, title, producer, reviewers, published at, address, hash, registrars."""
    [row] = report(office, tmp_path / "out")
    assert ("1", "发布", f"990203009/{ITEM}", TITLE, "办公室") == tuple(
        row[key] for key in ("登记号", "事项", "索引号", "名称", "提供科室")
    )
    assert "2026-05-11 12:00" == row["时间"]
    for person in (
        "head岗（head）（科室负责人）",
        "secrecy岗（secrecy）（保密审查人）",
        "leader岗（leader）（主管领导）",
    ):
        assert person in row["审核人"]
    assert "publisher岗（publisher）" == row["登记人"]
    assert row["网址"].endswith(f"items/2026/{ITEM}.html")
    assert 64 == len(row["校验值"])


def test_the_three_files_hold_the_same(office, tmp_path):
    """Section 3: shown to the office as a page, csv and xlsx; the same report gives the same bytes."""
    rows = report(office, tmp_path / "one")
    report(office, tmp_path / "two")
    for name in ("ledger.html", "ledger.csv", "ledger.xlsx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    sheet = openpyxl.load_workbook(tmp_path / "one" / "ledger.xlsx").worksheets[0]
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [list(rows[0]), *[list(row.values()) for row in rows]] == cells
    page = (tmp_path / "one" / "ledger.html").read_text(encoding="utf-8")
    assert '<div class="table-scroll"' in page, "its many columns move sideways on a telephone"
    assert all(value in page for value in rows[0].values())
    assert "内部资料" in page


def test_registrars_on_paper_are_named_too(office, tmp_path):
    """J20: two registrars: the one who entered the paper, and the one whose decision published it."""
    from approval_maker import decide
    from withdraw_maker import register

    other = "2026-00091"
    office.add_item(other, title="另一件")
    paper = {"mode": "paper", "evidence": {"registrar": "registrar", "number": "2026-7"}}
    done = []
    for hour, (step, person) in enumerate((("draft", "head"), ("secrecy", "secrecy"), ("sign", "leader")), 9):
        done.append(
            decide(office, step, person, f"2026-05-12T{hour:02}:00+08:00", done, identifier=other, **paper)
        )
    decide(office, "publish", "publisher", "2026-05-12T12:00+08:00", done, identifier=other)
    register(office, other, title="另一件")
    assert (
        "registrar岗（registrar）、publisher岗（publisher）" == report(office, tmp_path / "out")[1]["登记人"]
    )


def test_what_had_to_vanish_is_a_number_and_nothing_else(office, tmp_path):
    """Section 3: a redacted line stays in the register, empty, so that no number is missing."""
    assert 0 == run_here(office, "withdraw", ITEM, "--kind", "涉密处置", *DUTY).exit_code
    first, second = report(office, tmp_path / "out")
    assert ("1", ITEM, "", "") == (first["登记号"], first["编号"], first["名称"], first["校验值"])
    assert ("2", "涉密处置", "") == (second["登记号"], second["事项"], second["名称"])
    assert "duty岗（duty）" == second["登记人"]


@pytest.mark.parametrize("folder", ["content", "content/new", "catalog/report", "site", "site/inner"])
@pytest.mark.parametrize("name", ["ledger", "audit"])
def test_a_report_is_refused_where_it_would_be_published(office, name, folder):
    """X8, design 5: registers, dissent and names of reviewers are never part of the public site."""
    before = sorted(office.root.rglob("*"))
    done = run_here(office, "report", name, "--out", str(office.root / folder))
    assert 2 == done.exit_code, done.output
    assert "请另选一个文件夹" in done.output
    assert before == sorted(office.root.rglob("*"))


def test_a_report_is_refused_in_a_site_that_lies_elsewhere(office, tmp_path):
    """Design 5: the same holds for a site that was built to another place, and through a link."""
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "catalog.json").write_text("{}", encoding="utf-8")
    (tmp_path / "link").symlink_to(office.root / "content", target_is_directory=True)
    for place in ("www", "www/internal", "link/report"):
        done = run_here(office, "report", "audit", "--out", str(tmp_path / place))
        assert 2 == done.exit_code, done.output


def test_a_site_without_approvals_has_an_empty_register(make_site, tmp_path):
    """Design 3: no input gives a traceback: there is nothing to register, and the report says so."""
    assert [] == report(make_site(), tmp_path / "out")

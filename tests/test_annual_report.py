"""政府信息公开工作年度报告 (J4, S2, Q17; 条例第四十九、五十条): sums, draft, final, workbook; January 28 played through."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import openpyxl
import pytest
from click.testing import CliRunner
from disclosure.annual_format import annual_format
from disclosure.cli import main
from disclosure.read.annual_figures import read_year
from disclosure.read.site import read_site
from disclosure.render.markdown import render_body
from disclosure.reports.annual import make_report
from disclosure.reports.annual_counts import CatalogCounts
from disclosure.reports.annual_documents import report_docx
from disclosure.reports.annual_layout import lay_out, markdown_table
from disclosure.reports.annual_page import report_page
from disclosure.reports.annual_sums import failed_sums
from disclosure.reports.annual_workbook import blank_form, read_form, year_file
from register_maker import application, event, write_cases

YEAR = 2025
TITLE = "示例县工业和信息化局2025年政府信息公开工作年度报告"
NARRATIVE = {
    "proactive": "全年主动公开{主动公开信息}条，其中工作动态{公开:工作动态}条。",
    "on-request": "全年新收申请{新收申请}件，办结{办结申请}件，不予公开{不予公开}件。",
    "management": "逐件核对有效性。",
    "platform": "专栏按统一规范设置。",
    "supervision": "行政复议{行政复议}件，行政诉讼{行政诉讼}件。",
    "problems": "个别信息公开不够及时，已经改正。",
    "other": "没有收取信息处理费。",
}
GIVEN = {
    "documents": {"rules": "0 0 0", "normative-documents": "1 0 1"},
    "licensing": {"licences": "12"},
    "enforcement": {"penalties": "1", "compulsion": "0"},
    "charges": {"charges": "3.86"},
    "applications": {
        "received": "3 1 0 0 1 0 5",
        "carried-in": "1 0 0 0 0 0 1",
        "granted": "2 1 0 0 0 0 3",
        "refused-process": "1 0 0 0 0 0 1",
        "declined-repeat": "0 0 0 0 1 0 1",
        "handled-total": "3 1 0 0 1 0 5",
        "carried-out": "1 0 0 0 0 0 1",
    },
    "reviews": {"cases": "1 0 0 0 1 0 0 0 0 0 0 0 0 1 1"},
}
"""A year by hand; rows of 申请 that are not named hold nothing but 0."""


def cells(changes=None):
    """The figures as a workbook's cells, `changes` being (table, row) → text of the row, or None for no such row."""
    tables = {}
    for table in annual_format().tables.values():
        zero = " ".join("0" * len(table.columns))
        rows = {row.id: GIVEN[table.id].get(row.id, zero) for row in table.figure_rows}
        tables[table.id] = rows
    for (table, row), value in (changes or {}).items():
        tables[table][row] = value
    return {
        name: {row: value.split() for row, value in rows.items() if value is not None}
        for name, rows in tables.items()
    }


def write_year(site, year=YEAR, changes=None, narrative=NARRATIVE):
    """Write catalog/reports/<year>.yml as an office would after filling in its form."""
    text = year_file(year, cells(changes))
    text = text.replace("department: \n", "department: 办公室\n").replace("person: \n", "person: 综合岗\n")
    for part, words in narrative.items():
        text = text.replace(f"  {part}: \n", f"  {part}: {words}\n")
    site.write(f"catalog/reports/{year}.yml", text)


@pytest.fixture
def office(make_site):
    """A small office with the figures of 2025 and, for the carry-over, of 2024."""
    site = make_site()
    site.edit("catalog/categories.yml", "work-updates]", "work-updates, annual-reports]")
    write_year(site)
    write_year(site, 2024)
    return site


def annual(site, *arguments, today="2026-01-28", year=YEAR):
    """Run `report annual` in this process."""
    given = ("--site", str(site.root), "--today", today, "--year", str(year), *arguments)
    return CliRunner().invoke(main, ["report", "annual", *given], catch_exceptions=False)


def made(site, registers=None):
    """The report of 2025 and all rows about it, without the check of the items."""
    given, rows = read_year(site.root, YEAR)
    previous, _ = read_year(site.root, YEAR - 1)
    office = read_site(site.root, "2026-01-28")[0]
    report, found = make_report(office, given, previous, CatalogCounts(0, {}, 1, 0, 1), registers or {})
    return report, [*rows, *found]


def codes(output):
    """The problem codes of a run, sorted."""
    return sorted(re.findall(r"(?:错误|提醒|提示) ([A-Z]\d{3})", output))


def test_every_sum_is_checked_in_every_column():
    """J4: a figure changed by one breaks each sum that it is part of, whichever figure it is."""
    rows = {
        name: {
            row: tuple(round(float(v) * 100) if name == "charges" else int(v) for v in values)
            for row, values in r.items()
        }
        for name, r in cells().items()
    }
    assert [] == failed_sums(rows, rows), "the year by hand must hold"
    for table, parts in (("applications", 3), ("reviews", 1)):
        for row, values in rows[table].items():
            for place in range(len(values)):
                wrong = (*values[:place], values[place] + 1, *values[place + 1 :])
                found = failed_sums({**rows, table: {**rows[table], row: wrong}}, rows)
                assert found, f"{table} {row} column {place} may be wrong by one unseen"
                assert len(found) <= parts, [f.rule.id for f in found]


def test_january_28_with_one_wrong_sum(office, tmp_path):
    """J4, S2: on January 28 one column is off by one: the draft is there and says where; final waits; then it goes through."""
    write_year(office, changes={("applications", "granted"): "2 2 0 0 0 0 4"})
    draft = annual(office, "--out", str(tmp_path / "out"))
    assert 1 == draft.exit_code
    assert ["H005", "H005"] == codes(draft.output), draft.output
    assert "法人或其他组织 商业企业" in draft.output
    assert "左边是 2，右边是 1" in draft.output
    page = (tmp_path / "out" / "annual-2025.html").read_text(encoding="utf-8")
    assert "草稿，不得公布" in page
    assert "法人或其他组织 商业企业" in page
    assert "草稿" in word_text(tmp_path / "out" / "annual-2025.docx")
    refused = annual(office, "--final")
    assert (1, True) == (refused.exit_code, "没有登记" in refused.output)
    assert TITLE not in "".join(
        p.read_text(encoding="utf-8") for p in office.root.glob("content/items/*/*.md")
    )

    write_year(office)
    done = annual(office, "--final")
    assert 0 == done.exit_code, done.output
    [path] = [
        p for p in office.root.glob("content/items/2026/*.md") if TITLE in p.read_text(encoding="utf-8")
    ]
    rows = [row for row in office.check("2026-01-28") if row.item == path.stem]
    assert [] == rows, "the item must be ready for its chain of approval"
    again = annual(office, "--final")
    assert (1, True) == (again.exit_code, "--replace" in again.output), "no year has two reports"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({("applications", "refused-state-secret"): None}, "H002"),
        ({("applications", "received"): "3 1 0 0 1 5"}, "H003"),
        ({("applications", "received"): "3 1 0 0 1 0 五"}, "H004"),
        ({("applications", "received"): "3 1 0 0 1 0 -5"}, "H004"),
        ({("charges", "charges"): "3.866"}, "H004"),
        ({("applications", "carried-in"): "0 1 0 0 0 0 1"}, "H006"),
        ({("reviews", "cases"): "1 0 0 0 1 0 0 0 0 0 0 0 0 2 1"}, "H005"),
        ({("documents", "normative-documents"): "4 0 9"}, "H008"),
    ],
)
def test_what_is_handed_in_wrong_is_told(office, change, code):
    """J4: a missing row, a shifted column, a value that is none, a broken carry-over, a difference to the catalog."""
    write_year(office, changes=change)
    report, rows = made(office)
    assert code in {row.code for row in rows}
    assert report_docx(report, "示例局"), "the draft always renders"
    assert report.title in report_page(report, rows)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  platform: 专栏按统一规范设置。\n", "", "H009"),
        ("{新收申请}", "{新收}", "H010"),
        ("新收申请{新收申请}件", "新收申请7件", "H011"),
        ("    person: 综合岗\n    rows:\n      rules", "    rows:\n      rules", "H012"),
        ("reported: \n", "reported: 1月15日\n", "H015"),
        ("      carried-in:", "      carried:", "H001"),
        ("  licensing:\n", "  licences:\n", "H001"),
        ("  platform:", "  site:", "H001"),
    ],
)
def test_what_is_written_wrong_is_told(office, old, new, code):
    """J4: a part that is missing, a number that nobody counted, a number that differs, figures that nobody answers for."""
    text = office.read("catalog/reports/2025.yml")
    assert 1 == text.count(old), old
    office.write("catalog/reports/2025.yml", text.replace(old, new))
    assert code in {row.code for row in made(office)[1]}


def test_a_register_counts_for_more_than_what_is_typed(office):
    """J4, section 4.9: table three comes from the register; typed figures that differ from it are an error."""
    rows = {row: tuple(map(int, values)) for row, values in cells()["applications"].items()}
    assert "H013" not in {row.code for row in made(office, registers={"applications": rows})[1]}
    more = rows | {"received": (4, 1, 0, 0, 1, 0, 6)}
    assert "H013" in {row.code for row in made(office, registers={"applications": more})[1]}
    text = office.read("catalog/reports/2025.yml")
    start, end = text.index("  # 收到和处理"), text.index("  # 政府信息公开行政复议")
    office.write("catalog/reports/2025.yml", text[:start] + text[end:])
    report, found = made(office, registers={"applications": rows})
    assert [] == [row for row in found if row.severity == "error"]
    assert rows == dict(report.figures["applications"])


def test_the_register_s_year_fills_table_three(office, tmp_path):
    """J4, Q11: the cases of the register become table three, with every sum; one that cannot be counted is told."""
    cases = [
        application(
            "2025-03-03", event("2025-03-20", "答复", number="答1", outcome="予以公开"), number="2025-0001"
        ),
        application(
            "2025-04-01",
            event("2025-04-20", "答复", number="答2", outcome="重复申请"),
            applicant="商业企业",
            number="2025-0002",
        ),
        application("2025-12-30", number="2025-0003"),
    ]
    write_cases(office, cases)
    text = office.read("catalog/reports/2025.yml")
    start = text.index("  # 收到和处理")
    office.write("catalog/reports/2025.yml", text[:start] + text[text.index("narrative:") :])
    office.remove("catalog/reports/2024.yml")
    done = annual(office, "--out", str(tmp_path / "out"))
    assert {"H007", "H014"} >= set(codes(done.output)), done.output
    found = json.loads((tmp_path / "out" / "annual-2025.json").read_text(encoding="utf-8"))["tables"]
    assert (3, 2, 1) == tuple(
        found["applications"][row]["total"] for row in ("received", "handled-total", "carried-out")
    )
    assert (1, 1) == (
        found["applications"]["granted"]["natural-person"],
        found["applications"]["declined-repeat"]["company"],
    )
    assert 0 == found["reviews"]["cases"]["review-total"]
    write_cases(
        office,
        [
            application(
                "2025-05-05", event("2025-05-20", "答复", number="答4", outcome="公开"), number="2025-0004"
            )
        ],
    )
    assert "H017" in codes(annual(office, "--out", str(tmp_path / "out")).output)


def test_numbers_in_the_text_come_from_the_tables(office, tmp_path):
    """J4: placeholders are filled from the same figures; unknown categories are told, empty ones are 0."""
    annual(office, "--out", str(tmp_path / "out"))
    data = json.loads((tmp_path / "out" / "annual-2025.json").read_text(encoding="utf-8"))
    assert "全年新收申请5件，办结5件，不予公开1件。" == data["narrative"]["on-request"]
    assert "行政复议1件，行政诉讼1件。" == data["narrative"]["supervision"]
    assert "0条。" == data["narrative"]["proactive"][-3:]
    assert 3.86 == data["tables"]["charges"]["charges"]["amount"]
    assert 5 == data["tables"]["applications"]["received"]["total"]
    lines = list(csv.DictReader(io.StringIO((tmp_path / "out" / "annual-2025.csv").read_text("utf-8-sig"))))
    count = sum(len(t.columns) * len(t.figure_rows) for t in annual_format().tables.values())
    assert count == len(lines)
    [refused] = [r for r in lines if r["行"].endswith("6.属于四类过程性信息") and r["列"] == "自然人"]
    assert ("1", "件") == (refused["数值"], refused["单位"])


def test_late_reports_are_told_with_the_law_s_day(office, tmp_path):
    """S2, Q17: 报送 and 公布 are each due on January 31 by the law, whatever a local rule allows."""
    out = str(tmp_path / "out")
    assert [] == [c for c in codes(annual(office, "--out", out, today="2026-01-31").output) if c == "H014"]
    late = annual(office, "--out", out, today="2026-02-01").output
    assert 2 == codes(late).count("H014")
    assert "2026-01-31" in late
    office.edit("catalog/reports/2025.yml", "reported: \n", "reported: 2026-01-20\n")
    assert 1 == codes(annual(office, "--out", out, today="2026-02-01").output).count("H014")


def test_the_form_comes_back_as_figures(make_site, tmp_path):
    """Section 4.9: a year before adoption is imported from a workbook; an empty row is told, nothing is guessed."""
    site = make_site()
    form = tmp_path / "form.xlsx"
    assert 0 == annual(site, "--form", str(form)).exit_code
    assert form.read_bytes() == blank_form("2025年政府信息公开工作年度报告填报表"), "the same bytes each time"
    book = openpyxl.load_workbook(form)
    for name, rows in cells().items():
        sheet = book[name]
        for line in sheet.iter_rows(min_row=2):
            for cell, value in zip(line[2:], rows[line[0].value], strict=True):
                cell.value = float(value) if "." in value else int(value)
    book.save(form)
    done = annual(site, "--from", str(form))
    assert 0 == done.exit_code, done.output
    given, rows = read_year(site.root, YEAR)
    assert [] == rows
    assert (1, 0, 0, 0, 0, 0, 1) == given.tables["applications"]["carried-in"]
    assert (386,) == given.tables["charges"]["charges"]
    assert 2 == annual(site, "--from", str(form)).exit_code, "what is there is not written over"
    book["applications"]["C2"].value = None
    book.save(form)
    assert ["H004"] == codes(annual(site, "--from", str(form), "--replace").output)


def test_a_broken_workbook_is_no_traceback(make_site, tmp_path):
    """Design 3: bad input never raises."""
    for data in (b"", b"PK\x03\x04", blank_form("x")[:900]):
        file = tmp_path / "broken.xlsx"
        file.write_bytes(data)
        assert ["H016"] == codes(annual(make_site(name=f"s{len(data)}"), "--from", str(file)).output)
    assert "H016" in {row.code for row in read_form(other_sheet(), "x.xlsx")[1]}


def other_sheet():
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word_text(path):
    with zipfile.ZipFile(path) as package:
        return re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode("utf-8"))


class _Cells(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.open = [], None

    def handle_starttag(self, tag, attrs):
        if tag in ("td", "th"):
            self.open = {"tag": tag, "text": "", **dict(attrs)}
            self.found.append(self.open)

    def handle_data(self, data):
        if self.open is not None:
            self.open["text"] += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.open = None


def test_the_page_prints_the_merged_form():
    """J4: table three has its official heads, each said to be one, so that a screen reader reads a cell with all of them."""
    form = annual_format().tables["applications"]
    rows = {row.id: tuple(range(7)) for row in form.figure_rows}
    html = render_body("\n".join(markdown_table(lay_out(form, rows))), lambda _x: "", "").html
    parser = _Cells()
    parser.feed(html)
    by_text = {cell["text"]: cell for cell in parser.found}
    assert ("th", "colgroup", "5") == tuple(by_text["法人或其他组织"][k] for k in ("tag", "scope", "colspan"))
    assert ("th", "rowgroup", "22") == tuple(
        by_text["三、本年度办理结果"][k] for k in ("tag", "scope", "rowspan")
    )
    assert ("th", "row") == tuple(by_text["1.属于国家秘密"][k] for k in ("tag", "scope"))
    assert 25 * 7 == sum(cell["tag"] == "td" for cell in parser.found)
    assert "^^" not in html
    assert "&lt;&lt;" not in html


def test_a_table_without_marks_stays_as_it_was():
    """Decision 1: merging is asked for by its marks only; a mark without a neighbour is an empty cell."""
    plain = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert 'class="form"' not in render_body(plain, lambda _x: "", "").html
    odd = render_body("| << | b |\n|---|---|\n| ^^ | 2 |\n", lambda _x: "", "").html
    assert "&lt;&lt;" not in odd
    assert ">2<" in odd

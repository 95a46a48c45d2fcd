"""公开目录表 of a local rule (Y11), facts of the guide with the day they were verified (Q1, S12), the steps of an application."""

import csv
import io
import re

import openpyxl
import pytest
import site_maker

TABLES = (
    "部门职能公开目录表",
    "部门领导公开目录表",
    "内设机构公开目录表",
    "行业发展规划、计划公开目录表",
    "部门行政管理、行政执法公开目录表",
    "行政许可项目公开目录表",
    "人事管理公开目录表",
    "财务管理公开目录表",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A small office with the eight tables, and a guide that says when two of its facts were verified; built once."""
    site = site_maker.make_site(tmp_path_factory.mktemp("tables") / "office")
    site.edit("catalog/categories.yml", "profile: statutory", "profile: statutory\ntables: xianyang-tables")
    guide = "verified: {address: 2026-05-01, phone: 2026-06-01}\n"
    place = "places: [{name: 县档案馆, address: 县前街1号, verified: 2026-04-02}]\n"
    site.edit("catalog/guide.yml", "format: 1\n", f"format: 1\n{guide}{place}")
    done = site.build()
    assert 0 == done.returncode, done.stdout + done.stderr
    return site


def test_the_eight_tables_are_pages_and_files(office):
    """Y11: each table has its page, its CSV, and a sheet of one workbook; the entry page leads to all of them."""
    index = (office.out / "catalog/index.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(office.out / "catalog/tables.xlsx")
    assert list(TABLES) == book.sheetnames
    for name in TABLES:
        [href] = re.findall(rf'href="\.\./catalog/(table\.[a-z-]+\.html)">{name}<', index)
        page = (office.out / "catalog" / href).read_text(encoding="utf-8")
        assert f"<h1>{name}</h1>" in page
        data = (office.out / "catalog" / href.replace(".html", ".csv")).read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(data)))
        sheet = [[cell or "" for cell in row] for row in book[name].iter_rows(values_only=True)]
        assert rows == sheet
        assert all(row[1] in page for row in rows[1:])


def test_every_item_stands_in_its_table(office):
    """Y11: the rows are the items of the categories that a table stands for; an item is in no table twice."""
    book = openpyxl.load_workbook(office.out / "catalog/tables.xlsx")
    found = [row[0] for name in TABLES for row in book[name].iter_rows(min_row=2, values_only=True)]
    catalog = csv.DictReader(io.StringIO((office.out / "catalog.csv").read_text(encoding="utf-8-sig")))
    assert sorted(row["索引号"] for row in catalog) == sorted(found)


def test_an_empty_table_is_a_warning_and_still_a_page(office):
    """Y11: an empty table is told to the office, and its page says that there is nothing."""
    empty = {row.value for row in office.check() if row.code == "C031"}
    assert empty, "this office has tables without an item"
    book = openpyxl.load_workbook(office.out / "catalog/tables.xlsx")
    assert empty == {name for name in TABLES if book[name].max_row == 1}


def test_an_office_without_tables_has_none(built):
    """Y11: the tables are a local rule's: who does not follow it has neither pages nor warnings."""
    assert [] == list((built.out / "catalog").glob("table*"))


def test_the_guide_says_when_a_fact_was_verified(office):
    """Article 12, S12: beside the fact stands the day on which somebody last found it true."""
    page = (office.out / "guide.html").read_text(encoding="utf-8")
    for day in ("2026-05-01", "2026-06-01", "2026-04-02"):
        assert f"最近核实 <time>{day}</time>" in page
    assert 3 == page.count("最近核实")


def test_the_steps_of_an_application_are_a_list_with_the_law_s_terms(office):
    """Q14, S2: the chart is a list that is read in its order, with the terms that bind the office."""
    page = (office.out / "apply.html").read_text(encoding="utf-8")
    chart = page[page.index('<ol class="flow">') :]
    chart = chart[: chart.index("</ol>")]
    steps = re.findall(r"<strong>(.+?)</strong>", chart)
    assert ["提出申请", "收件登记", "补正", "征求意见", "作出答复", "提供信息"] == steps
    for term in ("7 个工作日", "15 个工作日", "20 个工作日"):
        assert term in chart
    assert 2 == chart.count("需要时")

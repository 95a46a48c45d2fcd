"""通报 of units that have not done what was asked of all (Y1–Y4, Q53): counts, lists, names, a draft item."""

import re

import pytest
from click.testing import CliRunner
from disclosure.check.site import check_site
from disclosure.cli import main
from disclosure.model.catalog import assemble
from disclosure.model.listings import all_listings
from disclosure.read.units import read_units
from disclosure.render.sections import SECTIONS, render_section
from disclosure.reports.circular import circular_markdown, circular_rows, near_names, on_several, outcomes

WITHOUT_BODY = [
    "工业办",
    "交通局",
    "环保局",
    "粮食局",
    "人防办",
    "物价局",
    "公积金管理中心",
    "供销社",
    "商业银行",
    "地税局",
    "地电工委",
    "供电局",
    "银监局",
    "邮政局",
]
UNTRAINED = [
    "武功县",
    "发改委",
    "交通局",
    "文化局",
    "卫生局",
    "房产管理局",
    "商务局",
    "农发办",
    "人行",
    "供电局",
    "邮电局",
    "银监局",
]
ALL = 88
HEAD = """format: 1
subject: 政府信息公开准备工作
as_of: 2008-01-25
due: 2008-02-29
requirements:
  - {id: leading-body, name: 成立领导机构}
  - {id: training, name: 业务培训会, date: 2008-01-24, people: 80余}
units:
"""


def units_2008():
    """A city's 88 units of January 2008, those on the lists by name; the others are only counted."""
    named = list(dict.fromkeys(WITHOUT_BODY + UNTRAINED))
    names = named + [f"其他单位{n:02d}" for n in range(1, ALL - len(named) + 1)]
    lines = []
    for number, name in enumerate(names, 1):
        done = [] if name in WITHOUT_BODY else ["leading-body: 2008-01-10"]
        done += [] if name in UNTRAINED else ["training: 2008-01-24"]
        lines.append(f"  - {{id: u{number}, name: {name}, done: {{{', '.join(done)}}}}}\n")
    return HEAD + "".join(lines)


@pytest.fixture
def city(make_site):
    """An office that supervises the 88 units."""
    site = make_site()
    site.edit("catalog/categories.yml", "work-updates]", "work-updates, supervision]")
    site.write("catalog/units.yml", units_2008())
    return site


def circular(site, *arguments, today="2008-01-25"):
    """Run `report circular` in this process."""
    given = ("report", "circular", "--site", str(site.root), "--today", today, *arguments)
    return CliRunner().invoke(main, given, catch_exceptions=False)


def test_the_figures_of_2008_come_out(city):
    """Y1, Y2: of 88 units 74 had a leading body and 76 were at the training; lists of 14 and 12, three units on both."""
    units, rows = read_units(city.root)
    assert [] == rows
    body, training = outcomes(units)
    assert (88, 74, 14) == (body.total, body.done, len(body.missing))
    assert (88, 76, 12) == (training.total, training.done, len(training.missing))
    assert ("84.1%", "86.4%") == (body.share, training.share)
    assert WITHOUT_BODY == [u.name for u in body.missing]
    assert sorted(UNTRAINED) == sorted(u.name for u in training.missing)
    assert ["交通局", "供电局", "银监局"] == [u.name for u in on_several(units)]


def test_names_that_may_be_one_unit_are_told(city):
    """Y2: 邮政局 stands on one list and 邮电局 on the other; no other pair of the lists is taken for one."""
    rows = circular_rows(read_units(city.root)[0], "2008-01-25")
    assert [("U003", "邮政局", True)] == [(r.code, r.value, "邮电局" in r.message) for r in rows]
    assert [("房产管理局", "房管局")] == list(near_names(["房产管理局", "房管局", "财政局", "人行"]))


def test_the_text_holds_counts_and_lists(city):
    """Y2, Y4: the draft's numbers, both lists in full, and the training with its day and people."""
    text = circular_markdown(read_units(city.root)[0], "示例局", "2008-01-25")
    for part in (
        "88个单位中，74个",
        "88个单位中，76个",
        "2008年1月24日",
        "80余人",
        "（共14个）",
        "（共12个）",
    ):
        assert part in text, part
    for name in (*WITHOUT_BODY, *UNTRAINED):
        assert name in text


def test_the_circular_becomes_a_draft_item(city, tmp_path):
    """Section 4.9: the 通报 is an item that needs its chain; nothing is wrong with it but that nobody approved it."""
    done = circular(city, "--final", "--department", "办公室", "--out", str(tmp_path / "out"))
    assert 0 == done.exit_code, done.output
    path = re.search(r"content/items/\S+\.md", done.output)[0]
    assert [] == [row for row in city.check("2008-01-25") if row.path == path and row.severity == "error"]
    assert "整改要求" in city.read(path)
    assert 23 == len((tmp_path / "out" / "circular.csv").read_text(encoding="utf-8-sig").splitlines()) - 1


def test_what_is_open_past_its_day_is_told(city):
    """Y3: every unit on a list is followed until it is 已整改."""
    assert "U004" not in circular(city, today="2008-02-29").output, "the last day is not past"
    said = circular(city, today="2008-03-01").output
    assert 2 == said.count("U004"), "one line for each requirement"
    for part in (
        "还有 14 个单位没有整改：工业办、交通局、",
        "还有 12 个单位没有整改：交通局、供电局、银监局、武功县、",
    ):
        assert part in said
    city.edit(
        "catalog/units.yml",
        "name: 工业办, done: {",
        "name: 工业办, follow_up: {leading-body: 已整改}, done: {",
    )
    said = circular(city, today="2008-03-01").output
    assert "还有 13 个单位没有整改：交通局、" in said, "工业办 has done it"


def test_the_portal_leads_to_the_catalog_of_every_unit(city):
    """Y12: 各单位目录 are reached from the city's column; one that is not is told; an address that is none is refused."""
    listed = "".join(
        f"  - {{name: 其他单位{n:02d}, url: https://u{n}.example.gov.cn/zfxxgk/}}\n" for n in range(1, 66)
    )
    listed += "  - {name: 市交通局, url: https://jt.example.gov.cn/zfxxgk/}\n"
    city.edit("catalog/units.yml", "name: 交通局, done", "name: 交通局, also: [市交通局], done")
    city.write("catalog/site.yml", city.read("catalog/site.yml") + f"unit_catalogs:\n{listed}")
    checked = check_site(city.root, "2008-03-01")
    [row] = [row for row in checked.problems if row.code == "U006"]
    named = row.message.split("：")[1].rstrip("。").split("、")
    assert (22, True, False) == (len(named), "工业办" in named, "交通局" in named)
    assert "有 22 个单位" in row.message
    catalog = assemble(checked.site, checked.items, checked.problems)
    [section] = [section for section in SECTIONS if section.name == "catalog"]
    page = render_section(catalog, all_listings(catalog), section, introduced=False).main
    assert 'href="https://jt.example.gov.cn/zfxxgk/">市交通局</a>' in page
    city.edit("catalog/site.yml", "url: https://jt.example.gov.cn/zfxxgk/", "url: 'javascript:alert(1)'")
    assert "unit_catalogs.65.url" in {row.field for row in city.check() if row.code == "S008"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("name: 工业办, done: {training", "name: 工业办, done: {lesson", "U001"),
        ("name: 工业办, done: {training: 2008-01-24", "name: 工业办, done: {training: 去年", "U002"),
        ("name: 工业办,", "name: 工业办, also: [交通局],", "U005"),
    ],
)
def test_a_list_with_a_fault_is_not_registered(city, old, new, code):
    """Y2: nobody is named in public because of a slip in the office's own list; the check reminds of it too."""
    city.edit("catalog/units.yml", old, new)
    told = {(row.code, row.severity) for row in check_site(city.root, "2008-01-25").problems}
    assert (code, "warning") in told, "nothing that is published rests on the list"
    done = circular(city, "--final")
    assert 1 == done.exit_code
    assert code in done.output
    assert "没有登记" in done.output


def test_without_units_there_is_no_circular(make_site):
    """Design 7: exit code 2 and what to do, where it cannot run."""
    done = circular(make_site())
    assert (2, True) == (done.exit_code, "catalog/units.yml" in done.output)

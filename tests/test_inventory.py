"""The inventory of classes of information, and the register of what is withheld: neither names a document."""

import csv
import io

import pytest
import site_maker
from click.testing import CliRunner
from disclosure.data_files import load_data
from disclosure.read.information_classes import read_information_classes
from disclosure.read.site import read_site
from disclosure.registers.check import check_registers
from disclosure.verbs import report, report_inventory

WHO = "made_by: 产业科, reviewed_by: 办公室, kept_by: 办公室"
CLASSES = f"""format: 1
classes:
  - {{id: rules, name: 规范性文件, category: 行政法规规章和规范性文件, {WHO}, progress: 已梳理, sorted_on: 2026-03-20}}
  - {{id: calls, name: 项目申报, disclosure: 主动公开, {WHO}, progress: 梳理中}}
  - {{id: checks, name: 核查记录, disclosure: 依申请公开, basis: 含商业秘密, {WHO}, progress: 已梳理}}
  - {{id: staff, name: 人事材料, disclosure: 不予公开, ground: 内部事务信息, basis: 条例第十六条, {WHO}}}
"""


@pytest.fixture
def site(make_site):
    made = make_site()
    made.write("catalog/inventory.yml", CLASSES)
    return made


def read(site):
    return read_information_classes(read_site(site.root, site_maker.TODAY)[0])


def codes(site):
    return [row.code for row in read(site)[1]]


def test_what_says_nothing_is_open(site):
    """Y8, J12: 以公开为原则，不公开为例外: a class is 主动公开 unless a word says otherwise."""
    site.edit("catalog/inventory.yml", "disclosure: 主动公开, ", "")
    classes, rows = read(site)
    assert [] == rows
    assert ["主动公开", "主动公开", "依申请公开", "不予公开"] == [entry.disclosure for entry in classes]


def test_what_is_withheld_rests_on_a_ground_and_a_basis(site):
    """Y7, Y8, Q42: 免予公开 needs which of the law's grounds it is, and the basis."""
    site.edit("catalog/inventory.yml", ", ground: 内部事务信息, basis: 条例第十六条", "")
    assert ["E036"] == codes(site)


def test_the_words_of_a_chosen_system_are_understood(site):
    """Y7: 主动公开、申请公开、免予公开, in an office that follows that system; elsewhere they are told."""
    site.edit("catalog/inventory.yml", "disclosure: 不予公开", "disclosure: 免予公开")
    assert ["E035"] == codes(site)
    site.edit("catalog/site.yml", "approval: none", "approval: none\nprofiles: [xianyang]")
    assert [] == codes(site)
    assert "不予公开" == read(site)[0][3].disclosure


@pytest.mark.parametrize("who", ["made_by: 产业科, ", "reviewed_by: 办公室, ", "kept_by: 办公室, "])
def test_three_answer_for_every_class(site, who):
    """Y9: 谁制作、谁审核、谁保存，谁负责: none of the three may lack."""
    line = CLASSES.splitlines()[2]
    site.edit("catalog/inventory.yml", line, line.replace(who, ""))
    assert ["E037"] == codes(site)


def test_the_report_says_how_far_the_sorting_is(site, tmp_path):
    """Y6: 全面梳理: every class with its progress, and the share that is done, by 公开属性 and in all."""
    out = tmp_path / "reports"
    done = CliRunner().invoke(
        report.command,
        ["inventory", "--site", str(site.root), "--today", site_maker.TODAY, "--out", str(out)],
    )
    assert 0 == done.exit_code, done.output
    rows = list(csv.reader(io.StringIO((out / "inventory.csv").read_text(encoding="utf-8-sig"))))
    assert ["规范性文件", "主动公开", "", "", "产业科", "办公室", "办公室"] == rows[1][:7]
    assert ["已梳理", "2026-03-20", "行政法规规章和规范性文件", "2"] == rows[1][7:]
    assert ("主动公开", "2", "1", "50.0%") == report_inventory.progress(read(site)[0])[0]
    assert ("合计", "4", "2", "50.0%") == report_inventory.progress(read(site)[0])[-1]


def test_without_an_inventory_the_report_says_what_to_do(make_site, tmp_path):
    """No input gives a traceback: a sentence and exit code 2."""
    asked = ["inventory", "--site", str(make_site().root), "--today", site_maker.TODAY]
    done = CliRunner().invoke(report.command, [*asked, "--out", str(tmp_path / "r")])
    assert 2 == done.exit_code
    assert "catalog/inventory.yml" in done.output


HELD = "format: 1\nground: 内部事务信息\nreviewed: 2025-05-08\ndecided: 2025-05-11\ndue: 2026-05-11\nhandler: 办公室\n"


def withheld(site, folder, text, today=site_maker.TODAY):
    """The codes of a register with one case of what is withheld."""
    file = folder / "registers" / "withheld" / "2025" / "2025-0001.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return [row.code for row in check_registers(read_site(site.root, today)[0], folder / "registers")[1]]


def test_what_is_withheld_is_assessed_again_on_its_day(site, tmp_path):
    """Y7, Q42, 条例第十八条: overdue from the day after; 重新评估 moves it on, 转为公开 ends it."""
    early = withheld(site, tmp_path, HELD, "2026-04-01")
    assert [] == early
    assert 1 == len(withheld(site, tmp_path, HELD, "2026-05-12")), "its day is over"
    again = HELD + "events:\n  - {on: 2026-05-11, what: 重新评估, until: 2027-05-11}\n"
    assert [] == withheld(site, tmp_path, again)
    opened = HELD + "events:\n  - {on: 2026-05-11, what: 转为公开}\n"
    assert [] == withheld(site, tmp_path, opened)


def test_the_register_of_what_is_withheld_has_no_title_and_no_content(site, tmp_path):
    """Q42: number, ground, days: whoever reads it learns nothing of what is withheld; a title is refused."""
    assert "L004" in withheld(site, tmp_path, HELD + "title: 某某会议纪要\n")
    keys = load_data("site_files.yml")["files"]["register-withheld"]["keys"]
    assert {
        "format",
        "ground",
        "reviewed",
        "decided",
        "due",
        "handler",
        "officer",
        "imported",
        "events",
    } == set(keys)


def test_it_was_reviewed_before_it_was_decided(site, tmp_path):
    """Q42: 审签前送审查: the day of the review is not after that of the decision."""
    late = HELD.replace("decided: 2025-05-11", "decided: 2025-05-07")
    assert ["L007"] == withheld(site, tmp_path, late, "2026-04-01")

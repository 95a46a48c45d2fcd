"""The audit report: every decision with its person, the dissent kept, by item and by person (X8, Q37)."""

import csv
import io

import openpyxl
import pytest
from approval_maker import ITEM, decide, sign_status
from withdraw_maker import LATER_STEPS, TITLE, published_office, run_here

OTHER = "2026-00091"


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item published and registered."""
    return published_office(make_site())


def audit(site, folder, *arguments):
    """The three tables of `report audit` as lists of mappings: decisions, items, persons."""
    done = run_here(site, "report", "audit", "--out", str(folder), *arguments)
    assert 0 == done.exit_code, done.output
    book = openpyxl.load_workbook(folder / "audit.xlsx")
    tables = []
    for sheet in book.worksheets:
        heads, *rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        tables.append([dict(zip(heads, row, strict=True)) for row in rows])
    decisions = list(csv.DictReader(io.StringIO((folder / "audit.csv").read_text(encoding="utf-8-sig"))))
    assert tables[0] == decisions, "the CSV holds the first table"
    return tables


def test_who_proposed_reviewed_approved_and_published(office, tmp_path):
    """X8: every state change, who and when, and under which chain."""
    decisions, items, persons = audit(office, tmp_path, "--item", ITEM)
    assert ["科室审核", "保密审查", "主管领导签发", "统一发布"] == [row["环节"] for row in decisions]
    assert {"有效"} == {row["效力"] for row in decisions}
    [item] = items
    assert (TITLE, "三级审批") == (item["名称"], item["审批链"])
    assert "head岗（head） 2026-05-11 09:00" == item["提出"]
    assert "secrecy岗（secrecy） 2026-05-11 10:00、leader岗（leader） 2026-05-11 11:00" == item["审核、批准"]
    assert ("publisher岗（publisher） 2026-05-11 12:00", "第1号 发布") == (item["发布"], item["登记"])
    assert ["head", "leader", "publisher", "secrecy"] == [row["人员"].split("（")[1][:-1] for row in persons]


def test_dissent_is_kept_with_who_went_on(office, tmp_path):
    """Q37: 承办人 objected and was overruled: the objection and the decision after it stand side by side."""
    office.add_item(OTHER, title="有不同意见的一件")
    dissent = decide(
        office,
        *("draft", "head", "2026-05-12T09:00+08:00"),
        identifier=OTHER,
        decision="不同意",
        opinion="依据不足，不宜公开",
    )
    decide(office, "draft", "head", "2026-05-12T10:00+08:00", [dissent], identifier=OTHER)
    decisions, [item], _ = audit(office, tmp_path, "--item", OTHER)
    assert ["不同意", "同意"] == [row["决定"] for row in decisions]
    assert ["留存", "有效"] == [row["效力"] for row in decisions]
    assert "依据不足，不宜公开" in item["不同意见及处理"]
    assert "知悉后仍同意" in item["不同意见及处理"]
    assert "" == item["发布"], "it waits for the other steps"


def test_an_objection_that_stands_is_told_as_standing(office, tmp_path):
    """Q37: what nobody overruled is not made to look so."""
    office.add_item(OTHER, title="有不同意见的一件")
    decide(
        office, "draft", "head", "2026-05-12T09:00+08:00", identifier=OTHER, decision="不同意", opinion="不宜"
    )
    _, [item], _ = audit(office, tmp_path, "--item", OTHER)
    assert "未被推翻" in item["不同意见及处理"]


def test_decisions_on_earlier_bytes_and_on_lost_items_are_kept(office, tmp_path):
    """X8: the trail does not end with a change, nor with the file."""
    path = f"content/items/2026/{ITEM}.md"
    office.write(path, office.read(path) + "\n改动。\n")
    assert {"以前的版本"} == {row["效力"] for row in audit(office, tmp_path / "a", "--item", ITEM)[0]}
    office.remove(path)
    decisions, [item], _ = audit(office, tmp_path / "b", "--item", ITEM)
    assert {"对象已不在，未再核验"} == {row["效力"] for row in decisions}
    assert TITLE == item["名称"], "the ledger still knows its title"


def test_forged_decisions_are_shown_as_not_counting(office, tmp_path):
    """Row 44: a decision that the build refuses is in the trail, with the reason."""
    office.add_item(OTHER, title="伪造的一件")
    decide(
        office,
        "draft",
        "head",
        "2026-05-12T09:00+08:00",
        identifier=OTHER,
        tamper=lambda p: p.replace("T09:00", "T09:01"),
    )
    [row] = audit(office, tmp_path, "--item", OTHER)[0]
    assert row["效力"].startswith("不算：")


def test_a_status_file_is_part_of_its_item(office, tmp_path):
    """J22: changes of status are in the trail of the item."""
    office.write(f"catalog/status/{ITEM}.yml", "format: 1\ntopic: 电话\n")
    sign_status(office, ITEM, LATER_STEPS)
    _, items, _ = audit(office, tmp_path, "--item", ITEM)
    assert [ITEM, f"status:{ITEM}"] == [row["对象"] for row in items]
    assert "后续事项" == items[1]["审批链"]


def test_paper_evidence_is_named(office, tmp_path):
    """Q37: number of the sheet and registrar of a decision on paper."""
    office.add_item(OTHER, title="纸面的一件")
    evidence = {
        "registrar": "registrar",
        "number": "2026-7",
        "meeting": "〔2026〕3号",
        "meeting_on": "2026-05-10",
    }
    decide(
        office, "draft", "head", "2026-05-12T09:00+08:00", identifier=OTHER, mode="paper", evidence=evidence
    )
    [row], [item], _ = audit(office, tmp_path, "--item", OTHER)
    assert "〔2026〕3号 2026-05-10" == item["集体研究"]
    assert ("纸面", "registrar岗（registrar）") == (row["方式"], row["登记人"])
    assert "审批表编号 2026-7" in row["依据"]


def test_an_urgent_withdrawal_names_its_authority(office, tmp_path):
    """Section 3: who hid it alone, and who authorised that."""
    arguments = ("--urgent", "--authorised-by", "leader", "--person", "duty", "--sample-key", "--yes")
    done = run_here(office, "withdraw", ITEM, *arguments, "--time", "2026-06-01T23:00+08:00")
    assert 0 == done.exit_code, done.output
    decisions = audit(office, tmp_path, "--item", ITEM)[0]
    assert ("值班人员紧急撤下", "主管领导") == (decisions[-1]["环节"], decisions[-1]["授权"])


def test_by_person(office, tmp_path):
    """X8: what one person decided, in everything."""
    decisions, items, persons = audit(office, tmp_path, "--person", "leader")
    assert {"leader岗（leader）"} == {row["人员"] for row in decisions}
    assert len(items) == int(persons[0]["经手对象"]) > 1, "pages and settings are in the trail too"


def test_nobody_and_nothing_are_told(office, tmp_path):
    """Design 7: a mistyped number is no empty report."""
    for arguments in (("--item", "2026-00999"), ("--person", "nobody")):
        done = run_here(office, "report", "audit", "--out", str(tmp_path / "out"), *arguments)
        assert 2 == done.exit_code
    assert not (tmp_path / "out").exists()


def test_findings_that_a_person_let_pass_are_told(office, tmp_path):
    """Q37: who let which finding of the gates pass, for which file and why."""
    office.add_item(OTHER, title="放行的一件")
    accepts = (("M101", f"items/2026/{OTHER}.md", "号码是公开的服务热线"),)
    decide(office, "draft", "head", "2026-05-12T09:00+08:00", identifier=OTHER, accepts=accepts)
    [row] = audit(office, tmp_path, "--item", OTHER)[0]
    assert f"M101 items/2026/{OTHER}.md：号码是公开的服务热线" == row["放行的检查结果"]

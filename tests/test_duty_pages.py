"""What the sample office's guide and systems say because a regulation asks for it, and what the shipped data hold."""

from pathlib import Path

import pytest
import site_maker
from disclosure.approval.chain import shipped_chains
from disclosure.check.site import check_site
from disclosure.data_files import load_data
from disclosure.model.catalog import assemble
from disclosure.model.listings import all_listings
from disclosure.read.site import read_site
from disclosure.registers.check import check_registers
from disclosure.render.sections import SECTIONS, render_section
from disclosure.systems import shipped_systems

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-22"
PRINCIPLES = "遵循公正、公平、合法、便民的原则，做到及时、准确、全面、真实，以公开为常态、不公开为例外。"


def pages_of(root, today=TODAY):
    """The sections of an office that its guide, its systems and its catalog fill, by name."""
    checked = check_site(root, today)
    catalog = assemble(checked.site, checked.items, checked.problems)
    listings = all_listings(catalog)
    return {
        section.name: render_section(catalog, listings, section, introduced=False).main
        for section in SECTIONS
        if section.name in ("guide", "systems", "apply", "catalog")
    }


@pytest.fixture(scope="module")
def pages():
    """Those of the sample office."""
    return pages_of(ROOT)


@pytest.mark.parametrize(
    "words",
    ["制作或者获取", "以一定形式记录、保存"],
)
def test_what_government_information_is_stands_in_the_guide(pages, words):
    """J1, S1: 制作或者获取、以一定形式记录保存的信息: the definition that the reader goes by."""
    assert words in pages["guide"]


def test_the_principles_stand_in_the_guide(pages):
    """J7, S3: 公正、公平、合法、便民, 及时、准确, 全面、真实: the principles are the office's own words, shown to everybody."""
    assert PRINCIPLES in pages["guide"]


@pytest.mark.parametrize(("system", "missing"), [("jilin", "及时、准确"), ("shaoguan", "全面、真实、及时")])
def test_a_principle_that_the_chosen_system_names_is_missed(make_site, system, missing):
    """J7, S3: the office that follows a system names that system's principles in its guide."""
    site = make_site()
    site.edit("catalog/site.yml", "approval: none", f"approval: none\nprofiles: [{system}]")
    site.edit("catalog/guide.yml", "format: 1\n", "format: 1\nprinciples: 合法、公正、公平、便民。\n")
    assert [missing] == [row.value for row in site.check() if row.code == "G034"]


def test_the_group_and_its_office_stand_in_the_guide(pages):
    """Q1, J2, S13: who leads, who is in it, which office does the daily work and may be asked."""
    for words in (
        "政务公开工作领导小组",
        "组长",
        "副组长",
        "成员",
        "领导小组办公室设在局办公室",
        "0990-5550101",
    ):
        assert words in pages["guide"], words


def test_a_group_without_its_members_is_told(make_site):
    """Q1: 组长、副组长、成员: a group of which nobody is named is a problem of the guide."""
    site = make_site()
    site.edit("catalog/guide.yml", "format: 1\n", "format: 1\nworking_group: {name: 领导小组}\n")
    assert "G033" in {row.code for row in site.check()}


@pytest.mark.parametrize("key", ["procedure", "forms", "consultation_phone"])
def test_the_guide_says_procedure_forms_and_telephone(make_site, key):
    """Q3: 公开程序、公开形式和咨询电话: a guide that lacks one is told."""
    site = make_site()
    lines = site.read("catalog/guide.yml").splitlines(keepends=True)
    site.write("catalog/guide.yml", "".join(line for line in lines if not line.startswith(f"{key}:")))
    assert {key} == {row.field for row in site.check() if row.code[0] == "G"}


def test_applications_are_kept_apart_from_petitions_and_questions(pages):
    """Q7: 信访、投诉、举报 and 政策咨询 are not handled as applications; the page of applications says so."""
    assert "信访、投诉、举报" in pages["apply"]
    assert "不作为政府信息公开申请处理" in pages["apply"]
    assert "政策咨询不作为政府信息公开申请办理，请拨打咨询电话0990-5550101" in pages["apply"]


def test_where_to_ask_and_complain_stands_there(pages):
    """J15, X7: no site takes questions or complaints in; windows, telephones and addresses for both are shown."""
    for words in ("0990-5550113", "gxj-xxgk@example.gov.cn", "投诉"):
        assert words in pages["guide"] + pages["apply"], words


def test_how_an_application_is_taken_stands_there(pages):
    """J24: 受理机制: each channel with what counts as the day of receipt."""
    for words in ("当面提交", "以提交之日为收到申请之日", "以双方确认之日为收到申请之日"):
        assert words in pages["guide"] + pages["apply"], words


def test_the_places_say_what_there_is_to_read(pages):
    """S12: 公共查阅室、资料索取点: address, hours, and what one can do there."""
    for words in ("示例市档案馆政府信息公共查阅点", "示例市文化路18号一楼大厅", "查阅、复制", "资料索取点"):
        assert words in pages["guide"], words


def test_the_office_s_systems_have_their_column(pages):
    """X2, Q18, J28: the systems are published items, reached from their own column."""
    assert "政府信息主动公开工作制度" in pages["systems"]
    assert "依申请公开办理制度" in pages["systems"]


def test_the_ground_of_a_local_system_is_kept():
    """X2: 市政办发〔2006〕31号 and 市政发〔2008〕37号 stand with the system that rests on them."""
    source = shipped_systems()["xian"].source
    assert "市政办发〔2006〕31号" in source
    assert "市政发〔2008〕37号" in source


def steps(name):
    return list(shipped_chains()[name].steps)


@pytest.mark.parametrize("name", ["standard", "jilin", "yangquan-levels", "yangquan-procedure", "shaoguan"])
def test_nothing_passes_without_the_review_for_secrecy(name):
    """Q23, J5, J18, S2: 拟公开信息均应进行保密审查: the step stands in the chain and is asked for of every item."""
    reviews = [step for step in steps(name) if step.kind == "保密审查"]
    assert reviews
    assert all(not step.when for step in reviews), "no item is let off"


def test_important_and_plain_information_go_to_different_hands():
    """J18, X5, X6: 重大 to the meeting or the leader in charge, 一般 to the leader who approves it."""
    asked = {step.id: dict(step.when) for step in steps("xian")}
    assert {"importance": ("重大",)} == asked["meeting"]
    assert {"importance": ("一般",)} == asked["approve"]
    assert {"importance": ("重大",)} == {step.id: dict(step.when) for step in steps("jilin")}["leader"]


@pytest.mark.parametrize("name", ["yangquan-levels", "yangquan-procedure"])
def test_the_head_of_the_division_answers_first(name):
    """Q26, Q5: 科室负责人为第一责任人 before everybody who reviews or leads; the leader in charge before publication."""
    roles = [step.role for step in steps(name) if step.role != "drafter"]
    assert "division-head" == roles[0]
    assert roles.index("leader") < roles.index("publisher")


def test_the_review_rests_on_the_law_of_secrecy():
    """Q25: 以保密法和保密范围的规定为依据: grounds and rules carry the article that they rest on."""
    grounds = {entry["id"]: entry["source"] for entry in load_data("exemptions.yml")["grounds"]}
    assert "保守国家秘密法" in grounds["state-secret"]
    rules = {entry["id"]: entry["source"] for entry in load_data("exemptions.yml")["rules"]}
    assert "第十七条" in rules["undetermined"]


def test_what_makes_a_withheld_thing_public():
    """S9: consent, 公共利益, or a law that says so: each lifts trade secret and privacy in that system's list."""
    [local] = [entry for entry in load_data("exemptions.yml")["local"] if entry["id"] == "shaoguan"]
    for ground in local["grounds"][1:3]:
        assert ["third-party-consent", "public-interest", "rule-requires"] == ground["overrides"]


def test_one_program_serves_many_offices(make_site, pages):
    """Y10, Q60: bureaus of counties, affiliated units: each has its own folder, guide and catalog from one program."""
    county, city = "示例县工业和信息化局", "示例市工业和信息化局"
    of_county = pages_of(make_site().root, site_maker.TODAY)
    for shown, own, other in ((of_county, county, city), (pages, city, county)):
        for name in ("guide", "catalog"):
            assert (True, False) == (own in shown[name], other in shown[name]), f"{name} of {own}"


@pytest.mark.parametrize(
    ("gone", "field"),
    [("  department: 办公室\n", "contact.department"), ("disclosure: 主动公开\n", "disclosure")],
)
def test_an_item_says_who_provides_it_and_how_it_is_disclosed(make_site, gone, field):
    """J13, S5, Q41: 谁提供、谁负责; 公开属性 is settled with the document: without either the item is held back."""
    site = make_site()
    path = site.add_item("2026-00071")
    site.edit(path, gone, "")
    assert ("F001", field) in {(row.code, row.field) for row in site.check() if row.path == path}


COMPLAINT = "format: 1\nreceived: 2026-05-08\ndue: 2026-07-08\nevents:\n"


def test_a_complaint_is_taken_passed_on_and_answered_in_this_order(make_site, tmp_path):
    """Q53, J26, J27: 受理、转办、反馈: what was not concluded can't be answered; who reported is named nowhere."""
    site = read_site(make_site().root, site_maker.TODAY)[0]
    folder = tmp_path / "registers"
    file = folder / "complaints" / "2026" / "2026-001.yml"
    file.parent.mkdir(parents=True)
    taken, passed = "  - {on: 2026-05-09, what: 受理}\n", "  - {on: 2026-05-10, what: 移送, to: 产业科}\n"
    ended, told = (
        "  - {on: 2026-05-12, what: 办结, result: 属实}\n",
        "  - {on: 2026-05-13, what: 告知}\n",
    )

    def codes(*events):
        file.write_text(COMPLAINT + "".join(events), encoding="utf-8")
        return [row.code for row in check_registers(site, folder)[1] if row.severity == "error"]

    assert [] == codes(taken, passed, ended)
    assert "L016" in codes(taken, passed, told), "answered before it was concluded"
    named = taken.replace("受理}", "受理, reporter: 张某某}")
    assert "L004" in codes(named), "who reported has no place in it"


TASK = "format: 1\nkind: 整改\nopened: 2026-05-08\ndue: 2026-06-01\n"


def test_a_rectification_has_its_day_and_its_closing_record(make_site, tmp_path):
    """Q38, Q39, Q35, Y3: 限期改正: overdue until its completion is registered with its paper."""
    site = read_site(make_site().root, site_maker.TODAY)[0]
    file = tmp_path / "registers" / "tasks" / "2026" / "2026-001.yml"
    file.parent.mkdir(parents=True)
    file.write_text(TASK, encoding="utf-8")
    assert [] != check_registers(site, tmp_path / "registers")[1], "its day is over"
    file.write_text(TASK + "events:\n  - {on: 2026-05-29, what: 完成}\n", encoding="utf-8")
    assert ["L011"] == [row.code for row in check_registers(site, tmp_path / "registers")[1]], (
        "without its report"
    )
    file.write_text(TASK + "events:\n  - {on: 2026-05-29, what: 完成, number: 示1号}\n", encoding="utf-8")
    assert [] == check_registers(site, tmp_path / "registers")[1]

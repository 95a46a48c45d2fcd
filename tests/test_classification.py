"""Who was asked, who allowed it, what was cut and why: an item says it, signed with its chain, or waits."""

import hashlib

import pytest
import site_maker
from disclosure.check.item import check_item
from disclosure.check.site import check_site
from disclosure.contract import ground_names, item_fields
from disclosure.data_files import load_data
from disclosure.model.catalog import assemble
from disclosure.model.listings import all_listings
from disclosure.read.site import read_site
from disclosure.render.item_details import item_details

ITEM = "2026-00081"


@pytest.fixture
def site(make_site):
    return make_site()


def codes(site, extra="", **fields):
    """The codes of errors of an item with `extra` in its front-matter."""
    path = site.add_item(ITEM, extra=extra, **fields)
    rows = check_item(read_site(site.root, site_maker.TODAY)[0], path)[1]
    return [row.code for row in rows if row.severity == "error"]


def item_of(site, extra="", **fields):
    """An item as it was read."""
    path = site.add_item(ITEM, extra=extra, **fields)
    return check_item(read_site(site.root, site_maker.TODAY)[0], path)[0]


CUTS = "redactions:\n  - {part: 附件第三页, ground: 商业秘密, reason: 公开会损害企业的竞争地位}\n"


def test_a_partial_disclosure_gives_a_reason_for_each_cut(site):
    """J11, Q33: 区分处理: which part, on what ground of the law, and why; the page says it without what was cut."""
    reason = {"disclosure": "部分公开", "disclosure_reason": "附件含商业秘密。"}
    assert ["F001"] == codes(site, **reason)
    assert [] == codes(site, CUTS, **reason)
    shown = item_details(item_of(site, CUTS, **reason))
    assert [{"label": "区分处理", "text": "附件第三页（商业秘密）：公开会损害企业的竞争地位"}] == shown


def test_the_ground_of_a_cut_is_one_that_the_law_knows(site):
    """Q9, S8: a cut rests on a ground of 条例第十四条至第十六条, not on a local one."""
    local = CUTS.replace("商业秘密", "正在处理过程中")
    # 正在处理过程中 is a local ground that the law has not.
    assert "F015" in codes(site, local, disclosure="部分公开", disclosure_reason="附件含商业秘密。")
    assert {entry["name"] for entry in load_data("exemptions.yml")["grounds"]} == set(ground_names())


def test_the_public_copy_is_not_the_original(site):
    """J11, Q33: a file that equals its original byte by byte had nothing cut out of it."""
    whole = "决定书全文\n".encode()
    site.write(f"content/files/2026/{ITEM}/decision.txt", whole)
    digest = hashlib.sha256(whole).hexdigest()
    file = "attachments:\n  - {file: decision.txt, title: 决定书, original_sha256: "
    fields = {"disclosure": "部分公开", "disclosure_reason": "附件含商业秘密。"}
    assert ["E002"] == codes(site, f"{file}{digest}}}\n{CUTS}", **fields)
    assert [] == codes(site, f"{file}{'0' * 64}}}\n{CUTS}", **fields)


JOINT = "joint_offices: [示例县财政局]\nlead_office: 示例县工业和信息化局\n"
ASKED = "coordination:\n  - {unit: 示例县财政局, asked_on: 2026-05-02"


def test_a_joint_document_waits_for_the_others_written_consent(site):
    """Q29, Q21: the lead office asks; until every other office agreed in writing, nothing is published."""
    assert ["E003"] == codes(site, JOINT)
    assert ["E003", "E004"] == codes(site, f"{JOINT}{ASKED}}}\n")
    assert [] == codes(site, f"{JOINT}{ASKED}, replied_on: 2026-05-06, opinion: 同意}}\n")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", ["E004"]),
        (", replied_on: 2026-05-06, opinion: 同意, basis: 口径一致", []),
        (", replied_on: 2026-05-06, opinion: 不同意, basis: 口径不一致", ["E004"]),
        (
            ", replied_on: 2026-05-06, opinion: 不同意, resolution: 领导小组办公室协商后采用统计口径",
            [],
        ),
        (", replied_on: 2026-05-01, opinion: 同意", ["E005"]),
        (", replied_on: 2026-06-16, opinion: 同意", ["E040"]),
    ],
)
def test_other_units_are_asked_before_publication(site, answer, expected):
    """Q19, Q21, Q57, J25: they answer in writing; 不同意 needs what the group office settled; no answer, no release."""
    assert expected == codes(site, f"{ASKED}{answer}}}\n")


def test_who_was_asked_is_not_published(site):
    """Q21: the record is evidence for the office; the page shows none of it."""
    assert [] == item_details(item_of(site, f"{ASKED}, replied_on: 2026-05-06, opinion: 同意}}\n"))


OUTSIDE = "external_approval: {organ: 示例省工业和信息化厅, basis: 《示例规定》第六条"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", ["E006"]),
        (", approved_on: 2026-05-10", ["E006"]),
        (", approved_on: 2026-05-10, document: 示工信函〔2026〕3号", []),
        (", approved_on: 2026-06-16, document: 示工信函〔2026〕3号", ["E040"]),
    ],
)
def test_what_needs_outside_permission_waits_for_it(site, rest, expected):
    """J9, Q22: 公开权限另有规定的: without the permission's day and number the item is in nothing that is published."""
    assert expected == codes(site, f"{OUTSIDE}{rest}}}\n")


OPEN = "undetermined: {route: 保密行政管理部门, referred_to: 示例县国家保密局, referred_on: 2026-05-02"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", ["E007"]),
        (", decided_on: 2026-05-12, result: 可以公开", ["E007"]),
        (", decided_on: 2026-05-12, result: 可以公开, document: 示密函〔2026〕5号", []),
        (", decided_on: 2026-05-01, result: 可以公开, document: 示密函〔2026〕5号", ["E005"]),
        (", decided_on: 2026-05-12, result: 不得公开, document: 示密函〔2026〕5号", ["F015", "E007"]),
        (", decided_on: 2026-05-12, result: 可以部分公开, document: 示密函〔2026〕5号", ["E041"]),
        (", decided_on: 2026-06-16, result: 可以公开, document: 示密函〔2026〕5号", ["E040"]),
    ],
)
def test_what_is_undetermined_is_held_back_until_it_is_decided(site, rest, expected):
    """Q30, S4, J5: 不能确定的: referred, by one of two routes, and blocked until the written answer says it may be public."""
    assert expected == codes(site, f"{OPEN}{rest}}}\n")


def test_what_was_secret_is_published_only_after_its_declassification(site):
    """Q31: basis, day and who did it are all there, and the day is not after that of publication."""
    done = "declassification: {basis: 保密期限届满, date: DAY, by: 定密责任人}\n"
    assert [] == codes(site, done.replace("DAY", "2026-05-11"))
    assert ["E008"] == codes(site, done.replace("DAY", "2026-07-01"))
    assert ["F001"] == codes(site, done.replace(", by: 定密责任人", "").replace("DAY", "2026-05-11"))


def test_a_reorganisation_changes_no_old_number_and_no_old_issuer(site):
    """J22: the former division keeps its items; what is formed after it ended can't be in its name."""
    site.edit(
        "catalog/offices.yml",
        "    phone: 0990-5560101\n",
        "    phone: 0990-5560101\n    valid_to: 2026-05-31\n    successor: 产业科\n    duties: 负责文电\n",
    )
    assert [] == codes(site, formed="2026-05-11"), "before the day it is as it was"
    assert ["E028"] == codes(site, formed="2026-06-01", publish_on="2026-06-02")
    old = [row for row in site.check() if row.severity == "error" and row.item != ITEM]
    assert ["E028"] == [row.code for row in old if row.item == "2026-00005"], "only what is newer is told"
    assert not [row for row in old if row.item == "2026-00010"]
    checked = check_site(site.root, site_maker.TODAY)
    listings = all_listings(assemble(checked.site, checked.items, checked.problems))
    [former] = [listing for listing in listings if listing.name == "办公室"]
    assert "负责文电。机构存续到 2026-05-31，职责由产业科承接。" == former.description
    assert "990203009/2026-00007" in {item.index for item in former.items}, "its list stays, with old numbers"


def test_every_office_that_publishes_has_its_liaison(site):
    """J6: one 信息员 for each 处室; an error of its items where the office follows that system, else a warning."""
    liaison = "    kind: 内设机构\n    liaison: 信息员\n    phone: 0990-5560101\n"
    site.edit("catalog/offices.yml", liaison, liaison.replace("    liaison: 信息员\n", ""))
    assert ["warning"] == [row.severity for row in site.check() if row.code == "E030"]
    site.edit("catalog/site.yml", "approval: none", "approval: none\nprofiles: [jilin]")
    assert {"error"} == {row.severity for row in site.check() if row.code == "E030"}


def test_four_tests_for_what_is_proactive_can_be_named(site):
    """S6: 不特定权利义务、广泛知晓或者参与、机构职能程序、其他: one of the four, and no other."""
    [spec] = [spec for spec in item_fields() if spec.key == "proactive_reason"]
    assert 4 == len(spec.choices)
    assert [] == codes(site, f"proactive_reason: {spec.choices[1]}\n")
    assert ["F015"] == codes(site, "proactive_reason: 领导要求\n")


def test_where_else_it_was_published_is_kept_and_shown(site):
    """X11, J14, Q10, Q58, S10: the site comes first; other channels are written down with day and reference."""
    other = "channels:\n  - {name: 示例日报, date: 2026-05-13, reference: 第3版}\n"
    shown = item_details(item_of(site, other))
    assert [{"label": "其他公开渠道", "text": "示例日报 2026-05-13 第3版"}] == shown
    assert ["F001"] == codes(site, other.replace(", date: 2026-05-13", "")), (
        "a channel without its day proves nothing"
    )


def test_an_office_publishes_within_its_own_duties(site):
    """Q20, X10: where the classes of a division were laid down, an item of another class in its name is told."""
    office = "    phone: 0990-5560101\n"
    site.edit("catalog/offices.yml", office, f"{office}    categories: [工作动态]\n")
    site.add_item(ITEM, title="关于召开座谈会的通知")
    assert [] == [row.code for row in site.check() if row.item == ITEM]
    site.add_item(
        ITEM,
        title="关于申报的通知",
        category="项目申报",
        extra="apply_until: 2026-07-01\napply_from: 2026-06-01\nwho: 企业\nwhere: 窗口\n",
    )
    assert ["E038"] == [row.code for row in site.check() if row.item == ITEM]

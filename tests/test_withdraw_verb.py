"""`disclosure withdraw`: three kinds, one person in an emergency, and nothing that makes no sense."""

import json

import pytest
import yaml
from approval_maker import ITEM
from disclosure.ledger import PATH
from withdraw_maker import TITLE, catalog_of, ledger, published_office, rows_of, run_here

STATUS = f"catalog/status/{ITEM}.yml"
RECORDS = f"catalog/approvals/2026/{ITEM}"
LEADER = ("--person", "leader", "--sample-key", "--yes", "--time", "2026-06-01T09:00+08:00")
DUTY = ("--person", "duty", "--sample-key", "--yes", "--time", "2026-06-12T23:05+08:00")
URGENT = ("--urgent", "--authorised-by", "主管领导", *DUTY)


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item published and registered."""
    return published_office(make_site())


def withdraw(site, *arguments, identifier=ITEM, answer=None):
    """The verb on the published item."""
    return run_here(site, "withdraw", identifier, *arguments, answer=answer)


def test_a_general_withdrawal_waits_for_the_publisher(office):
    """J22: the leader's decision is the first; the publisher's takes the item down and registers it (撤回)."""
    done = withdraw(office, "--kind", "一般撤回", "--reason", "内容有误：“电话”已停用", *LEADER)
    assert 0 == done.exit_code, done.output
    assert "仍然公开" in done.output
    withdrawn = yaml.safe_load(office.read(STATUS))["withdrawn"]
    assert (TITLE, "内容有误：“电话”已停用", f"990203009/{ITEM}") == tuple(
        withdrawn[key] for key in ("title", "reason", "index")
    )
    assert ITEM in catalog_of(office).by_id
    done = run_here(
        office,
        *("approve", f"status:{ITEM}", "--person", "publisher", "--sample-key", "--yes"),
        *("--time", "2026-06-01T10:00+08:00"),
    )
    assert 0 == done.exit_code, done.output
    assert ITEM not in catalog_of(office).by_id
    assert [] == rows_of(office)
    last = ledger(office)[-1].entry
    assert ("撤回", ITEM, TITLE) == (last.action, last.item, last.title)


def test_a_withdrawal_for_privacy_writes_no_title_and_no_reason(office):
    """Design 5: 隐私撤回 is neutral: the file holds neither; the reason stays in the signed decision."""
    done = withdraw(office, "--kind", "隐私撤回", "--reason", "附件列有张某某的住址", *LEADER)
    assert 0 == done.exit_code, done.output
    assert TITLE not in office.read(STATUS)
    assert "张某某" not in office.read(STATUS)
    assert "张某某" in office.read(f"{RECORDS}.status.jsonl")


def test_what_must_vanish_leaves_the_work_tree(office):
    """Section 3: 涉密处置 removes item, files and records; the ledger keeps number and digest, and still holds."""
    body = "特别的正文内容"
    office.write(
        f"content/items/2026/{ITEM}.md", office.read(f"content/items/2026/{ITEM}.md") + f"\n{body}\n"
    )
    office.write(f"content/files/2026/{ITEM}/list.pdf", b"%PDF-1.4 zq-secret")
    office.write(".cache/disclosure/report.json", TITLE)
    before = ledger(office)[0]
    done = withdraw(office, "--kind", "涉密处置", "--reason", "不该写下的原因", *DUTY)
    assert 0 == done.exit_code, done.output
    assert not list(office.root.glob(f"content/*/2026/{ITEM}*"))
    assert not (office.root / f"{RECORDS}.jsonl").exists()
    first, second = ledger(office)
    assert (True, before.digest) == (first.redacted, first.digest), (
        "the chain of digests can still be checked"
    )
    assert ("涉密处置", ITEM, "", "", "", "") == (
        *(second.entry.action, second.entry.item, second.entry.title),
        *(second.entry.index, second.entry.address, second.entry.sha256),
    )
    assert [("warning", "V163")] == rows_of(office), "nothing is wrong but the missing countersignature"
    catalog = catalog_of(office)
    assert ITEM not in catalog.by_id
    assert ITEM not in {s.id for s in catalog.tombstones}, "not even a tombstone"
    whole = b"".join(p.read_bytes() for p in office.root.rglob("*") if p.is_file())
    for trace in (body, before.entry.sha256, before.entry.decision, "不该写下的原因", "zq-secret"):
        assert trace.encode() not in whole, f"{trace} is left in the work tree"
    entry = json.loads(office.read(PATH).splitlines()[0])
    assert {"format", "redacted", "number", "previous", "digest", "item"} == set(entry)


def test_what_must_vanish_is_purged_again_when_it_was_broken_off(office):
    """Design 3: killed half-way, the same command goes on; nothing is signed twice."""
    assert 0 == withdraw(office, "--kind", "涉密处置", *DUTY).exit_code
    decisions = office.read(f"{RECORDS}.status.jsonl")
    office.write(f"content/files/2026/{ITEM}/list.pdf", b"%PDF-1.4")
    done = withdraw(office, "--kind", "涉密处置", *DUTY)
    assert 0 == done.exit_code, done.output
    assert not (office.root / f"content/files/2026/{ITEM}").exists()
    assert decisions == office.read(f"{RECORDS}.status.jsonl")


def test_other_files_that_name_it_are_told(office):
    """Section 3: what the program can't judge, a person is told to look at."""
    office.write("content/about.md", office.read("content/about.md") + f"\n见《{TITLE}》。\n")
    done = withdraw(office, "--kind", "涉密处置", *DUTY)
    assert "还提到它，请人工核对：content/about.md" in done.output
    assert "git 的历史记录" in done.output


def test_one_duty_officer_hides_at_once(office):
    """Section 3: an urgent withdrawal takes effect with one signature and says who authorised it."""
    done = withdraw(office, *URGENT)
    assert 0 == done.exit_code, done.output
    catalog = catalog_of(office)
    assert ITEM not in catalog.by_id
    [tombstone] = [s for s in catalog.tombstones if s.id == ITEM]
    assert ("隐私撤回", "") == (tombstone.withdrawn_kind, tombstone.title)
    assert [("warning", "V163")] == rows_of(office)
    assert "撤回" == ledger(office)[-1].entry.action
    payload = json.loads(json.loads(office.read(f"{RECORDS}.status.jsonl"))["payload"])
    assert {"authorised-by": "leader"} == payload["evidence"]
    done = run_here(
        office,
        *("approve", f"status:{ITEM}", "--person", "leader", "--sample-key", "--yes"),
        *("--time", "2026-06-15T09:00+08:00"),
    )
    assert 0 == done.exit_code, done.output
    assert [] == rows_of(office)
    assert 2 == len(ledger(office)), "a countersignature is no second withdrawal"


@pytest.mark.parametrize("damage", ["broken", "gone"])
def test_a_broken_or_lost_item_is_withdrawn_all_the_same(office, damage):
    """Section 3: a withdrawal is never held up by the item's own file: number and title come from the ledger."""
    path = f"content/items/2026/{ITEM}.md"
    office.write(path, "---\n{{{\n") if damage == "broken" else office.remove(path)
    done = withdraw(office, *URGENT)
    assert 0 == done.exit_code, done.output
    assert f"index: 990203009/{ITEM}" in office.read(STATUS)
    catalog = catalog_of(office)
    assert ITEM in {s.id for s in catalog.tombstones}
    assert ITEM not in {q.id for q in catalog.quarantined}, "what nobody sees holds nothing back"


def test_a_withdrawal_is_not_held_up_by_another_items_error(office):
    """Design 3: an error elsewhere holds back that item alone."""
    office.write("content/items/2026/2026-00011.md", "---\n{{{\n")
    assert 0 == withdraw(office, *URGENT).exit_code
    assert ITEM not in catalog_of(office).by_id


REFUSED = {
    "no id": (("--kind", "一般撤回", "--reason", "错"), "12", "不是事项的编号"),
    "an unknown item": (("--kind", "一般撤回", "--reason", "错"), "2026-00999", "没有编号为"),
    "no kind": (("--reason", "错"), ITEM, "--kind"),
    "a kind that there is not": (("--kind", "删除"), ITEM, "--kind"),
    "no reason for the public": (("--kind", "一般撤回"), ITEM, "--reason"),
    "a successor that tells who": (("--kind", "隐私撤回", "--successor", "2026-00001"), ITEM, "--successor"),
    "itself as successor": (
        ("--kind", "一般撤回", "--reason", "错", "--successor", ITEM),
        ITEM,
        "不能是它自己",
    ),
    "a successor that is gone": (
        ("--kind", "一般撤回", "--reason", "错", "--successor", "2026-00009"),
        ITEM,
        "不存在",
    ),
    "urgent without authority": (("--urgent",), ITEM, "--authorised-by"),
    "authority that is no role": (("--urgent", "--authorised-by", "somebody"), ITEM, "--authorised-by"),
    "authority without urgency": (
        ("--kind", "隐私撤回", "--authorised-by", "leader"),
        ITEM,
        "只用于紧急撤回",
    ),
    "withdrawn before": (("--kind", "一般撤回", "--reason", "错"), "2026-00009", "已经撤回"),
    "never published": (("--kind", "隐私撤回"), "2026-00011", "还没有发布"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused(office, case):
    """Section 3: a sentence that says why, exit code 2, and no file."""
    arguments, identifier, words = REFUSED[case]
    before = {p: p.read_bytes() for p in office.root.rglob("*") if p.is_file()}
    done = withdraw(office, *arguments, *LEADER, identifier=identifier)
    assert 2 == done.exit_code, done.output
    assert words in done.output
    assert before == {p: p.read_bytes() for p in office.root.rglob("*") if p.is_file()}


@pytest.mark.parametrize("person", ["publisher", "nobody"])
def test_a_wrong_person_leaves_nothing_behind(office, person):
    """Design 3: refused in the midst, the status file is as it was: an unsigned one would be an error."""
    done = withdraw(office, "--kind", "隐私撤回", "--person", person, "--sample-key", "--yes")
    assert 2 == done.exit_code
    assert not (office.root / STATUS).exists()


def test_who_answers_no_has_withdrawn_nothing(office):
    """Section 3: the verb asks first."""
    done = withdraw(office, "--kind", "隐私撤回", *(a for a in LEADER if a != "--yes"), answer="n\n")
    assert 2 == done.exit_code
    assert not (office.root / STATUS).exists()


def test_an_officer_without_a_key_prepares_the_file(office):
    """J22: the file waits for those who sign; until then it changes nothing."""
    done = withdraw(office, "--kind", "隐私撤回", "--yes")
    assert 0 == done.exit_code, done.output
    assert "等待：主管领导批准撤回" in done.output
    assert ITEM in catalog_of(office).by_id
    status = run_here(office, "approve", "--status")
    assert f"status:{ITEM}" in status.output, "it is among what waits"


def test_without_approvals_a_withdrawal_counts_at_once(make_site):
    """Section 3: a site that approves on paper alone writes the file; 涉密处置 removes what it must there too."""
    site = make_site()
    done = withdraw(site, "--kind", "隐私撤回", "--yes", identifier="2026-00001")
    assert 0 == done.exit_code, done.output
    done = withdraw(site, "--kind", "涉密处置", "--yes", identifier="2026-00003")
    assert 0 == done.exit_code, done.output
    catalog = catalog_of(site)
    assert {"2026-00001", "2026-00003"}.isdisjoint(catalog.by_id)
    assert "2026-00001" in {s.id for s in catalog.tombstones}
    assert not (site.root / "content/items/2026/2026-00003.md").exists()
    assert not (site.root / "content/files/2026/2026-00003").exists()


def test_that_a_penalty_was_overturned_stays_on_record(office):
    """行政处罚法 48: the term is counted from that day, so the withdrawal's file keeps it; the basis only in public."""
    annulled = "annulled: {state: 撤销, on: 2026-05-28, basis: 示政复决〔2026〕8号}\n"
    office.write(STATUS, f"format: 1\n{annulled}")
    general = ("--kind", "一般撤回", "--reason", "已被示例县人民政府撤销")
    done = withdraw(office, *general, *LEADER)
    assert 0 == done.exit_code, done.output
    written = yaml.safe_load(office.read(STATUS))
    assert ("撤销", "示政复决〔2026〕8号") == (written["annulled"]["state"], written["annulled"]["basis"])
    assert {"format", "annulled", "withdrawn"} == written.keys()

"""Later facts and withdrawals go through chains of their own: what is not signed changes nothing, hidden stays hidden."""

import subprocess
from pathlib import Path

import pytest
from approval_maker import ITEM, WITHDRAWAL_STEPS, approve_all, policy_text, sign_status, write_policy
from disclosure.data_files import load_data
from withdraw_maker import (
    LATER_STEPS,
    URGENT_STEPS,
    catalog_of,
    ledger,
    published_office,
    register,
    rows_of,
    run_here,
)

STATUS = f"catalog/status/{ITEM}.yml"
REPEALED = 'format: 1\nvalidity:\n  state: 废止\n  on: "2026-06-01"\n  basis: 清理结果公告\n'
GENERAL = (
    'format: 1\nwithdrawn:\n  kind: 一般撤回\n  on: "2026-06-01"\n  reason: 内容有误\n'
    f"  index: 990203009/{ITEM}\n  title: 服务电话\n"
)
URGENT = GENERAL.replace("title: 服务电话", "urgent: true")


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item published and registered."""
    return published_office(make_site())


def test_an_unsigned_later_fact_has_no_effect(office):
    """J22: an orphan change of status fails; the item stays as it was and is published all the same."""
    office.write(STATUS, REPEALED)
    assert [("error", "V103")] == rows_of(office), "the file is reported"
    catalog = catalog_of(office)
    assert ITEM in catalog.by_id, "the item is not held back by a file that nobody signed"
    assert "有效" == catalog.validity[ITEM].state
    assert [f"status:{ITEM}"] == [q.id for q in catalog.quarantined if ITEM in q.id]


def test_a_signed_later_fact_counts_and_a_changed_one_does_not(office):
    """Design 5: a one-step chain over exactly these bytes; one more character, and it counts no more."""
    office.write(STATUS, REPEALED)
    sign_status(office, ITEM, LATER_STEPS)
    assert [] == rows_of(office)
    assert "废止" == catalog_of(office).validity[ITEM].state
    office.write(STATUS, REPEALED.replace("废止", "失效"))
    assert {("error", "V103"), ("error", "V104")} == set(rows_of(office))
    assert "有效" == catalog_of(office).validity[ITEM].state


def test_a_signed_status_enters_the_ledger_by_the_command(office):
    """J22: changes of status are records: approve signs the file and registers it."""
    office.write(STATUS, REPEALED)
    done = run_here(
        office,
        *("approve", f"status:{ITEM}", "--person", "publisher", "--sample-key", "--yes"),
        *("--time", "2026-06-01T09:00+08:00"),
    )
    assert 0 == done.exit_code, done.output
    assert "状态变更" == ledger(office)[-1].entry.action
    assert [] == rows_of(office)


def test_a_faulty_status_file_is_not_signed(office):
    """Design 3: what the check refuses is not approved."""
    office.write(STATUS, REPEALED.replace("2026-06-01", "2026-06-31"))
    done = run_here(office, "approve", f"status:{ITEM}", "--person", "publisher", "--sample-key", "--yes")
    assert 2 == done.exit_code
    assert "C020" in done.output, "what the check found is shown"


def test_an_older_signed_status_can_not_be_put_back(office):
    """Row 45: a decision counts once: the newest registered file holds."""
    office.write(STATUS, REPEALED)
    sign_status(office, ITEM, LATER_STEPS)
    register(office, f"status:{ITEM}", action="状态变更")
    newer = REPEALED.replace("废止", "已修改")
    office.write(STATUS, newer)
    sign_status(office, ITEM, LATER_STEPS, day="2026-06-02")
    register(office, f"status:{ITEM}", action="状态变更")
    assert [] == rows_of(office)
    office.write(STATUS, REPEALED)
    assert [("error", "V162")] == rows_of(office)
    assert "有效" == catalog_of(office).validity[ITEM].state


def commit(site):
    """All files of the site as a commit of a repository of its own."""
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "state")):
        who = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")
        subprocess.run(["git", *who, *arguments], cwd=site.root, check=True, capture_output=True)


@pytest.mark.parametrize("damage", ["changed", "removed", "unreadable"])
def test_the_registered_later_fact_holds_while_its_file_is_damaged(office, damage):
    """Section 3: the item stays as it was: repealed, by the registered file out of git, and the damage is told."""
    office.write(STATUS, REPEALED)
    sign_status(office, ITEM, LATER_STEPS)
    register(office, f"status:{ITEM}", action="状态变更")
    commit(office)
    if damage == "removed":
        office.remove(STATUS)
    else:
        office.write(STATUS, REPEALED.replace("废止", "有效") if damage == "changed" else "{{{")
    assert "error" in {severity for severity, _ in rows_of(office)}
    assert "废止" == catalog_of(office).validity[ITEM].state
    if damage == "removed":
        assert [("error", "V169")] == rows_of(office)


def test_a_damaged_withdrawal_keeps_its_page(office):
    """Design 5: the tombstone that was signed stays, taken from git; without git it becomes a neutral one."""
    office.write(STATUS, GENERAL)
    sign_status(office, ITEM, WITHDRAWAL_STEPS)
    register(office, f"status:{ITEM}", action="撤回")
    commit(office)
    office.write(STATUS, GENERAL.replace("内容有误", "别的原因"))
    assert ("error", "V161") in rows_of(office)
    assert ["内容有误"] == [s.withdrawn_reason for s in catalog_of(office).tombstones if s.id == ITEM]


@pytest.mark.parametrize("missing", [0, 1])
def test_a_withdrawal_needs_both_signatures(office, missing):
    """J22: the leader approves, the publisher takes it down; one of them alone hides nothing."""
    office.write(STATUS, GENERAL)
    sign_status(office, ITEM, WITHDRAWAL_STEPS[missing:][:1] if missing else WITHDRAWAL_STEPS[:1])
    assert ("error", "V103") in rows_of(office)
    assert ITEM in catalog_of(office).by_id


def test_a_signed_withdrawal_leaves_its_tombstone(office):
    """Design 5: 一般撤回: the item goes, its address tells why."""
    office.write(STATUS, GENERAL)
    sign_status(office, ITEM, WITHDRAWAL_STEPS)
    assert [] == rows_of(office)
    catalog = catalog_of(office)
    assert ITEM not in catalog.by_id
    assert [("一般撤回", "内容有误")] == [
        (s.withdrawn_kind, s.withdrawn_reason) for s in catalog.tombstones if s.id == ITEM
    ]


def test_one_duty_officer_hides_at_once_and_shows_nothing(office):
    """Section 3: an urgent withdrawal hides with one signature; its page is neutral, since one person can't publish."""
    office.write(STATUS, URGENT)
    assert ITEM in catalog_of(office).by_id, "nobody signed yet"
    sign_status(office, ITEM, URGENT_STEPS[:1])
    catalog = catalog_of(office)
    assert ITEM not in catalog.by_id
    [tombstone] = [s for s in catalog.tombstones if s.id == ITEM]
    assert ("隐私撤回", "", "") == (tombstone.withdrawn_kind, tombstone.withdrawn_reason, tombstone.title)


def test_an_urgent_withdrawal_is_flagged_until_it_is_countersigned(office):
    """Section 3: a warning for one working day, an error after it, none once countersigned; hidden all the time."""
    office.write(STATUS, URGENT)
    sign_status(office, ITEM, URGENT_STEPS[:1], day="2026-06-12")
    assert [("warning", "V163")] == rows_of(office, today="2026-06-12")
    assert [("warning", "V163")] == rows_of(office, today="2026-06-15"), "a Monday: the next working day"
    assert [("error", "V164")] == rows_of(office, today="2026-06-16")
    assert ITEM not in catalog_of(office, today="2026-06-16").by_id, "late is not a reason to publish"
    office.remove(f"catalog/approvals/{ITEM[:4]}/{ITEM}.status.jsonl")
    sign_status(office, ITEM, URGENT_STEPS, day="2026-06-12")
    assert [] == rows_of(office, today="2026-06-16")
    [tombstone] = [s for s in catalog_of(office).tombstones if s.id == ITEM]
    assert "内容有误" == tombstone.withdrawn_reason, "countersigned, it says what it holds"


def test_an_urgent_file_without_a_withdrawal_publishes_nothing(office):
    """Section 3: it can only hide: one duty officer can not change what a page says."""
    office.write(STATUS, REPEALED)
    sign_status(office, ITEM, URGENT_STEPS[:1])
    assert ("error", "V103") in rows_of(office)
    assert "有效" == catalog_of(office).validity[ITEM].state


def test_what_was_withdrawn_stays_hidden_whatever_becomes_of_its_file(office):
    """Row 45: removing or changing the status file of a withdrawn item brings nothing back."""
    office.write(STATUS, GENERAL)
    sign_status(office, ITEM, WITHDRAWAL_STEPS)
    register(office, f"status:{ITEM}", action="撤回")
    assert [] == rows_of(office)
    for spoil in (lambda: office.remove(STATUS), lambda: office.write(STATUS, "format: 1\ntopic: 电话\n")):
        spoil()
        assert ("error", "V161") in rows_of(office)
        catalog = catalog_of(office)
        assert ITEM not in catalog.by_id
        assert [""] == [s.title for s in catalog.tombstones if s.id == ITEM], "the address stays, neutral"


def test_a_withdrawn_item_comes_back_only_by_those_who_may_withdraw(office):
    """J22: a withdrawal is undone by the chain that made it, and the ledger says so (恢复)."""
    office.write(STATUS, GENERAL)
    sign_status(office, ITEM, WITHDRAWAL_STEPS)
    register(office, f"status:{ITEM}", action="撤回")
    office.write(STATUS, "format: 1\ntopic: 电话\n")
    sign_status(office, ITEM, LATER_STEPS, day="2026-06-02")
    assert ITEM not in catalog_of(office).by_id, "one step is not enough"
    for (_, person), hour in zip(WITHDRAWAL_STEPS, (14, 15), strict=True):
        done = run_here(
            office,
            *("approve", f"status:{ITEM}", "--person", person, "--sample-key", "--yes"),
            *("--time", f"2026-06-02T{hour}:00+08:00"),
        )
        assert 0 == done.exit_code, done.output
    assert "恢复" == ledger(office)[-1].entry.action
    assert ITEM in catalog_of(office).by_id
    assert "error" not in {severity for severity, _ in rows_of(office)}, "what brought it back counts on"


def test_a_faulty_status_file_concerns_its_item_alone(make_site):
    """Design 3: a withdrawal is never held up by another item's error, not even by its status file."""
    site = make_site()
    site.write("catalog/status/2026-00002.yml", "format: 1\nwithdrawn: {kind: 撤回\n")
    site.write("catalog/status/2026-00001.yml", 'format: 1\nwithdrawn: {kind: 隐私撤回, on: "2026-06-01"}\n')
    catalog = catalog_of(site)
    assert "2026-00001" in {s.id for s in catalog.tombstones}, "the withdrawal beside it is carried out"
    assert "2026-00002" not in catalog.by_id, "an item whose later facts can't be read is held back"


@pytest.mark.parametrize("relation", ["replaces", "interprets"])
def test_a_newer_item_needs_no_new_approval_of_the_old_one(office, relation):
    """Section 3: relations stand on the newer item only: the old one's bytes and records stay as they are."""
    newer = "2026-00091"
    office.add_item(newer, title="关于更换服务电话的通知", extra=f"{relation}: [{ITEM}]\n")
    approve_all(office, newer, day="2026-05-12")
    assert [] == rows_of(office)
    catalog = catalog_of(office)
    assert {ITEM, newer} <= catalog.by_id.keys()
    assert ((relation, newer),) == catalog.inverse[ITEM]


@pytest.mark.parametrize(
    ("chain", "extra"),
    [
        ("urgent-withdrawal", ""),
        ("standard", "routes:\n  工作动态: later-fact\n"),
        ("standard", "routes:\n  status:later-fact: standard\n"),
        ("standard", "routes:\n  status:urgent-withdrawal: withdrawal\n"),
    ],
    ids=["for items", "for a category", "an item's chain for a status", "urgent that does not hide"],
)
def test_a_policy_that_misplaces_a_chain_is_refused(office, chain, extra):
    """Section 3: what one duty officer signs can never publish, not even by a policy."""
    write_policy(office, 1, policy_text(chain=chain, extra=extra))
    assert "V165" in {row.code for row in office.check()}


def test_every_code_of_this_theme_has_its_test():
    """Design 3: each code is shown by a sample; here they are signed at run time, those that need no signature lie in files."""
    here = Path(__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in here.glob("test_withdraw*.py"))
    files = {path.stem for path in (here / "broken").glob("*.yml")}
    codes = load_data("later_problems.yml")["problems"].keys() - files
    missing = sorted(code for code in codes if f'"{code}"' not in text)
    assert [] == missing, "codes without a sample"

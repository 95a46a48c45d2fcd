"""Every chain that is shipped, from its first step to publication, with keys and on paper (design 5)."""

import pytest
from approval_maker import (
    ITEM,
    ROOTS,
    approve,
    decide,
    facts_of,
    paper,
    policy_text,
    require_approval,
    subject_of,
    write_policy,
)
from disclosure.approval.chain import shipped_chains
from disclosure.approval.check_code import check_code
from disclosure.check.approval import judge
from disclosure.check.site import check_site, read_approving_site
from disclosure.data_files import load_data
from disclosure.model.catalog import assemble
from site_maker import TODAY

CATEGORY = "工作动态"
ROLES = load_data("chains.yml")["roles"]
MINUTES = ("--meeting", "示工信纪要〔2026〕3号", "--meeting-on", "2026-05-11")


def walks():
    """(chain, importance) of every different sequence of steps that an item may have to pass."""
    seen = {}
    for chain in shipped_chains().values():
        if chain.later:
            continue  # for status files; walked in test_withdraw_chain.py
        for importance in ("一般", "重大"):
            steps = chain.steps_for(
                {"importance": importance, "disclosure": "主动公开", "category": CATEGORY}
            )
            seen.setdefault((chain.id, steps), importance)
    return [(chain, importance) for (chain, _), importance in seen.items()]


EXPECTED = {
    ("standard", "一般"): "division-head secrecy-reviewer leader publisher",
    ("xian", "一般"): "division-head leader publisher",
    ("xian", "重大"): "division-head meeting-secretary publisher",
    ("xian-party", "一般"): "division-head party-committee leader publisher",
    ("jilin", "一般"): "division-head secrecy-reviewer publisher",
    ("jilin", "重大"): "division-head secrecy-reviewer leader publisher",
    ("yangquan-levels", "一般"): "drafter division-head leader disclosure-leader chief publisher",
    ("yangquan-procedure", "一般"): "division-head secrecy-reviewer leader chief publisher",
    ("shaoguan", "一般"): "group-office division-head secrecy-reviewer publisher",
}
"""The roles of each walk, in order."""


@pytest.fixture
def office(make_site):
    """A small office; settings and pages are approved in the usual way, the item's category takes another chain."""
    return require_approval(make_site())


def route(site, chain):
    """A policy that sends the item's category through `chain`, with one person for each role."""
    persons = {role: [role] for role in ROLES} | {person: [] for person in ROOTS if person not in ROLES}
    usual = {
        "head": ["division-head"],
        "secrecy": ["secrecy-reviewer"],
    }  # who approved the pages and settings
    extra = "" if chain == "standard" else f"routes:\n  {CATEGORY}: {chain}\n"
    write_policy(site, 1, policy_text(persons=persons | usual, extra=extra))


def published(site):
    """Ids of the items that a build would publish."""
    checked = check_site(site.root, TODAY)
    return {view.id for view in assemble(checked.site, checked.items, checked.problems).items}


def state(site):
    """The item's outcome."""
    approving, _ = read_approving_site(site.root, TODAY)
    return judge(approving, subject_of(site), CATEGORY, facts_of(site))[0]


def test_the_walks_below_are_those_of_the_regulations():
    """X5, X6, X10, J2, J17, J18, J19, Q5, Q24, Q26, Q28, S2: who decides, in order, as the regulations say.

    A chain that is added or changed shows here, and is walked below.
    """
    assert sorted(EXPECTED) == sorted(walks())
    for (chain, importance), roles in EXPECTED.items():
        steps = shipped_chains()[chain].steps_for({"importance": importance})
        assert roles.split() == [step.role for step in steps], f"{chain}, {importance}"
        assert "发布" == steps[-1].kind, f"{chain} ends with 统一发布 (X9, Q4)"


@pytest.mark.parametrize(("chain", "importance"), walks(), ids="-".join)
@pytest.mark.parametrize("mode", ["key", "mixed"])
def test_a_chain_is_walked_step_by_step_to_publication(office, chain, importance, mode):
    """Design 5, X5, X6, X10, J17, J18, J19, J20, Q5, Q24, Q28, S2: until its last step nothing is published.

    Each step is asked for in turn, of a class that the policy routes to the chain; then it is registered.
    On paper alone it is walked below: a sheet enters the whole chain.
    """
    route(office, chain)
    if importance == "重大":
        office.edit(f"content/items/2026/{ITEM}.md", "publish_on:", "importance: 重大\npublish_on:")
    steps = shipped_chains()[chain].steps_for(facts_of(office))
    for number, step in enumerate(steps):
        assert step == state(office).waiting_for
        assert ITEM not in published(office), f"nothing is published before {step.name}"
        minutes = MINUTES if step.evidence else ()
        if mode == "mixed" and number % 2:
            given = ("--decision", f"{step.id}={step.role}@2026-05-11", *minutes)
            done = paper(office, ITEM, *given, codes=[check_code(subject_of(office))])
        else:
            time = f"2026-05-11T{9 if mode == 'key' else 0:02}:{number:02}+08:00"
            if mode == "mixed":
                time = "2026-05-11T00:00+08:00"
            given = ("--person", step.role, "--sample-key", "--yes", "--time", time, *minutes)
            done = approve(office, ITEM, *given)
        assert 0 == done.exit_code, f"{step.name}: {done.output}"
    assert state(office).approved
    assert ITEM in published(office)
    assert 1 == len(office.read("catalog/ledger.jsonl").splitlines()), "the publication is registered (J20)"


@pytest.mark.parametrize(("chain", "importance"), walks(), ids="-".join)
def test_a_whole_chain_stands_on_one_sheet(office, chain, importance):
    """Design 5, paper first: every chain can be entered in one call, and skips nothing."""
    route(office, chain)
    if importance == "重大":
        office.edit(f"content/items/2026/{ITEM}.md", "publish_on:", "importance: 重大\npublish_on:")
    steps = shipped_chains()[chain].steps_for(facts_of(office))
    signed = [part for step in steps for part in ("--decision", f"{step.id}={step.role}@2026-05-11")]
    code = [check_code(subject_of(office))]
    without_first = paper(office, ITEM, *signed[2:], *MINUTES, codes=code)
    assert 2 == without_first.exit_code, "the first step may not be left out"
    assert not (office.root / "catalog/ledger.jsonl").exists()
    done = paper(office, ITEM, *signed, *MINUTES, codes=code)
    assert 0 == done.exit_code, done.output
    assert ITEM in published(office)


def test_party_affairs_go_to_the_party_committee(office):
    """X10: 党务、宣传、教育信息由机关党委审核: the category decides, and nobody else may take that step."""
    route(office, "xian-party")
    decide(office, "propose", "division-head", "2026-05-11T09:00+08:00")
    assert "party-committee" == state(office).waiting_for.role
    refused = approve(office, ITEM, "--person", "leader", "--sample-key", "--yes")
    assert 2 == refused.exit_code
    assert "没有这个环节的权限" in refused.output


def test_two_of_one_role_may_agree_at_once(office):
    """Design 5: parallel reviews: whichever agreement the next step relied on counts, in any order of lines."""
    one = decide(office, "draft", "head", "2026-05-11T09:00+08:00")
    other = decide(office, "draft", "head", "2026-05-11T09:30+08:00", opinion="再次核对")
    for relied in (one, other):
        path = f"catalog/approvals/2026/{ITEM}.jsonl"
        before = office.read(path)
        decide(office, "secrecy", "secrecy", "2026-05-11T10:00+08:00", [relied])
        assert "sign" == state(office).waiting_for.id
        lines = office.read(path).splitlines(keepends=True)
        office.write(path, "".join(reversed(lines)))
        assert "sign" == state(office).waiting_for.id
        office.write(path, before)

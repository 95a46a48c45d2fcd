"""`approve --status`: what waits for whom, since when; for people, programs and a pull request (design 5)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from approval_maker import ITEM, approve, approve_all, decide, policy_text, require_approval, write_policy

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item that waits."""
    return require_approval(make_site())


def waiting(site, item=ITEM):
    """The entry of the item in the status as JSON, or None."""
    rows = json.loads(approve(site, "--status", "--format", "json").stdout)
    return next((row for row in rows if row["id"] == item), None)


def test_each_entry_names_step_persons_and_since_when(office):
    """Q24, Q32: what waits for whom, and since when; the next step waits since the decision before it."""
    assert {
        "id": ITEM,
        "path": f"content/items/2026/{ITEM}.md",
        "title": "关于公布服务电话的通知",
        "chain": "三级审批",
        "step": "科室审核",
        "role": "科室负责人",
        "department": "办公室",
        "persons": ["head岗"],
        "since": "2026-05-11",
        "objection": "",
        "due": "",
        "overdue": "",
        "publish_by": "2026-06-08",
        "publish_overdue": "已超期 5 个工作日",
    } == waiting(office)
    decide(office, "draft", "head", "2026-05-11T09:30+08:00")
    entry = waiting(office)
    assert ("保密审查", ["secrecy岗"], "2026-05-11 09:30") == (
        entry["step"],
        entry["persons"],
        entry["since"],
    )
    approve_all(office)
    assert waiting(office) is None


def test_deputies_are_named_and_those_who_left_are_not(office):
    """AB岗: today's deputies are marked; an expired person is not waited for; nobody left is said plainly."""
    extra = (
        "delegations:\n  - from: head\n    to: newcomer\n    roles: [division-head]\n"
        '    start: "2026-06-15T00:00+08:00"\n    end: "2026-06-16T00:00+08:00"\n    basis: 出差\n'
    )
    write_policy(office, 1, policy_text(extra=extra))
    assert ["head岗", "newcomer岗（代）"] == waiting(office)["persons"]
    spans = {"head": {"valid_until": '"2026-06-01T00:00+08:00"'}}
    write_policy(office, 1, policy_text(spans=spans))
    assert [] == waiting(office)["persons"]
    assert "（没有人担任）" in approve(office, "--status").output


def test_whoever_decided_before_is_not_waited_for_again(office):
    """Q24: distinct persons: one who holds two roles is named for the step that is still open to them only."""
    text = policy_text().replace("roles: [secrecy-reviewer]", "roles: [secrecy-reviewer, division-head]")
    write_policy(office, 1, text)
    assert ["head岗", "secrecy岗"] == waiting(office)["persons"]
    decide(office, "draft", "secrecy", "2026-05-11T09:30+08:00")
    assert [] == waiting(office)["persons"], "secrecy has decided, and nobody else may"


def test_by_person_each_sees_their_own_list(office):
    """Design 5: grouped by person, the oldest first."""
    decide(office, "draft", "head", "2026-05-11T09:30+08:00")
    shown = approve(office, "--status", "--by-person").stdout
    head, secrecy = shown.index("head岗（"), shown.index("secrecy岗（1 件）")
    assert head < shown.index("2026-00011") < secrecy < shown.index(f"    {ITEM}")
    dates = [line.rpartition("自 ")[2] for line in shown[head:secrecy].splitlines() if "自 " in line]
    assert sorted(dates) == dates


def test_an_objection_is_shown_to_all(office):
    """Q37: what waits because somebody objected says who, and why."""
    decide(office, "draft", "head", "2026-05-11T09:00+08:00", decision="不同意", opinion="依据不足")
    assert "head岗：依据不足" == waiting(office)["objection"]


def test_a_pull_request_lists_who_still_has_to_approve(office):
    """Design 5, before approval: annotations on the files that wait, each with step and names."""
    done = approve(office, "--status", "--format", "github")
    assert 1 == done.exit_code
    lines = [line for line in done.stdout.splitlines() if f"{ITEM}.md" in line]
    assert 1 == len(lines)
    assert lines[0].startswith(f"::notice file=content/items/2026/{ITEM}.md,line=1")
    assert "等待：科室审核（科室负责人）：head岗" in lines[0]


def test_a_site_without_approvals_has_nothing_that_waits(make_site):
    """Design 5: `none` is no mistake: the same command runs in every office's checks."""
    site = make_site()
    done = approve(site, "--status")
    assert (0, "本站没有启用审批核验，没有待审批的事项。\n") == (done.exit_code, done.output)
    assert "[]\n" == approve(site, "--status", "--format", "json").output


@pytest.mark.parametrize("form", ["text", "github"])
def test_the_check_of_a_proposed_change_ends_with_that_list(office, form, tmp_path):
    """Design 5: the workflow holds no logic: scripts/check.py --content prints problems and then who is waited for."""
    root = office.root
    for name in ("check.py", "environment.py", "one_process.py"):
        office.write(f"scripts/{name}", (SCRIPTS / name).read_bytes())
    # The script makes its environment in the folder above it; here that of this run stands in its place.
    fake = office.write(
        "scripts/environment.py",
        (
            "import sys\nfrom pathlib import Path\n"
            "ROOT = Path(__file__).resolve().parents[1]\n"
            "def ensure(group):\n    return sys.executable\n"
        ),
    )
    assert fake.exists()
    done = subprocess.run(
        [sys.executable, root / "scripts/check.py", "--content", "--format", form],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PATH": "", "DISCLOSURE_TODAY": "2026-06-15", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    )
    assert 1 == done.returncode, done.stderr
    assert "等待：科室审核（科室负责人）：head岗" in done.stdout


def test_a_step_with_a_clock_says_by_when_and_how_far_it_is_over(office):
    """Q32: five working days from the decision before; the clock is shown to whoever looks, and to programs."""
    write_policy(office, 1, policy_text(chain="yangquan-procedure"))
    decide(office, "division", "head", "2026-05-11T09:30+08:00")
    entry = waiting(office)
    assert ("2026-05-18", "已超期 20 个工作日") == (entry["due"], entry["overdue"])
    shown = approve(office, "--status").stdout
    assert "已超期 20 个工作日（应于 2026-05-18 前办理）；公开期限已超期 5 个工作日（2026-06-08）" in shown
    early = approve(office, "--status", today="2026-05-15").stdout
    assert "，应于 2026-05-18 前办理；最迟 2026-06-08 公开" in early

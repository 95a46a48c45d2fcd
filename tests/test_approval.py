"""先审批、后发布: what the right people did not approve, byte for byte and in order, is published nowhere."""

import json
import shutil
import subprocess

import approval_maker
import pytest
from approval_maker import ITEM, approve_all, decide, require_approval
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NINE, TEN, ELEVEN, NOON = (f"2026-05-11T{hour:02}:00+08:00" for hour in (9, 10, 11, 12))


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one more item whose records are empty."""
    return require_approval(make_site())


def codes(site, item=ITEM):
    """Codes of approval for the item, but for V117: the test's day is long after what it signs."""
    rows = [row for row in site.check() if row.item == item and row.code.startswith("V")]
    return [row.code for row in rows if row.code != "V117"]


def test_an_item_without_a_decision_is_in_nothing_that_is_published(office):
    """X13, Q22, S4: unsigned is not published, without exception; the rest of the site is not held up."""
    approve_all(office, "2026-00011")
    done = office.build()
    assert 1 == done.returncode, done.stderr
    assert ITEM in done.stderr, "the 隔离清单 names what waits"
    published = {path.stem for path in (office.out / "items").rglob("*.html")}
    assert "2026-00011" in published, "what has its chain is published"
    assert ITEM not in published
    found = [p for p in office.out.rglob("*") if p.is_file() and ITEM.encode() in p.read_bytes()]
    assert [] == found, "an unapproved item must leave no trace in the output"


def test_the_publisher_sets_the_publication_time(office):
    """X9, Q4, J19, S10: on the site, 统一发布: the last decision is the publisher's, and its time is the publication time."""
    approve_all(office)
    assert [] == codes(office)
    office.build()
    page = (office.out / "items/2026" / f"{ITEM}.html").read_text(encoding="utf-8")
    assert "2026-05-12" in page, "publish_on holds a publication back to the intended day"
    assert '<meta name="PubDate" content="2026-05-12' in page


@pytest.mark.parametrize("missing", range(4))
def test_no_step_may_be_left_out(office, missing):
    """X3, X9, Q4, Q23: 提出、研究、审核、公开: whichever step is missing, the item waits for it."""
    done = []
    for hour, (step, person) in enumerate(approval_maker.STEPS):
        if hour != missing:
            done.append(decide(office, step, person, f"2026-05-11T{9 + hour:02}:00+08:00", done))
    assert "V103" in codes(office)


def _change(path):
    def change(site):
        site.write(path, site.read(path).replace("服务电话", "服务热线") + "\n")

    return change


BAD = {
    "content changed after approval (X14, Q6)": (
        "V104",
        lambda s: (approve_all(s), _change(f"content/items/2026/{ITEM}.md")(s)),
    ),
    "an objection stands (Q37)": (
        "V102",
        lambda s: decide(s, "draft", "head", NINE, decision="不同意", opinion="应先征求意见"),
    ),
    "a later step does not rely on the earlier one (X3)": (
        "V105",
        lambda s: (decide(s, "draft", "head", NINE), decide(s, "secrecy", "secrecy", TEN)),
    ),
    "a later step is dated before the earlier one (X15)": (
        "V105",
        lambda s: decide(s, "secrecy", "secrecy", NINE, [decide(s, "draft", "head", TEN)]),
    ),
    "approval given for another unit's catalog": (
        "V107",
        lambda s: decide(s, "draft", "head", NINE, catalog="000014349"),
    ),
    "a step that the chain does not have": ("V108", lambda s: decide(s, "chief", "chief", NINE)),
    "a role that is not the step's": ("V108", lambda s: decide(s, "draft", "head", NINE, role="leader")),
    "a person that the policy does not name": ("V109", lambda s: decide(s, "draft", "stranger", NINE)),
    "a person without the role (X10)": ("V111", lambda s: decide(s, "draft", "newcomer", NINE)),
    "acting for somebody without a delegation (AB岗)": (
        "V111",
        lambda s: decide(s, "draft", "newcomer", NINE, on_behalf_of="head"),
    ),
    "signed with another key": (
        "V113",
        lambda s: decide(s, "draft", "head", NINE, key=Ed25519PrivateKey.generate()),
    ),
    "signed text altered afterwards": (
        "V113",
        lambda s: decide(s, "draft", "head", NINE, tamper=lambda p: p.replace("T09:00", "T09:01")),
    ),
    "paper decision registered by the approver": (
        "V110",
        lambda s: decide(s, "draft", "head", NINE, mode="paper", evidence={"registrar": "head"}),
    ),
    "paper decision registered by somebody who is no registrar": (
        "V110",
        lambda s: decide(s, "draft", "head", NINE, mode="paper", evidence={"registrar": "leader"}),
    ),
    "a line that is no record": (
        "V101",
        lambda s: s.write(
            f"catalog/approvals/2026/{ITEM}.jsonl", '{"payload": "x", "sig": "", "alg": "none"}\n'
        ),
    ),
    "a record file that can't be read": (
        "V114",
        lambda s: (s.root / f"catalog/approvals/2026/{ITEM}.jsonl").mkdir(parents=True),
    ),
    "a time in another zone": (
        "V101",
        lambda s: decide(s, "draft", "head", "2026-05-11T09:00+00:00"),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_count_is_refused_with_its_own_code(office, case):
    """Integrity row 44, X3, X10, X14: missing, reordered, forged, misplaced: each has its code, and none publishes."""
    code, spoil = BAD[case]
    spoil(office)
    found = codes(office)
    assert code in found, f"{case}: {found}"
    assert {"V102", "V103"} & set(found), "the item keeps waiting"


def test_a_defaced_page_is_left_out_and_the_rest_is_published(office):
    """Everything public has its record: a changed about.md is caught like a changed item (integrity row 26)."""
    approve_all(office)
    office.write("content/about.md", office.read("content/about.md") + "\n肆客足球\n")
    done = office.build()
    assert 1 == done.returncode, done.stderr
    assert "page:about.md" in done.stderr
    assert not (office.out / "about.html").exists()
    assert (office.out / "items/2026" / f"{ITEM}.html").exists(), "the rest is not held up"


def test_a_page_that_introduces_a_section_falls_back_to_the_section_alone(office):
    """Fail closed, page by page: without its approved introduction the section still stands."""
    office.write("content/index.md", office.read("content/index.md") + "\n肆客足球\n")
    office.build()
    home = (office.out / "index.html").read_text(encoding="utf-8")
    assert "肆客足球" not in home
    assert 'id="main"' in home


def test_changed_settings_stop_the_build(office):
    """Published catalog data is approved too: a changed guide stops the build and the old site stays."""
    assert 1 == office.build().returncode, "one item waits for its chain"
    before = {p: p.read_bytes() for p in office.out.rglob("*") if p.is_file()}
    office.write("catalog/guide.yml", office.read("catalog/guide.yml") + "# changed\n")
    done = office.build()
    assert 2 == done.returncode, done.stdout
    assert "V104" in done.stderr
    assert before == {p: p.read_bytes() for p in office.out.rglob("*") if p.is_file()}


def test_nobody_decides_two_steps(office):
    """Q24: distinct persons: one who holds two roles still decides one step only."""
    text = approval_maker.policy_text().replace(
        "roles: [secrecy-reviewer]", "roles: [secrecy-reviewer, leader]"
    )
    approval_maker.write_policy(office, 1, text)
    first = decide(office, "draft", "head", NINE)
    second = decide(office, "secrecy", "secrecy", TEN, [first])
    decide(office, "sign", "secrecy", ELEVEN, [first, second])
    assert "V106" in codes(office)


def test_an_objection_is_overcome_only_by_a_decision_that_names_it(office):
    """Q37: dissent stays on record; agreeing without naming it does not count, naming it does."""
    dissent = decide(office, "draft", "head", NINE, decision="不同意", opinion="依据不足")
    decide(office, "draft", "head", TEN)
    assert "V102" in codes(office)
    first = decide(office, "draft", "head", ELEVEN, [dissent])
    assert "V102" not in codes(office)
    decide(office, "secrecy", "secrecy", NOON, [first])
    assert ["V103"] == codes(office)


def test_a_deputy_decides_within_the_delegation(office):
    """AB岗: a delegation with persons, roles, time and basis lets the deputy decide, and only in its time."""
    extra = (
        "delegations:\n  - from: head\n    to: newcomer\n    roles: [division-head]\n"
        '    start: "2026-05-11T08:00+08:00"\n    end: "2026-05-12T00:00+08:00"\n    basis: 出差期间由副职代行\n'
    )
    approval_maker.write_policy(office, 1, approval_maker.policy_text(extra=extra))
    decide(office, "draft", "newcomer", NINE, on_behalf_of="head")
    assert ["V103"] == codes(office)
    decide(office, "draft", "newcomer", "2026-05-13T09:00+08:00", on_behalf_of="head")
    assert "V111" in codes(office)


def test_a_head_decides_on_what_his_division_provided(office):
    """X10, J17: 谁提供、谁审核: where the policy names a head's divisions, what another one provided waits for its head."""
    text = approval_maker.policy_text(persons={**approval_maker.PERSONS, "newcomer": ["division-head"]})
    for person, offices in {"head": "[办公室]", "newcomer": "[产业科]", "leader": "[产业科]"}.items():
        text = text.replace(f"    name: {person}岗\n", f"    name: {person}岗\n    offices: {offices}\n")
    approval_maker.write_policy(office, 1, text)
    decide(office, "draft", "newcomer", NINE)
    assert ["V103", "V111"] == sorted(codes(office)), "another division's head"
    waiting = json.loads(approval_maker.approve(office, "--status", "--format", "json").stdout)
    assert [["head岗"]] == [row["persons"] for row in waiting if row["id"] == ITEM], "nor is he waited for"
    refused = approval_maker.approve(office, ITEM, "--person", "newcomer", "--sample-key", "--yes")
    assert "newcomer岗不负责这个科室" in refused.output
    office.remove(f"catalog/approvals/2026/{ITEM}.jsonl")
    approve_all(office)
    assert [] == codes(office), "a leader is bound to no division"
    assert [] == codes(office, "page:about.md"), "pages have no division"


def test_a_public_repository_holds_no_dissent_and_no_names(office):
    """Design 1, J27, Q37: a site that says it is public refuses both, in records, in the policy, and before they are written."""
    decide(office, "draft", "head", NINE, decision="不同意", opinion="依据不足")
    named = {"registrar": "registrar", "drafter": "张某某", "text_check": "核对一致：李某某，2026-05-11"}
    decide(office, "draft", "head", TEN, mode="paper", evidence=named)
    assert "V118" not in codes(office), "an internal repository keeps them"
    office.edit("catalog/site.yml", "visibility: internal", "visibility: public")
    assert 2 == codes(office).count("V118")
    persons = approval_maker.policy_text().replace("name: chief岗", "name: 张某某")
    approval_maker.write_policy(office, 1, persons)
    assert ["persons.chief"] == [row.field for row in office.check() if row.code == "V118" and not row.item]
    approval_maker.write_policy(office, 1, approval_maker.policy_text())
    path = f"catalog/approvals/2026/{ITEM}.jsonl"
    office.remove(path)
    objecting = ("--person", "head", "--sample-key", "--yes", "--object", "--opinion", "依据不足")
    refused = approval_maker.approve(office, ITEM, *objecting)
    assert (2, False) == (refused.exit_code, (office.root / path).exists()), refused.output
    assert "visibility: internal" in refused.output


def test_a_key_is_judged_at_the_time_of_signing(office):
    """Design 5: an expired or revoked key makes no new decision and breaks no old one."""
    spans = {"head": {"valid_from": '"2026-05-01T00:00+08:00"', "revoked_from": '"2026-05-11T09:30+08:00"'}}
    approval_maker.write_policy(office, 1, approval_maker.policy_text(spans=spans))
    decide(office, "draft", "head", NINE)
    assert ["V103"] == codes(office), "signed before it was revoked"
    office.remove(f"catalog/approvals/2026/{ITEM}.jsonl")
    for time in (TEN, "2026-04-30T09:00+08:00"):
        decide(office, "draft", "head", time)
    assert ["V103", "V112", "V112"] == sorted(codes(office))


def test_a_decision_on_paper_counts_when_the_registrar_signs_it(office):
    """Paper first: the registrar, who is not the approver, vouches for the signed sheet with a signature."""
    evidence = {"registrar": "registrar", "number": "审批表2026-31", "scan": "0" * 64}
    decide(office, "draft", "head", NINE, mode="paper", evidence=evidence)
    assert ["V103"] == codes(office)


def test_the_order_of_lines_means_nothing_and_doubles_count_once(office):
    """Design 5: parallel reviews merge by union; a line that both sides have does no harm."""
    approve_all(office)
    path = f"catalog/approvals/2026/{ITEM}.jsonl"
    lines = office.read(path).splitlines(keepends=True)
    office.write(path, "".join([*reversed(lines), *lines]))
    assert [] == codes(office)


def test_two_parallel_reviews_merge_in_git_without_a_conflict(office):
    """Design 5: merge=union for records: two reviewers who decide at once do not block each other."""

    def git(*arguments):
        done = subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@example.gov.cn", *arguments],
            cwd=office.root,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert 0 == done.returncode, f"git {arguments}: {done.stdout}{done.stderr}"

    office.write(".gitattributes", "catalog/approvals/**/*.jsonl -text merge=union\n")
    decide(office, "draft", "head", NINE)
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "base")
    git("checkout", "-qb", "other")
    decide(office, "draft", "head", TEN, opinion="复核")
    git("commit", "-qam", "other")
    git("checkout", "-q", "main")
    decide(office, "draft", "head", ELEVEN, opinion="再次复核")
    git("commit", "-qam", "main")
    git("merge", "-q", "other", "-m", "both")
    assert 3 == len(office.read(f"catalog/approvals/2026/{ITEM}.jsonl").splitlines())
    assert ["V103"] == codes(office)


def test_the_command_shows_signs_and_tells_what_comes_next(office):
    """Design 5, key way: what is signed is shown; the record is appended; --status tells who is waited for."""
    waiting = office.run("approve", "--status")
    assert 1 == waiting.returncode, waiting.stderr
    assert "等待：科室审核（科室负责人）" in waiting.stdout
    wrong = office.run("approve", ITEM, "--person", "leader", "--sample-key", "--yes")
    assert 2 == wrong.returncode, "whoever is not waited for can't sign"
    for person, hour in (("head", 9), ("secrecy", 10), ("leader", 11), ("publisher", 12)):
        time = f"2026-05-11T{hour:02}:00+08:00"
        done = office.run("approve", ITEM, "--person", person, "--sample-key", "--yes", "--time", time)
        assert 0 == done.returncode, done.stderr
        assert "服务电话为0990-5560100。" in done.stdout, "the body is shown before it is signed"
    assert "已完成全部审批" in done.stdout
    assert [] == codes(office)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not on this machine")
def test_an_auditor_checks_the_record_with_ssh_keygen_alone(office, tmp_path):
    """Design 5: the record can be checked without any program of ours."""
    approve_all(office)
    done = office.run("approve", ITEM, "--export", str(tmp_path / "audit"))
    assert 0 == done.returncode, done.stderr
    for number, (_, person) in enumerate(approval_maker.STEPS, 1):
        command = ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", person]
        command += ["-n", "disclosure-approval@v1", "-s", f"{number}.sig"]
        text = (tmp_path / "audit" / f"{number}.txt").read_bytes()
        checked = subprocess.run(
            command, cwd=tmp_path / "audit", input=text, capture_output=True, check=False
        )
        assert 0 == checked.returncode, checked.stderr

"""A clerk who leaves: what goes to whom, on a sheet to sign, and in the policy only by its roots (design 5)."""

import re
import zipfile

import pytest
from approval_maker import ITEM, decide, policy_text, require_approval, write_policy
from click.testing import CliRunner
from disclosure.check.site import read_approving_site
from disclosure.verbs.handover import command
from disclosure.verbs.policy import command as policy_command
from site_maker import TODAY

DELEGATION = (
    "delegations:\n  - from: head\n    to: leader\n    roles: [division-head]\n"
    '    start: "2026-06-01T00:00+08:00"\n    end: "2026-12-31T00:00+08:00"\n    basis: AB岗\n'
)


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with an item that waits and a delegation that runs."""
    site = require_approval(make_site())
    write_policy(site, 1, policy_text(extra=DELEGATION))
    return site


def handover(site, *arguments, code=0):
    """Run `disclosure handover` in this process; returns what it printed."""
    given = [*map(str, arguments), "--site", str(site.root), "--today", TODAY]
    result = CliRunner().invoke(command, given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert code == result.exit_code, result.output
    return result.output


def test_the_sheet_names_everything_that_is_handed_over(office):
    """Design 5: roles, key, open items with their clocks, delegations, what he keeps, what is to be done."""
    shown = handover(office, "head", "--to", "newcomer")
    for words in (
        "head岗（head）→ newcomer岗（newcomer）",
        "科室负责人，没有别人担任",
        "ssh-ed25519 ",
        f"{ITEM}  关于公布服务电话的通知  科室审核  自 2026-05-11 起；公开期限 2026-06-08，已超期 5 个工作日",
        "head岗 → leader岗  科室负责人",
        "代码托管平台的账号",
        "在新一版授权文件中写明head岗密钥的截止时间",
        "由newcomer岗担任科室负责人",
    ):
        assert words in shown, f"{words} is missing in:\n{shown}"


def test_only_what_waits_for_the_person_is_listed(office):
    """Q24: the next step is another's."""
    decide(office, "draft", "head", "2026-05-11T09:00+08:00")
    assert ITEM not in handover(office, "head", "--to", "newcomer")
    assert ITEM in handover(office, "secrecy", "--to", "newcomer")


def test_a_root_who_leaves_is_told_of_the_threshold(office):
    """Design 5: the policy is signed before too few are left to sign it."""
    write_policy(
        office, 1, policy_text(threshold=3, extra=DELEGATION), signers=("chief", "deputy", "supervisor")
    )
    shown = handover(office, "chief", "--to", "newcomer")
    assert "签署人只剩 2 人，不够 3 人" in shown
    assert "DISCLOSURE_POLICY_PIN" in shown


def test_the_sheet_is_a_word_file_with_lines_to_sign(office, tmp_path):
    """Issue 3: a 交接单 .docx; read back, it holds what the terminal shows, and three signature lines."""
    out = tmp_path / "papers" / "交接单.docx"
    handover(office, "publisher", "--to", "newcomer", "--out", out)
    with zipfile.ZipFile(out) as package:
        text = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", package.read("word/document.xml").decode()))
    for words in (
        "政府信息公开工作交接单",
        "publisher岗",
        "登记簿 catalog/ledger.jsonl",
        "移交人签字",
        "监交人签字",
        "（无）",
    ):
        assert words in text, words
    first = out.read_bytes()
    handover(office, "publisher", "--to", "newcomer", "--out", out)
    assert first == out.read_bytes(), "the same content gives the same bytes"


def test_the_policy_changes_only_when_its_roots_sign_the_draft(office):
    """Design 5: handing over changes no policy; its draft, once signed, ends one key and gives the roles on."""
    before = office.read("catalog/policy/1.yml")
    handover(office, "chief", "--to", "newcomer", "--draft", "--until", "2026-07-01")
    assert before == office.read("catalog/policy/1.yml")
    assert 1 == read_approving_site(office.root, TODAY)[0].policy.version
    for root in ("chief", "deputy"):
        given = ["sign", "--person", root, "--sample-key", "--yes", "--site", str(office.root)]
        done = CliRunner().invoke(policy_command, given)
        assert 0 == done.exit_code, done.output
    policy = read_approving_site(office.root, TODAY)[0].policy
    assert (2, "2026-07-01T00:00+08:00") == (policy.version, policy.persons["chief"].valid_until)
    assert "chief" in policy.persons["newcomer"].roles
    assert "persons:\n  - newcomer\n" in office.read("catalog/policy/2.yml")


def test_a_running_delegation_ends_with_the_key(office):
    """AB岗: a delegation of one who left runs no longer."""
    handover(office, "head", "--to", "newcomer", "--draft")
    draft = office.read("catalog/policy/draft.yml")
    assert f"end: {TODAY}T00:00+08:00" in draft.replace("'", "")


def test_who_takes_over_a_division_heads_that_division_alone(office):
    """X10, J17: what waits is what the head's own division provided, and only that goes over to the successor."""
    head = "    name: head岗\n"
    text = policy_text().replace(head, f"{head}    offices: [办公室]\n")
    write_policy(office, 1, text)
    assert ITEM in handover(office, "head", "--to", "newcomer", "--draft")
    assert 2 == office.read("catalog/policy/draft.yml").count("offices:\n  - 办公室\n")
    write_policy(office, 1, text.replace("[办公室]", "[产业科]"))
    assert ITEM not in handover(office, "head", "--to", "newcomer"), "the item comes from another division"


def test_a_newcomer_need_not_stand_in_the_policy_yet(office):
    """Design 5: the sheet comes first; the draft names the newcomer once their key is registered."""
    assert "starter（尚未登记）还没有密钥，由本人制作，登记公钥" in handover(
        office, "head", "--to", "starter"
    )
    assert "没有代号为 starter 的人" in handover(office, "head", "--to", "starter", "--draft", code=2)


MISUSE = [
    ("nobody", "--to", "head"),
    ("head", "--to", "head"),
    ("head", "--to", "leader", "--draft", "--until", "下周"),
]


@pytest.mark.parametrize("arguments", MISUSE)
def test_misuse_is_said(office, arguments):
    """Design 3: no input gives a traceback."""
    assert handover(office, *arguments, code=2).strip()


def test_without_a_policy_there_is_nothing_to_hand_over(make_site):
    """Design 5: roles stand in the policy."""
    assert "没有可用的授权文件" in handover(make_site(), "head", "--to", "leader", code=2)

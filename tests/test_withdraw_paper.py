"""`disclosure withdraw` on paper: a sheet first, and with the signed sheet the status file and its decisions at once."""

import json
import re
import subprocess

import mammoth
import pytest
from approval_maker import ITEM, policy_text, write_policy
from disclosure.approval.decision import read_payload
from disclosure.ledger import PATH
from withdraw_maker import TITLE, catalog_of, ledger, published_office, rows_of, run_here

STATUS = f"catalog/status/{ITEM}.yml"
RECORDS = f"catalog/approvals/2026/{ITEM}.status.jsonl"
DAY = "2026-06-15"
REASON = "附件列有张某某的住址"
PRIVACY = ("--kind", "隐私撤回", "--reason", REASON)
SIGNED = ("--decision", f"withdraw=leader@{DAY}", "--decision", f"withdraw-publish=publisher@{DAY}")


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item published and registered."""
    return published_office(make_site())


def withdraw(site, *arguments, answer=None):
    given = ("withdraw", ITEM, "--today", DAY, *map(str, arguments))
    return run_here(site, *given, answer=answer)


def print_sheet(site, folder, *arguments):
    """The text of the printed sheet."""
    done = withdraw(site, *arguments, "--sheet", "--out", folder / "sheet.docx")
    assert 0 == done.exit_code, done.output
    with (folder / "sheet.docx").open("rb") as file:
        return mammoth.extract_raw_text(file).value


def record(site, text, *arguments, code="", date=DAY):
    """Enter the sheet of that text, signed."""
    scan = site.root.parent / "scan.pdf"
    scan.write_bytes(b"a scan")
    found = re.search(r"整表校验码\s+([0-9A-F ]{19})", text)
    given = ("--record", "--sheet-number", "2026-8", "--date", date, "--scan", scan)
    given += ("--code", code or found[1], "--registrar", "registrar", "--sample-key", "--yes")
    return withdraw(site, *arguments, *given, "--drafter", "张某某", "--keeper", "李某某")


def decisions(site):
    lines = site.read(RECORDS).splitlines()
    return [read_payload(json.loads(line)["payload"]) for line in lines]


def files_of(site):
    return {p: p.read_bytes() for p in site.root.rglob("*") if p.is_file() and ".cache" not in p.parts}


def test_the_sheet_is_printed_and_nothing_else_is_written(office, tmp_path):
    """J22, design 5: paper first; an unsigned status file would be an error of the item."""
    before = files_of(office)
    text = print_sheet(office, tmp_path, *PRIVACY)
    assert before == files_of(office)
    for part in (TITLE, REASON, "kind: 隐私撤回", f"status:{ITEM}", "主管领导批准撤回", "统一撤下"):
        assert part in text, f"who signs must know {part}"
    assert ITEM in catalog_of(office).by_id
    assert [] == rows_of(office)


def test_the_signed_sheet_writes_the_file_and_its_decisions_together(office, tmp_path):
    """J22: one call; the item is gone and registered (撤回), and the reason stays with the decision alone."""
    text = print_sheet(office, tmp_path, *PRIVACY)
    done = record(office, text, *PRIVACY, *SIGNED)
    assert 0 == done.exit_code, done.output
    assert "从下一次生成起撤下" in done.output
    assert [("withdraw", "leader", REASON), ("withdraw-publish", "publisher", "")] == [
        (d.step, d.person, d.opinion) for d in decisions(office)
    ]
    assert {"paper"} == {d.mode for d in decisions(office)}
    assert REASON not in office.read(STATUS)
    assert ITEM not in catalog_of(office).by_id
    assert [] == rows_of(office)
    assert ("撤回", ITEM) == (ledger(office)[-1].entry.action, ledger(office)[-1].entry.item)


@pytest.mark.parametrize(
    ("arguments", "changes", "words"),
    [
        ((*PRIVACY, *SIGNED), {"code": "0000 0000 0000 0000"}, "校验码"),
        ((*PRIVACY, *SIGNED), {"date": "2026-06-14"}, "校验码"),
        (("--kind", "一般撤回", "--reason", "停用", *SIGNED), {}, "校验码"),
        ((*PRIVACY, *SIGNED[2:]), {}, "现在等待“主管领导批准撤回”"),
        ((*PRIVACY, "--decision", f"withdraw=publisher@{DAY}"), {}, "没有写入任何记录"),
        ((*PRIVACY, "--objection", f"withdraw=leader@{DAY}=不必撤回"), {}, "不同意撤回的"),
        ((*PRIVACY, *SIGNED), {"date": "6月15日"}, "日期"),
    ],
)
def test_what_is_not_the_signed_sheet_writes_nothing(office, tmp_path, arguments, changes, words):
    """X14, J22: the sheet names the bytes of the file to come; another kind, day, or code leaves all as it was."""
    text = print_sheet(office, tmp_path, *PRIVACY)
    before = files_of(office)
    done = record(office, text, *arguments, **changes)
    assert 2 == done.exit_code, done.output
    assert words in done.output
    assert before == files_of(office), "both, or neither"


def test_a_failure_while_writing_leaves_neither(office, tmp_path):
    """Design 3: where the records can't be written there is no status file either."""
    text = print_sheet(office, tmp_path, *PRIVACY)
    (office.root / RECORDS).mkdir(parents=True)
    done = record(office, text, *PRIVACY, *SIGNED)
    assert 2 == done.exit_code
    assert not (office.root / STATUS).exists()


def test_a_sheet_signed_by_the_first_waits_for_the_second(office, tmp_path):
    """J22: a sheet may be entered step by step, as it comes back."""
    text = print_sheet(office, tmp_path, *PRIVACY)
    done = record(office, text, *PRIVACY, *SIGNED[:2])
    assert 0 == done.exit_code, done.output
    assert "等待：统一撤下" in done.output
    assert ITEM in catalog_of(office).by_id


def test_a_duty_officer_without_a_key_hides_on_paper(office, tmp_path):
    """Section 3: an urgent withdrawal, signed with a pen by one person, carries by whose authority."""
    urgent = ("--urgent", "--authorised-by", "leader")
    text = print_sheet(office, tmp_path, *urgent)
    done = record(office, text, *urgent, "--decision", f"urgent-hide=duty@{DAY}")
    assert 0 == done.exit_code, done.output
    assert "leader" == decisions(office)[0].evidence["authorised-by"]
    assert ITEM not in catalog_of(office).by_id


def test_what_must_vanish_is_told_on_no_sheet(office, tmp_path):
    """Design 5: of 涉密处置 not even the name or the reason stands on the sheet; entered, it leaves the work tree."""
    purge = ("--kind", "涉密处置", "--reason", REASON)
    text = print_sheet(office, tmp_path, *purge)
    assert TITLE not in text
    assert REASON not in text
    done = record(office, text, *purge, "--decision", f"urgent-hide=duty@{DAY}")
    assert 0 == done.exit_code, done.output
    assert not (office.root / f"content/items/2026/{ITEM}.md").exists()
    assert TITLE not in office.read(PATH), "the ledger keeps the number alone"


def test_without_approvals_there_is_no_sheet(make_site):
    """Section 3: a site without approvals has no chain to print."""
    done = withdraw(make_site(), *PRIVACY, "--sheet")
    assert (2, True) == (done.exit_code, "没有启用审批核验" in done.output)


def test_a_deputy_with_an_agent_withdraws_for_the_leader(office, agent, tmp_path, monkeypatch):
    """Design 5: 授权代签 and a key in a real ssh-agent, as for any other decision."""
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    public = " ".join(key.with_suffix(".pub").read_text(encoding="ascii").split()[:2])
    delegation = (
        "delegations:\n  - from: leader\n    to: head\n    roles: [leader]\n    start: 2026-06-01T00:00+08:00\n"
        "    end: 2026-07-01T00:00+08:00\n    basis: 示工信办〔2026〕3号\n"
    )
    write_policy(office, 1, policy_text(keys={"head": public}, extra=delegation))
    monkeypatch.setenv("SSH_AUTH_SOCK", agent["SSH_AUTH_SOCK"])
    subprocess.run(["ssh-add", "-q", key], check=True, env=agent, capture_output=True)
    given = (*PRIVACY, "--person", "head岗", "--agent", "--yes", "--time", f"{DAY}T09:00+08:00")
    assert 2 == withdraw(office, *given).exit_code, "in the own name it is not entitled"
    assert not (office.root / STATUS).exists()
    done = withdraw(office, *given, "--on-behalf-of", "leader")
    assert 0 == done.exit_code, done.output
    [decision] = decisions(office)
    assert ("head", "leader", "key") == (decision.person, decision.on_behalf_of, decision.mode)

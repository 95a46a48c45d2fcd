"""docs/threats.md: every attack on approval has its code and its test; and the attacks that no other test makes."""

import re
from pathlib import Path

import pytest
from approval_maker import (
    ITEM,
    STEPS,
    approve_all,
    decide,
    item_of,
    policy_text,
    require_approval,
    subject_of,
    write_policy,
)
from disclosure.approval.policy import NAMESPACE as POLICY
from disclosure.approval.sample_keys import sample_key
from disclosure.problems import problem_kinds
from named_tests import docstring_of, quoted

PAGE = Path(__file__).resolve().parents[1] / "docs" / "threats.md"
OTHER = "2026-00091"
FILE = f"content/items/2026/{ITEM}.md"
LIST = f"content/files/2026/{ITEM}/list.csv"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d+ \|", line)
]
_CODE = re.compile(r"[A-Z]\d{3}")


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with an item and its attachment that went through the whole chain."""
    site = require_approval(make_site())
    site.write(LIST, "序号,名称\n1,甲公司\n")
    site.edit(FILE, "contact:", "attachments: [{file: list.csv, title: 名单}]\ncontact:")
    approve_all(site)
    assert not refused(site), "before the attack it is published"
    return site


def refused(site, item=ITEM):
    """Codes of the errors that keep an item from the public."""
    return {row.code for row in site.check() if row.item == item and row.severity == "error"}


def _copy_of_another(site):
    """The records of an approved item, laid under the name of one that nobody approved."""
    site.add_item(OTHER)
    site.write(f"catalog/approvals/2026/{OTHER}.jsonl", site.read(f"catalog/approvals/2026/{ITEM}.jsonl"))


def _other_category(site):
    """The persons of the usual chain approve what the policy gives to another chain."""
    routes = f"routes:\n  {item_of(site).category}: xian-party\n"
    write_policy(site, 1, policy_text(extra=routes))


def _signed_as_policy(site):
    """A signature that its person made for something else: here for a policy."""
    site.remove(f"catalog/approvals/2026/{ITEM}.jsonl")
    decide(site, *STEPS[0], "2026-05-11T09:00+08:00", namespace=POLICY)


def _add_attachment(site):
    site.write(f"content/files/2026/{ITEM}/more.csv", "序号,名称\n1,乙公司\n")
    site.edit(FILE, "list.csv, title: 名单}", "list.csv, title: 名单}, {file: more.csv, title: 另一份}")


ATTACKS = {
    "the body changed after approval": ("V104", ITEM, lambda s: s.edit(FILE, "服务电话为", "服务热线为")),
    "the front-matter changed after approval": (
        "V104",
        ITEM,
        lambda s: s.edit(FILE, "\ncontact:", "\nimportance: 重大\ncontact:"),
    ),
    "one blank added after approval": ("V104", ITEM, lambda s: s.write(FILE, s.read(FILE) + "\n")),
    "an attachment changed after approval": ("V104", ITEM, lambda s: s.write(LIST, "序号,名称\n1,乙公司\n")),
    "an attachment added after approval": ("V104", ITEM, _add_attachment),
    "the approval of another item": ("V104", OTHER, _copy_of_another),
    "approvers without a say in this category": ("V108", ITEM, _other_category),
    "a signature made for something else": ("V113", ITEM, _signed_as_policy),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_with_its_code(office, attack):
    """Integrity row 44, X10, X14: what is not exactly what the right people signed for this item has its own code."""
    code, item, make = ATTACKS[attack]
    make(office)
    rows = [row for row in office.check() if row.item == item]
    assert code in {row.code for row in rows}, rows
    assert {"V102", "V103"} & refused(office, item), "it is not published, or not in this form"


def test_an_attachment_beside_the_list_is_published_nowhere(office):
    """Design 5: files come from the signed list and not from the folder: what lies there besides stays where it is."""
    office.write(f"content/files/2026/{ITEM}/hidden.csv", "序号,名称\n1,丙公司\n")
    office.build()
    assert (office.out / "files/2026" / ITEM / "list.csv").is_file()
    assert not list(office.out.rglob("hidden.csv*"))
    assert [] == [p for p in office.out.rglob("*") if p.is_file() and "丙公司".encode() in p.read_bytes()]


def test_a_policy_can_not_be_rolled_back(office):
    """Design 5: with the newest version pinned outside, an older one in its place is another policy."""
    first = write_policy(office, 1, policy_text())
    write_policy(office, 2, policy_text(version=2, previous=first))
    assert not {row.code for row in office.check() if row.severity == "error" and not row.item}
    for name in ("2.yml", "2.sigs.jsonl"):
        office.remove(f"catalog/policy/{name}")
    assert "V124" in {row.code for row in office.check() if row.severity == "error"}


def test_a_stolen_name_needs_the_stolen_key_too(office):
    """Design 5: a key is looked up by the person that the text names, never the person by the key."""
    office.remove(f"catalog/approvals/2026/{ITEM}.jsonl")
    subject = subject_of(office)
    decide(office, "draft", "head", "2026-05-11T09:00+08:00", subject=subject, key=sample_key("leader"))
    assert "V113" in {row.code for row in office.check() if row.item == ITEM}


def test_the_page_of_threats_has_no_gaps():
    """Row 44 and the design of integrity: each row has a number of its own, an answer, and a test."""
    assert [str(number) for number in range(1, len(ROWS) + 1)] == [row[0] for row in ROWS]
    assert 40 <= len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_of_the_page_names_what_is_there(row):
    """Issue of approval, proof: each attack is listed with its own code and test."""
    _, attack, answer, proof = row
    assert attack
    codes = [token for token in quoted(answer) if _CODE.fullmatch(token)]
    assert codes or answer, "what answers it"
    assert [] == [code for code in codes if code not in problem_kinds()]
    tests = quoted(proof)
    assert tests, f"{attack}: no test"
    assert [] == [name for name in tests if not docstring_of(name)], "tests that are not there"

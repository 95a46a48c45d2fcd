"""Revisions: the approved one stays public, the unapproved one is for this machine's eyes, history comes by a list."""

import hashlib
import subprocess
from dataclasses import replace

import pytest
from approval_maker import (
    ITEM,
    approve,
    approve_all,
    approve_other,
    decide,
    item_of,
    policy_text,
    require_approval,
    subject_of,
    write_policy,
)
from disclosure.approval import evaluate
from disclosure.approval.subject import subject_digest
from disclosure.publish.folders import preview_folder
from disclosure.read.migration import migration_text
from disclosure.sshsig import verify
from disclosure.verbs.mkdocs_run import run_build
from site_maker import TODAY
from withdraw_maker import published_office, register

FILE = f"content/items/2026/{ITEM}.md"
WRONG = "联系人手机一三八"


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item that went through its whole chain, all in git."""
    site = require_approval(make_site())
    site.write(f"content/files/2026/{ITEM}/list.csv", "序号,名称\n1,甲公司\n")
    site.edit(FILE, "contact:", "attachments: [{file: list.csv, title: 名单}]\ncontact:")
    approve_all(site)
    commit(site)
    return site


def commit(site):
    """Everything of the site folder as a commit."""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "一次提交"]):
        identity = ["-c", "user.name=officer", "-c", "user.email=officer@example.org"]
        subprocess.run(["git", "-C", str(site.root), *identity, *command], check=True, capture_output=True)


def page_of(site, out=None):
    """The item's page in the output; empty where there is none."""
    path = (out or site.out) / "items" / "2026" / f"{ITEM}.html"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def rows_of(site):
    """(code, severity) of the item's rows of approval."""
    return {(row.code, row.severity) for row in site.check() if row.item == ITEM and row.code[0] == "V"}


CHANGES = {
    "a changed word": lambda s: s.edit(FILE, "服务电话为", WRONG),
    "a field that lost its form": lambda s: s.edit(FILE, "contact:", f"keywords: {WRONG}\ncontact:"),
    "front-matter that can't be read": lambda s: s.edit(FILE, "---\ntitle:", f"---\nx: [{WRONG}\ntitle:"),
    "an attachment exchanged": lambda s: s.write(f"content/files/2026/{ITEM}/list.csv", f"{WRONG}\n"),
    "an attachment lost": lambda s: s.remove(f"content/files/2026/{ITEM}/list.csv"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_approved_revision_stays_while_a_newer_one_waits(office, change):
    """Design 3, Q22: a change without approval is published nowhere, and what was approved does not vanish."""
    office.build()
    before = page_of(office)
    change(office)
    commit(office)
    done = office.build()
    assert 1 == done.returncode, "the officer must hear of it"
    assert ITEM in done.stderr, done.stderr
    assert before == page_of(office), "the page must be the approved revision's, to the byte"
    kept = office.out / "files" / "2026" / ITEM / "list.csv"
    assert "序号,名称\n1,甲公司\n".encode() == kept.read_bytes()
    found = [p for p in office.out.rglob("*") if p.is_file() and WRONG.encode() in p.read_bytes()]
    assert [] == found, "nothing of the unapproved change may leave"
    assert ("V150", "info") in rows_of(office)


def test_a_revision_half_way_through_its_chain_is_not_the_approved_one(office):
    """X3, Q22: of two revisions the one with the full chain is public, not the newer one with half of it."""
    office.edit(FILE, "服务电话为", "服务热线为")
    approve_all(office, day="2026-05-13", steps=(("draft", "head"), ("secrecy", "secrecy")))
    commit(office)
    office.edit(FILE, "服务热线为", WRONG)
    commit(office)
    office.build()
    assert "服务电话为" in page_of(office)
    assert "服务热线为" not in page_of(office)


def test_without_history_the_item_is_held_back(office):
    """Design 3, fail closed: bytes that no commit holds can't be brought back; the item is then in nothing."""
    office.edit(FILE, "服务电话为", WRONG)
    for path in sorted((office.root / ".git").rglob("*"), reverse=True):
        if path.is_file():
            path.unlink()
    office.build()
    assert "" == page_of(office)
    assert "V150" not in {code for code, _ in rows_of(office)}


def test_a_forged_record_leads_to_no_other_place(office):
    """Row 40: records are read before anybody judged them; a name in one may not write outside its folder."""
    stolen = office.write("catalog/stolen.txt", "not an attachment\n")
    digest = hashlib.sha256(stolen.read_bytes()).hexdigest()
    subject = subject_of(office)
    commit(office)
    for name in ("../../../../catalog/stolen.txt", "/catalog/stolen.txt", ".."):
        forged = replace(subject, sha256=subject.sha256, files=((name, 18, digest),))
        decide(office, "draft", "head", "2026-05-20T09:00+08:00", subject=forged)
    office.edit(FILE, "服务电话为", WRONG)
    before = {path for path in office.root.rglob("*") if ".git" not in path.parts}
    assert ("V150", "info") in rows_of(office), "the approved revision is found all the same"
    new = {path for path in office.root.rglob("*") if ".git" not in path.parts} - before
    assert [] == [path for path in new if path.name == "stolen.txt"]


def test_an_unapproved_change_is_seen_on_this_machine_only(office):
    """Issue of drafts: `serve` shows the change with a plain mark; a build of the same folder does not hold it."""
    office.edit(FILE, "服务电话为", "服务热线为")
    commit(office)
    out = preview_folder(office.root)
    result = run_build(office.root, out, TODAY, search=False)
    assert result.published, result.output
    seen = page_of(office, out)
    assert "服务热线为" in seen
    assert "未审批" in seen, "the page must say that nobody approved it"
    assert "本机预览" in (out / "index.html").read_text(encoding="utf-8")
    office.build()
    assert "服务热线为" not in page_of(office)
    assert "未审批" not in page_of(office)


def test_a_preview_does_not_replace_what_the_host_is_verified_against(office):
    """Design 5: the manifest is the publishing build's."""
    office.build()
    manifest = office.read(".cache/disclosure/manifest.json")
    office.edit(FILE, "服务电话为", "服务热线为")
    run_build(office.root, preview_folder(office.root), TODAY, search=False)
    assert manifest == office.read(".cache/disclosure/manifest.json")


IMPORTED = "2026-00091"


@pytest.fixture
def migrated(make_site):
    """An office whose policy allows `legacy`, with an imported item on the approved list."""
    site = require_approval(make_site())
    write_policy(site, 1, policy_text(extra="modes: [required, legacy]\n"))
    site.edit("catalog/site.yml", "approval: required", "approval: legacy")
    imported = (
        "imported:\n  source: 原政务网站\n  url: https://old.example.org/1.html\npublished: 2026-03-05\n"
    )
    site.add_item(IMPORTED, extra=imported)
    rows = [(IMPORTED, item_of(site, IMPORTED).title, subject_digest(subject_of(site, IMPORTED)))]
    site.write("catalog/migration.csv", migration_text(rows))
    for name in ("data:catalog/site.yml", "data:catalog/migration.csv"):
        approve_other(site, name)
    return site


def test_history_is_published_by_one_approved_list(migrated):
    """Design 5, legacy: imported items need no record each; everything else does, and every page says so."""
    done = migrated.build()
    published = {path.stem for path in (migrated.out / "items").rglob("*.html")}
    assert IMPORTED in published, done.stderr
    assert ITEM not in published, "what was not imported needs its own chain"
    page = (migrated.out / "items" / "2026" / f"{IMPORTED}.html").read_text(encoding="utf-8")
    assert "迁移清单" in page
    assert "V103" in {row.code for row in migrated.check() if row.item == ITEM}


def test_the_list_is_written_by_the_command(migrated):
    """Design 5, legacy: the program names the items and their digests; nobody types them."""
    kept = migrated.read("catalog/migration.csv")
    migrated.write("catalog/migration.csv", "编号,名称,校验值\n")
    done = approve(migrated, "--migration-list")
    assert 0 == done.exit_code, done.output
    listed = migrated.read("catalog/migration.csv").splitlines()
    assert set(kept.splitlines()) <= set(listed), done.output
    assert not [line for line in listed if line.startswith(ITEM)], "only imported items stand on it"


def test_a_listed_item_that_changed_needs_its_own_approval(migrated):
    """Design 5, legacy: the list is good for the bytes that it names."""
    migrated.edit(f"content/items/2026/{IMPORTED}.md", "服务电话为", "服务热线为")
    assert "V151" in {row.code for row in migrated.check() if row.item == IMPORTED}
    migrated.build()
    assert not list((migrated.out / "items").rglob(f"{IMPORTED}.html"))


def test_an_unapproved_list_stops_the_build(migrated):
    """Design 5: the list is published data; who adds a line to it needs its chain."""
    text = migrated.read("catalog/migration.csv")
    migrated.write("catalog/migration.csv", text + f"{ITEM},某件,{'0' * 64}\n")
    assert 2 == migrated.build().returncode
    migrated.write("catalog/migration.csv", text + "第一行\n")
    assert "V152" in {row.code for row in migrated.check()}


@pytest.mark.parametrize("mode", ["none", "legacy"])
def test_one_line_of_settings_does_not_turn_approval_off(office, mode):
    """Design 5: the policy says which modes the roots allow; site.yml alone can't leave them."""
    office.edit("catalog/site.yml", "approval: required", f"approval: {mode}")
    assert "V133" in {row.code for row in office.check()}
    assert 2 == office.build().returncode, "nothing is built, the old site stays"


def test_each_signature_of_a_changed_item_is_verified_once(make_site, monkeypatch):
    """Design 3: judging an item and dating its revisions ask about the same records; arithmetic is done once."""
    site = published_office(make_site())
    site.edit(FILE, "服务电话为", "服务热线为")
    approve_all(site, day="2026-05-20")
    register(site, action="变更")
    asked = []

    def counted(key, namespace, message, signature):
        asked.append(message)
        return verify(key, namespace, message, signature)

    evaluate._is_signed.cache_clear()
    monkeypatch.setattr(evaluate, "verify", counted)
    assert not rows_of(site)
    mine = [text for text in asked if f'"{ITEM}"'.encode() in text]
    assert (8, 8) == (len(mine), len(set(mine))), "two revisions with four signatures each"

"""Days in the life of an office, played through the commands: each ends published or held, with a page of evidence."""

import re
import subprocess
import zipfile

import docx_maker
import pytest
from approval_maker import (
    PERSONS,
    STEPS,
    WITHDRAWAL_STEPS,
    approve,
    paper,
    policy_text,
    require_approval,
    sign_status,
    write_policy,
)
from test_new import SET, run_new
from withdraw_maker import LATER_STEPS, run_here

NUMBERS = range(101, 121)
"""Twenty documents of one morning."""
FIELDS = ("category", "office", "disclosure", "contact.department", "contact.phone")


@pytest.fixture
def office(make_site):
    """A small office that requires approval; its settings, pages and status files have theirs; all is in git."""
    site = require_approval(make_site())
    for path in sorted((site.root / "catalog/status").glob("*.yml")):
        withdrawn = "withdrawn" in path.read_text(encoding="utf-8")
        sign_status(site, path.stem, WITHDRAWAL_STEPS if withdrawn else LATER_STEPS, day="2026-05-11")
    commit(site)
    return site


def commit(site):
    """Everything of the site folder as a commit."""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--allow-empty", "-m", "一次提交"]):
        identity = ["-c", "user.name=officer", "-c", "user.email=officer@example.org"]
        subprocess.run(["git", "-C", str(site.root), *identity, *command], check=True, capture_output=True)


def register(site, folder, number):
    """Hand in one Word file; its number in the catalog."""
    parts = [
        docx_maker.paragraph(f"关于举办第{number}期技能比赛的通知", centred=True),
        docx_maker.paragraph(f"示工信发〔2026〕{number}号", centred=True),
        docx_maker.paragraph("各有关单位："),
        docx_maker.paragraph(f"定于六月举办第{number}期技能比赛，在本市注册的工业企业均可报名。"),
        docx_maker.paragraph("示例县工业和信息化局"),
        docx_maker.paragraph("2026年6月8日"),
    ]
    source = folder / f"通知{number}.docx"
    source.write_bytes(docx_maker.docx(parts))
    done = run_new(site, "--no-input", "--from", str(source), **{key: SET[key] for key in FIELDS})
    assert 0 == done.exit_code, done.output
    return re.search(r"已登记 (\S+?)，", done.output)[1]


def sign_all(site, identifier, day, steps=STEPS, **options):
    """Each person of the chain signs with the own key."""
    for hour, (_, person) in enumerate(steps, 9):
        given = ["--person", person, "--sample-key", "--yes", "--time", f"{day}T{hour:02}:00+08:00"]
        done = approve(site, identifier, *given, *options.get(person, ()))
        assert 0 == done.exit_code, done.output


def page(site, identifier, today="2026-06-15"):
    """The item's page after a build; empty where there is none."""
    site.build(today=today)
    path = site.out / "items" / identifier[:4] / f"{identifier}.html"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def evidence(site, identifier, folder):
    """The audit report about one item, as a page."""
    done = run_here(site, "report", "audit", "--item", identifier, "--out", str(folder))
    assert 0 == done.exit_code, done.output
    return next(folder.glob("*.html")).read_text(encoding="utf-8")


def test_twenty_word_files_at_once(office, tmp_path):
    """J17-J20, Q41: twenty Word files, one sheet, one entry by the registrar; all published, all registered."""
    items = [register(office, tmp_path, number) for number in NUMBERS]
    sheet = tmp_path / "sheet.docx"
    done = approve(office, "--sheet", *items, "--out", sheet, "--sheet-number", "2026-31")
    assert 0 == done.exit_code, done.output
    words = re.sub(r"<[^>]*>", "", zipfile.ZipFile(sheet).read("word/document.xml").decode("utf-8"))
    assert all(f"第{number}期技能比赛" in words for number in NUMBERS), "each stands on the sheet"
    code = re.search(r"整表校验码\D*?((?:[0-9A-F]{4} ?){4})", words)[1]
    decided = [part for step, person in STEPS for part in ("--decision", f"{step}={person}@2026-06-10")]
    given = {"date": "2026-06-10", "text_checked": "王某某@2026-06-10"}
    done = paper(office, *items, *decided, codes=[code], **given)
    assert 0 == done.exit_code, done.output
    office.build(today="2026-06-15")
    published = {path.stem for path in (office.out / "items").rglob("*.html")}
    assert set(items) <= published
    assert 20 == len(office.read("catalog/ledger.jsonl").splitlines())
    proof = evidence(office, items[0], tmp_path / "evidence")
    assert "2026-31" in proof, "the evidence names the sheet"


def test_a_leader_on_leave(office, tmp_path):
    """授权代签 (AB岗): the deputy signs for the leader within the term, on a stated basis; outside of it nobody can."""
    leave = (
        "delegations:\n  - from: leader\n    to: deputy\n    roles: [leader]\n"
        "    start: 2026-06-10T00:00+08:00\n    end: 2026-06-20T00:00+08:00\n    basis: 示工信办〔2026〕18号\n"
    )
    write_policy(office, 1, policy_text(extra=leave))
    item = register(office, tmp_path, 101)
    early = ["--person", "deputy", "--on-behalf-of", "leader", "--sample-key", "--yes"]
    for (_, person), hour in zip(STEPS[:2], (9, 10), strict=True):
        time = f"2026-06-09T{hour:02}:00+08:00"
        assert (
            0 == approve(office, item, "--person", person, "--sample-key", "--yes", "--time", time).exit_code
        )
    refused = approve(office, item, *early, "--time", "2026-06-09T11:00+08:00")
    assert 2 == refused.exit_code, "the delegation has not begun"
    assert "" == page(office, item), "held while nobody may sign"
    signed = approve(office, item, *early, "--time", "2026-06-10T11:00+08:00")
    assert 0 == signed.exit_code, signed.output
    last = ["--person", "publisher", "--sample-key", "--yes", "--time", "2026-06-10T12:00+08:00"]
    assert 0 == approve(office, item, *last).exit_code
    assert "第101期" in page(office, item)
    proof = evidence(office, item, tmp_path / "evidence")
    assert "deputy岗" in proof, "the evidence says who signed"
    assert "leader岗" in proof, "and for whom"


def test_an_urgent_takedown_at_night(office, tmp_path):
    """S9, Q34, 保守国家秘密法 art. 34: one duty officer hides at 23:00; the leader countersigns the next working day."""
    item = register(office, tmp_path, 101)
    sign_all(office, item, "2026-06-09")
    assert "第101期" in page(office, item)
    given = ["--urgent", "--authorised-by", "leader", "--person", "duty", "--sample-key", "--yes"]
    done = run_here(
        office, "withdraw", item, *given, "--time", "2026-06-11T23:00+08:00", "--today", "2026-06-11"
    )
    assert 0 == done.exit_code, done.output
    hidden = page(office, item, today="2026-06-11")
    assert "第101期" not in hidden, "hidden at once, by one person"
    found = [p for p in office.out.rglob("*") if p.is_file() and "第101期".encode() in p.read_bytes()]
    assert [] == found
    waiting = approve(office, "--status", today="2026-06-12")
    assert f"status:{item}" in waiting.output, "it is told until it is countersigned"
    sign = ["--person", "leader", "--sample-key", "--yes", "--time", "2026-06-12T09:00+08:00"]
    assert 0 == approve(office, f"status:{item}", *sign, today="2026-06-12").exit_code
    assert f"status:{item}" not in approve(office, "--status", today="2026-06-12").output
    assert "第101期" not in page(office, item, today="2026-06-12")
    proof = evidence(office, item, tmp_path / "evidence")
    assert "duty岗" in proof, "the evidence says who hid it"


def test_a_clerk_who_leaves(office, tmp_path):
    """Handover: what the clerk signed stays good, what the clerk would sign from now on does not count."""
    first = register(office, tmp_path, 101)
    sign_all(office, first, "2026-06-09")
    before = office.read("catalog/policy/sample-pin.txt").strip()
    persons = PERSONS | {"newcomer": ["division-head"]}
    left = {"head": {"revoked_from": "2026-06-10T00:00+08:00"}}
    write_policy(office, 2, policy_text(version=2, previous=before, spans=left, persons=persons), pin=False)
    second = register(office, tmp_path, 102)
    refused = approve(
        office, second, "--person", "head", "--sample-key", "--yes", "--time", "2026-06-11T09:00+08:00"
    )
    assert 2 == refused.exit_code, "the key was given back"
    sign_all(office, second, "2026-06-12", steps=(("draft", "newcomer"), *STEPS[1:]))
    assert "第101期" in page(office, first), "what was approved before stays approved"
    assert "第102期" in page(office, second)
    assert "newcomer岗" in evidence(office, second, tmp_path / "evidence")


def test_a_correction_of_a_published_item(office, tmp_path):
    """J22, Q15: the corrected text needs its own chain; until then the approved one stays; the page then says so."""
    item = register(office, tmp_path, 101)
    sign_all(office, item, "2026-06-09")
    commit(office)
    first = page(office, item)
    assert "均可报名" in first
    assert "更正" not in first, "nothing was corrected yet"
    before = evidence(office, item, tmp_path / "before").count("统一发布")
    file = f"content/items/2026/{item}.md"
    office.write(file, office.read(file).replace("均可报名", "均可于六月十五日前报名"))
    commit(office)
    assert "六月十五日前" not in page(office, item)
    assert "均可报名" in page(office, item), "the approved revision stays"
    sign_all(office, item, "2026-06-11")
    corrected = page(office, item)
    assert "六月十五日前" in corrected
    assert "更正" in corrected, "the page says that it was corrected"
    assert '"action": "变更"' in office.read("catalog/ledger.jsonl").splitlines()[-1]
    proof = evidence(office, item, tmp_path / "evidence")
    assert proof.count("统一发布") > before, "both revisions are on record"

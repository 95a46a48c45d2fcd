"""Findings let pass by a signed decision: by the right person, with a reason, for exactly these bytes (Q27, Q33, J10)."""

import dataclasses
import json

import faulty_files
import gate_marks
import mammoth
import pytest
from approval_maker import (
    ITEM,
    STEPS,
    approve,
    decide,
    paper,
    policy_text,
    require_approval,
    subject_of,
    write_policy,
)
from disclosure.approval.check_code import check_code
from disclosure.approval.decision import read_payload, write_payload
from disclosure.check.acceptance import never_accepted
from disclosure.problems import problem_kinds
from disclosure.read.approvals import read_records

FILE = f"files/2026/{ITEM}/table.docx"
BODY = f"items/2026/{ITEM}.md"
REASON = "批注是给公众看的填写说明"
ACCEPT = ("M009", FILE, REASON)
ARGUMENT = f"M009@{FILE}={REASON}"


@pytest.fixture
def office(make_site):
    """A small office that requires approval, whose waiting item has a document with comments."""
    site = require_approval(make_site())
    add_document(site, "comment")
    return site


def add_document(site, fault, ending="docx"):
    [data] = [entry[2] for entry in faulty_files.FAULTS if entry[0] == fault]
    site.write(f"content/files/2026/{ITEM}/table.{ending}", data)
    site.add_item(ITEM, extra=f"attachments: [{{file: table.{ending}, title: 表}}]\n")


def approve_with(site, accepts, steps=STEPS, step="secrecy", **changes):
    """The whole chain, `step` with these findings let pass."""
    done = []
    for hour, (name, person) in enumerate(steps, 9):
        more = {"accepts": tuple(accepts), **changes} if name == step else {}
        done.append(decide(site, name, person, f"2026-05-11T{hour:02}:00+08:00", done, **more))
    return done


def findings(site):
    """(code, severity) of the item's findings, and the messages."""
    rows = [row for row in site.check() if row.item == ITEM and row.carrier]
    return [(row.code, row.severity) for row in rows], " ".join(row.message for row in rows)


def is_published(site):
    held = {row.item for row in site.check() if row.severity == "error"}
    return ITEM not in held


def sheet_text(folder):
    """The text of the printed sheet, read by a program that did not write it."""
    with (folder / "sheet.docx").open("rb") as file:
        return mammoth.extract_raw_text(file).value


def sign(site, person, hour, *options):
    time = f"2026-05-11T{hour:02}:00+08:00"
    return approve(site, ITEM, "--person", person, "--sample-key", "--yes", "--time", time, *options)


# --- what counts ---------------------------------------------------------------------------------------------------


def test_an_error_that_nobody_let_pass_holds_back(office):
    """Q33: signatures alone do not publish what the check found."""
    approve_with(office, ())
    assert [("M009", "error")] == findings(office)[0]
    assert not is_published(office)


def test_a_finding_let_pass_is_information_with_name_and_reason(office):
    """The issue: overrides are recorded, signed decisions with a reason; who did it stays visible."""
    approve_with(office, [ACCEPT])
    rows, message = findings(office)
    assert [("M009", "info")] == rows
    assert f"已由secrecy岗于 2026-05-11 确认可以公开，理由：{REASON}。" in message
    assert is_published(office)
    assert 1 == office.build().returncode
    assert (office.out / FILE).exists()


@pytest.mark.parametrize(
    "accept",
    [
        ("M008", FILE, REASON),
        ("M009", f"files/2026/{ITEM}/other.docx", REASON),
        ("M009", "table.docx", REASON),
        ("M009", BODY, REASON),
    ],
)
def test_it_covers_one_code_in_one_file(office, accept):
    """A decision says which finding it is about; others stay."""
    approve_with(office, [accept])
    assert [("M009", "error")] == findings(office)[0]


@pytest.mark.parametrize("step", ["draft", "sign", "publish"])
def test_only_the_review_for_secrecy_lets_pass(office, step):
    """Q27: in a chain with 保密审查 no other step can."""
    approve_with(office, [ACCEPT], step=step)
    assert [("M009", "error")] == findings(office)[0]


@pytest.mark.parametrize(
    ("step", "severity"), [("propose", "info"), ("approve", "info"), ("publish", "error")]
)
def test_a_chain_without_such_a_step_lets_any_step_before_publication(office, step, severity):
    """X3: 处室提出, 主管委领导审核批准, 办公室统一发布: the last only publishes."""
    persons = {"head": ["division-head"], "leader": ["leader"], "publisher": ["publisher"]}
    roots = {"chief": ["chief"], "deputy": [], "supervisor": []}
    write_policy(office, 1, policy_text(chain="xian", persons={**persons, **roots}))
    steps = (("propose", "head"), ("approve", "leader"), ("publish", "publisher"))
    approve_with(office, [ACCEPT], steps, step)
    assert [("M009", severity)] == findings(office)[0]


def test_it_covers_exactly_these_bytes(office):
    """Design 5: after a change of the file nothing that was said about the former one holds."""
    approve_with(office, [ACCEPT])
    add_document(office, "tracked insertion")
    approve_with(office, ())
    assert [("M008", "error")] == findings(office)[0]
    add_document(office, "comment")
    office.edit(f"content/{BODY}", "服务电话为", "服务热线为")
    approve_with(office, ())
    assert [("M009", "error")] == findings(office)[0]


def test_a_refused_decision_lets_nothing_pass(office):
    """Row 44: a decision by who may not make it says nothing."""
    approve_with(office, [ACCEPT], tuple((s, "newcomer" if s == "secrecy" else p) for s, p in STEPS))
    assert [("M009", "error")] == findings(office)[0]


def test_an_objection_lets_nothing_pass(office):
    """Only an agreement that counts carries weight."""
    approve_with(office, [ACCEPT], decision="不同意", opinion="有内部意见")
    assert [("M009", "error")] == findings(office)[0]


def test_marks_and_identity_numbers_are_let_pass_by_nobody(office):
    """J10, S8: an identity number can be masked, a secrecy mark needs declassification; no reason is good enough."""
    office.write(
        f"content/{BODY}", office.read(f"content/{BODY}") + f"\n{gate_marks.identity()}\n\n机密★10年\n"
    )
    approve_with(office, [ACCEPT, ("P001", BODY, REASON), ("K001", BODY, REASON)])
    assert [("K001", "error"), ("M009", "info"), ("P001", "error")] == sorted(findings(office)[0])


def test_the_codes_that_nobody_can_let_pass_are_data_with_a_reason():
    """The issue: which they are stands in the data, each with its reason, and all of them hold back."""
    never = {code for code in problem_kinds() if never_accepted(code)}
    assert {"P001", "K001", "K002"} <= never
    assert {f"M00{n}" for n in range(1, 8)} | {"M021"} == {code for code in never if code[0] == "M"}
    assert {"error"} == {problem_kinds()[code].severity for code in never}


def test_what_no_program_can_read_needs_a_named_persons_note(make_site):
    """Row 43: a warning; where approval is required, it holds back until somebody has looked, and says so."""
    site = make_site()
    add_document(site, "scan", "pdf")
    assert [("M018", "warning")] == findings(site)[0]
    require_approval(site)
    add_document(site, "scan", "pdf")
    approve_with(site, ())
    assert [("M018", "error")] == findings(site)[0]
    site.remove(f"catalog/approvals/2026/{ITEM}.jsonl")
    approve_with(site, [("M018", f"files/2026/{ITEM}/table.pdf", "逐页看过原件，无个人信息")])
    assert [("M018", "info")] == findings(site)[0]
    assert is_published(site)


def test_a_warning_can_be_noted_too(office):
    """The issue: a finding, error or warning, becomes information once a person has said why it may stand."""
    add_document(office, "hidden sheet", "xlsx")
    approve_with(office, [("M011", f"files/2026/{ITEM}/table.xlsx", "隐藏的是下拉选项")])
    assert [("M011", "info")] == findings(office)[0]


def test_a_reason_is_shown_masked(office):
    """The issue: findings are masked in every output, and so is what is said of them."""
    phone = gate_marks.mobile()
    approve_with(office, [("M009", FILE, f"已问过{phone}")])
    assert phone not in findings(office)[1]


def test_a_page_with_a_finding_is_let_pass_like_an_item(office):
    """Design 5: hand-written pages go by the same rules."""
    office.write("content/account.md", f"# 缴费账号\n\n账号：{gate_marks.card()}\n")
    account = "page:account.md"

    def severities():
        return [row.severity for row in office.check() if row.code == "P005"]

    assert ["error"] == severities()
    given = ("--sample-key", "--yes", "--time", "2026-05-11T09:00+08:00")
    assert 0 == approve(office, account, "--person", "head", *given).exit_code
    accept = ("--accept", "P005@account.md=本机关收款账号")
    assert 2 == approve(office, account, "--person", "secrecy", *given).exit_code
    assert 0 == approve(office, account, "--person", "secrecy", *given, *accept).exit_code
    assert ["info"] == severities()


# --- the format ----------------------------------------------------------------------------------------------------


def test_a_decision_without_it_is_written_as_before(office):
    """The format stays 1: old records are read, and a decision that lets nothing pass is read by older programs."""
    decide(office, "draft", "head", "2026-05-11T09:00+08:00")
    [record] = read_records(office.root, ITEM)[0]
    assert "accepts" not in json.loads(record.payload)
    assert () == record.decision.accepts
    more = dataclasses.replace(record.decision, accepts=(ACCEPT,))
    assert more == read_payload(write_payload(more))


@pytest.mark.parametrize(
    "accepts", [1, "M009", [["M009", FILE]], [["M009", FILE, 1]], [{"M009": FILE}], None]
)
def test_a_malformed_list_makes_the_decision_unusable(office, accepts):
    """Rather unusable than half-read: it is refused with a row, and nothing is raised."""
    decide(
        office,
        "draft",
        "head",
        "2026-05-11T09:00+08:00",
        tamper=lambda payload: json.dumps({**json.loads(payload), "accepts": accepts}),
    )
    assert [] == read_records(office.root, ITEM)[0]
    assert "V101" in {row.code for row in office.check()}


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_reviewer_is_asked_for_each_finding(office):
    """Key way: the steps before may sign, the reviewer names each finding or none is signed."""
    assert 0 == sign(office, "head", 9).exit_code
    asked = sign(office, "secrecy", 10)
    assert 2 == asked.exit_code
    assert f"--accept 'M009@{FILE}=理由'" in asked.output
    done = sign(office, "secrecy", 10, "--accept", ARGUMENT)
    assert 0 == done.exit_code, done.output
    assert f"确认 M009 {FILE}：{REASON}" in done.output
    assert 0 == sign(office, "leader", 11).exit_code
    assert 0 == sign(office, "publisher", 12).exit_code
    assert is_published(office)


def test_a_later_step_does_not_sign_what_was_not_let_pass(office):
    """A review made before a rule was added: the chain does not go on over a new finding."""
    approve_with(office, (), STEPS[:2])
    done = sign(office, "leader", 11)
    assert 2 == done.exit_code
    assert "由“保密审查”写明理由" in done.output


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("M009", "看不懂"),
        (f"M009@{FILE}=", "看不懂"),
        (f"M009@{FILE}=  ", "看不懂"),
        ("M009@table.docx=理由", f"有：M009@{FILE}"),
        (f"M008@{FILE}=理由", "检查结果中没有"),
        (f"P001@{FILE}=理由", "不能确认放行"),
        (f"K001@{BODY}=理由", "审批人无权放行"),
    ],
)
def test_what_can_not_be_let_pass_is_said(office, argument, said):
    """No word of a command is silently dropped."""
    done = sign(office, "head", 9, "--accept", argument)
    assert 2 == done.exit_code
    assert said in done.output


def test_the_wrong_step_is_told(office):
    """Only the reviewer can say it, and only agreeing."""
    assert "只能由同意公开的“保密审查”写明" in sign(office, "head", 9, "--accept", ARGUMENT).output
    assert 0 == sign(office, "head", 9).exit_code
    objecting = ("--object", "--opinion", "不宜公开", "--accept", ARGUMENT)
    assert 2 == sign(office, "secrecy", 10, *objecting).exit_code
    assert 0 == sign(office, "secrecy", 10, *objecting[:3]).exit_code, "an objection needs no note"


def test_the_printed_sheet_asks_for_what_the_registrar_enters(office, tmp_path):
    """Q27, Q33, row 43: each finding that a person may let pass has its place for a reason and a signature."""
    [scan] = [entry[2] for entry in faulty_files.FAULTS if entry[0] == "scan"]
    office.write(f"content/files/2026/{ITEM}/scan.pdf", scan)
    files = "{file: table.docx, title: 表}, {file: scan.pdf, title: 扫描件}"
    office.add_item(ITEM, extra=f"attachments: [{files}]\n")
    assert 0 == approve(office, "--sheet", ITEM, "--out", tmp_path / "sheet.docx").exit_code
    text = sheet_text(tmp_path)
    names = {f"M009@{FILE}", f"M018@files/2026/{ITEM}/scan.pdf"}
    for name in names:
        assert name in text, "what --accept asks for stands on the sheet as it is typed"
    for part in ("由“保密审查”的审查人逐项填写", "经核实可以公开，理由：", "已逐页看过原件"):
        assert part in text
    assert 2 == text.count("确认人：")


def test_a_sheet_without_open_findings_asks_for_none(office, tmp_path):
    """What the check did not find needs no confirmation; what was let pass already needs none again."""
    office.add_item(ITEM)
    approve(office, "--sheet", ITEM, "--out", tmp_path / "sheet.docx")
    assert "确认人：" not in sheet_text(tmp_path)


def test_the_sheet_on_paper_carries_it_too(office):
    """Paper way: what the reviewer wrote on the sheet is entered by the registrar."""
    signed = [p for step, person in STEPS for p in ("--decision", f"{step}={person}@2026-05-11")]
    code = [check_code(subject_of(office))]
    assert 2 == paper(office, ITEM, *signed, codes=code).exit_code
    late = [p for step, person in STEPS[:1] for p in ("--decision", f"{step}={person}@2026-05-11")]
    refused = paper(office, ITEM, *late, "--accept", ARGUMENT, codes=code)
    assert "这次登记的签字中没有" in refused.output
    assert [] == read_records(office.root, ITEM)[0]
    done = paper(office, ITEM, *signed, "--accept", ARGUMENT, codes=code)
    assert 0 == done.exit_code, done.output
    assert f"确认可以公开：M009@{FILE}（{REASON}）" in done.output, "the registrar sees what is entered"
    assert [("M009", "info")] == findings(office)[0]
    assert is_published(office)

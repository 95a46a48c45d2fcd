"""Decisions on paper, entered by the registrar (登记人): the sheet's code must match, and all is written or nothing."""

import hashlib
import json

import pytest
from approval_maker import (
    ITEM,
    approve,
    decide,
    facts_of,
    paper,
    policy_text,
    require_approval,
    subject_of,
    write_policy,
)
from disclosure.approval.check_code import check_code, sheet_code
from disclosure.approval.decision import read_payload
from disclosure.check.approval import judge
from disclosure.check.site import read_approving_site
from site_maker import TODAY

ALL = (
    "draft=head@2026-05-11",
    "secrecy=secrecy@2026-05-11",
    "sign=leader@2026-05-12",
    "publish=publisher@2026-05-12",
)
SECOND = "2026-00091"


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with two items that wait."""
    site = require_approval(make_site())
    site.add_item(SECOND)
    return site


def decisions(*texts):
    return [part for text in texts for part in ("--decision", text)]


def records(site, item=ITEM):
    """The decisions in the item's record file."""
    path = site.root / f"catalog/approvals/2026/{item}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [read_payload(json.loads(line)["payload"]) for line in lines]


def codes(site, item=ITEM):
    """Codes of what keeps the item back."""
    return [r.code for r in site.check() if r.item == item and r.code[0] == "V" and r.severity == "error"]


def test_a_whole_sheet_is_entered_in_one_call_and_publishes(office):
    """Design 5, J19, J20: several steps of several items of one sheet at once, with the sheet's one code."""
    both = sheet_code([subject_of(office), subject_of(office, SECOND)])
    done = paper(office, ITEM, SECOND, *decisions(*ALL), codes=[both.lower().replace(" ", "－")])
    assert 0 == done.exit_code, done.output
    for item in (ITEM, SECOND):
        assert [] == codes(office, item)
    site, _ = read_approving_site(office.root, TODAY)
    outcome, _ = judge(site, subject_of(office), "工作动态", facts_of(office))
    assert "2026-05-12T00:00+08:00" == outcome.published_at, "the day that the publisher wrote"
    assert 2 == len(office.read("catalog/ledger.jsonl").splitlines()), "both are registered (登记)"
    assert 1 == office.build().returncode
    for item in (ITEM, SECOND):
        assert (office.out / "items/2026" / f"{item}.html").exists(), "a paper chain publishes"


def test_the_record_says_what_the_paper_says(office):
    """J23, X14, X17, Y9, Q37: number, date, scan, code, drafter, keeper, text check, boxes, conditions."""
    scan = office.root.parent / "signed.pdf"
    scan.write_bytes(b"signed")
    given = [*decisions("draft=head@2026-05-11=拟同意"), "--condition", "draft=公布前删去附件二"]
    done = paper(office, ITEM, *given, codes=[check_code(subject_of(office))], scan=scan)
    assert 0 == done.exit_code, done.output
    (decision,) = records(office)
    assert ("paper", "registrar", "head", "拟同意") == (
        decision.mode,
        decision.signer,
        decision.person,
        decision.opinion,
    )
    assert ("公布前删去附件二",) == decision.conditions
    expected = {
        "number": "2026-31",
        "date": "2026-05-11",
        "scan": hashlib.sha256(b"signed").hexdigest(),
        "code": check_code(subject_of(office)),
        "drafter": "张某某",
        "keeper": "李某某",
        "signed_on": "2026-05-11",
        "reviewed": "内容、范围、形式、时间",
        "text_check": "电子文本与纸质文本一致：王某某，2026-05-11",
        "registrar": "registrar",
    }
    assert expected == decision.evidence
    assert [] == [p for p in office.root.rglob("*") if p.is_file() and p.read_bytes() == b"signed"], (
        "no scan in git"
    )


def test_a_changed_text_no_longer_has_the_code_of_the_sheet(office):
    """X14: what was signed on paper is entered for exactly the bytes that were printed."""
    code = check_code(subject_of(office))
    office.edit(f"content/items/2026/{ITEM}.md", "服务电话为", "服务热线为")
    done = paper(office, ITEM, *decisions(*ALL), codes=[code])
    assert 2 == done.exit_code
    assert "校验码与审批表上的不符" in done.output
    assert [] == records(office)


REFUSED = {
    "the registrar decided it": (
        {"registrar": "registrar"},
        ["draft=registrar@2026-05-11"],
        "登记人不能登记自己的意见",
    ),
    "the registrar drafted it, by id": ({"drafter": "registrar"}, ALL, "登记人不能是拟稿人"),
    "the registrar drafted it, by name": ({"drafter": "registrar 岗"}, ALL, "登记人不能是拟稿人"),
    "no registrar": ({"registrar": "leader"}, ALL, "--registrar"),
    "no number": ({"sheet_number": None}, ALL, "--sheet-number"),
    "no date": ({"date": None}, ALL, "--date"),
    "a date that is none": ({"date": "2026-02-30"}, ALL, "--date"),
    "no scan": ({"scan": None}, ALL, "--scan"),
    "no drafter (Y9)": ({"drafter": None}, ALL, "--drafter"),
    "nobody keeps it (Y9)": ({"keeper": None}, ALL, "--keeper"),
    "the text was not compared (X17)": ({"text_checked": None}, ALL, "--text-checked"),
    "boxes are not ticked (J23)": ({"points_ticked": False}, ALL, "没有全部勾选"),
    "signed after today": ({}, ["draft=head@2026-06-16"], "晚于今天"),
    "signed on no day": ({}, ["draft=head@2026-02-30"], "日期写成"),
    "signed at no hour": ({}, ["draft=head@2026-05-11T25:00"], "日期写成"),
    "an unreadable line": ({}, ["draft head"], "看不懂"),
    "nothing signed": ({}, [], "--decision"),
    "a step that the chain does not have": ({}, ["party=head@2026-05-11"], "审批链上没有环节"),
    "a person without the role": ({}, ["draft=leader@2026-05-11"], "没有“科室审核”的审批权限"),
    "a person that the policy does not name": ({}, ["draft=stranger@2026-05-11"], "授权文件里没有“stranger”"),
    "a step left out": ({}, ["draft=head@2026-05-11", "sign=leader@2026-05-11"], "现在等待“保密审查”"),
    "days out of order": ({}, ["draft=head@2026-05-12", "secrecy=secrecy@2026-05-11"], "早于前一环节"),
    "a condition of a step that is not signed": ({"condition": "sign=改"}, ALL[:1], "没有同意的签字"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_stand_on_paper_is_not_entered_at_all(office, case):
    """Design 5: the registrar vouches; what would not count is refused with its reason, and nothing is written."""
    changes, lines, reason = REFUSED[case]
    done = paper(office, ITEM, *decisions(*lines), codes=[check_code(subject_of(office))], **changes)
    assert 2 == done.exit_code, done.output
    assert reason in done.output
    assert [] == records(office)


def test_all_items_of_a_sheet_are_written_or_none(office, monkeypatch):
    """Design 5: one item that can't be entered holds back the whole call; so does a disk that fails half way."""
    both = [check_code(subject_of(office)), check_code(subject_of(office, SECOND))]
    decide(office, "draft", "head", "2026-05-11T09:00+08:00", identifier=SECOND)
    done = paper(office, ITEM, SECOND, *decisions("draft=head@2026-05-11"), codes=both)
    assert 2 == done.exit_code, done.output
    assert [] == records(office)
    assert 1 == len(records(office, SECOND))
    office.remove(f"catalog/approvals/2026/{SECOND}.jsonl")
    from pathlib import Path

    real, calls = Path.replace, []

    def fail_second(self, target):
        calls.append(self)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail_second)
    done = paper(office, ITEM, SECOND, *decisions("draft=head@2026-05-11"), codes=both)
    assert 2 == done.exit_code, done.output
    assert "没有写入任何记录" in done.output
    left = sorted(p.name for p in (office.root / "catalog/approvals/2026").iterdir())
    assert [] == [name for name in left if name.startswith((ITEM, SECOND))], "nothing half written"


def test_the_scan_stays_out_of_the_repository(office):
    """Design 5: a scan shows signatures and opinions; only its digest is kept."""
    inside = office.write("content/scan.pdf", b"x")
    done = paper(office, ITEM, *decisions(*ALL), codes=[check_code(subject_of(office))], scan=inside)
    assert 2 == done.exit_code
    assert "不能放在站点文件夹里" in done.output


def test_an_objection_on_paper_is_kept_and_overcome_only_by_name(office):
    """Q37: the dissent and its opinion stay in the record; a later agreement names it."""
    code = [check_code(subject_of(office))]
    done = paper(
        office, ITEM, "--objection", "draft=head@2026-05-11=数据未核实", codes=code, points_ticked=False
    )
    assert 0 == done.exit_code, done.output
    assert "V102" in codes(office)
    assert "head岗：数据未核实" in approve(office, "--status").output
    later = paper(office, ITEM, *decisions("draft=head@2026-05-12=已补充核实"), codes=code)
    assert 0 == later.exit_code, later.output
    dissent, agreement = records(office)
    assert ("不同意", "数据未核实") == (dissent.decision, dissent.opinion)
    assert 1 == len(agreement.after), "it names the objection"
    assert ["V103"] == codes(office)


def test_one_step_may_be_entered_with_its_own_options(office):
    """Design 5: one signature: --step, --person, --time, with opinion and conditions."""
    done = paper(
        office,
        ITEM,
        *(
            "--step",
            "draft",
            "--person",
            "head",
            "--time",
            "2026-05-11T10:30+08:00",
            "--condition",
            "先送解读",
        ),
        codes=[check_code(subject_of(office))],
    )
    assert 0 == done.exit_code, done.output
    (decision,) = records(office)
    assert ("2026-05-11T10:30+08:00", ("先送解读",)) == (decision.time, decision.conditions)


def test_steps_and_persons_may_be_written_as_they_stand_on_the_sheet(office):
    """Paper first: whoever copies from paper writes the names that are printed there."""
    given = ("科室审核=head岗@2026-05-11", "保密审查=secrecy 岗@2026-05-11", "主管领导签发=leader@2026-05-11")
    code = [check_code(subject_of(office))]
    done = paper(
        office, ITEM, *decisions(*given), codes=code, registrar="registrar岗", condition="保密审查=改一处"
    )
    assert 0 == done.exit_code, done.output
    assert ["head", "secrecy", "leader"] == [decision.person for decision in records(office)]
    assert ("改一处",) == records(office)[1].conditions


def test_a_day_without_an_hour_follows_the_step_before(office):
    """A sheet tells the day alone: the same day as a decision with a key stands after it, an earlier day does not."""
    decide(office, "draft", "head", "2026-05-11T15:00+08:00")
    code = [check_code(subject_of(office))]
    assert 2 == paper(office, ITEM, *decisions("secrecy=secrecy@2026-05-10"), codes=code).exit_code
    assert 0 == paper(office, ITEM, *decisions("secrecy=secrecy@2026-05-11"), codes=code).exit_code
    assert ["V103"] == codes(office)


def test_a_deputy_signs_on_paper_for_the_one_who_delegated(office):
    """AB岗: the sheet says who signed and for whom; the delegation must be in force on that day."""
    extra = (
        "delegations:\n  - from: head\n    to: newcomer\n    roles: [division-head]\n"
        '    start: "2026-05-11T00:00+08:00"\n    end: "2026-05-12T00:00+08:00"\n    basis: 出差\n'
    )
    write_policy(office, 1, policy_text(extra=extra))
    code = [check_code(subject_of(office))]
    assert 2 == paper(office, ITEM, *decisions("draft=newcomer/head@2026-05-13"), codes=code).exit_code
    assert 0 == paper(office, ITEM, *decisions("draft=newcomer/head@2026-05-11"), codes=code).exit_code
    assert "head" == records(office)[0].on_behalf_of


def test_the_build_itself_refuses_a_registrar_who_drafted(office):
    """Design 5: a record made around the command is judged too: the registrar is not the drafter (V110)."""
    evidence = {"registrar": "registrar", "drafter": "registrar"}
    decide(office, "draft", "head", "2026-05-11T09:00+08:00", mode="paper", evidence=evidence)
    assert "V110" in codes(office)


def test_a_registrar_decides_nothing_of_the_same_item(office):
    """Design 5: whoever vouches for the paper has no step of the item, neither before nor after."""
    text = policy_text().replace("roles: [registrar]", "roles: [registrar, division-head, publisher]")
    write_policy(office, 1, text)
    first = decide(office, "draft", "registrar", "2026-05-11T09:00+08:00")
    evidence = {"registrar": "registrar"}
    decide(office, "secrecy", "secrecy", "2026-05-11T10:00+08:00", [first], mode="paper", evidence=evidence)
    assert ["V103", "V110"] == codes(office)
    office.remove(f"catalog/approvals/2026/{ITEM}.jsonl")
    first = decide(office, "draft", "head", "2026-05-11T09:00+08:00", mode="paper", evidence=evidence)
    done = [first, decide(office, "secrecy", "secrecy", "2026-05-11T10:00+08:00", [first])]
    done.append(decide(office, "sign", "leader", "2026-05-11T11:00+08:00", done))
    decide(office, "publish", "registrar", "2026-05-11T12:00+08:00", done)
    assert ["V103", "V110"] == sorted(codes(office))


def test_whoever_signs_on_paper_alone_needs_no_key(office):
    """Paper first: leaders need no computer: the policy names them with their roles, without a key."""
    text = policy_text(keys={"head": '""'})
    write_policy(office, 1, text)
    done = paper(office, ITEM, *decisions(*ALL), codes=[check_code(subject_of(office))])
    assert 0 == done.exit_code, done.output
    assert [] == codes(office)


def test_the_registrar_is_asked_before_anything_is_signed(office):
    """Design 5: the registrar compares with the original; without a yes nothing is written."""
    code = [check_code(subject_of(office))]
    done = paper(office, ITEM, *decisions(*ALL), codes=code, yes=False, answer="n\n")
    assert 2 == done.exit_code
    assert "没有登记" in done.output
    assert [] == records(office)

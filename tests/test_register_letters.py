"""Letters of applications: one for every outcome, on the remedy track of its day, and never in a git tree (Q13)."""

import subprocess

import mammoth
import pytest
from disclosure.registers.kinds import outcomes
from disclosure.registers.letters import MissingError, WrongTrackError, fields, letter_for, write_letter
from disclosure.registers.remedies import on_track, track_for, track_named
from register_maker import application, event, write_cases
from withdraw_maker import run_here

GIVEN = {key: f"〔{label[:4]}〕" for key, label in fields().items()}
OFFICE = "示例县工业和信息化局"
REVIEW_FIRST = "先向示例县人民政府申请行政复议"
GUIDE = {"remedies": {"review": {"organ": "示例县人民政府"}, "litigation": {"organ": "示例县人民法院"}}}
NOTICES = {
    "补正告知": {"number": "补1号", "until": "2026-04-20"},
    "延长答复期限": {"number": "延1号", "days": "10", "approved_by": "办公室主任"},
    "延迟答复": {"number": "延2号", "until": "2026-06-30"},
    "要求说明理由": {"number": "理1号"},
    "收费通知": {"number": "费1号", "method": "按量", "count": "40", "yuan": "100"},
    "征求第三方意见": {"number": "征1号"},
    "征求其他机关意见": {"number": "函1号", "to": "示例县发展和改革局"},
    "中止": {"number": "中1号", "basis": "防汛应急响应"},
}


def text_of(data, folder):
    """The words of a letter, as another program reads them."""
    file = folder / "letter.docx"
    file.write_bytes(data)
    with file.open("rb") as stream:
        return mammoth.extract_raw_text(stream).value.replace("\n\n", "\n").rstrip()


def written(happened, folder, guide=GUIDE, own=None, given=GIVEN, **facts):
    case = application("2026-03-02", happened, **facts)
    settings = {"guide": guide, "own": own or {}}
    return text_of(write_letter(case, happened, given, OFFICE, settings, "2026-05-12").data, folder)


@pytest.mark.parametrize("outcome", [o for o in outcomes().values() if o.letter], ids=lambda o: o.id)
@pytest.mark.parametrize("day", ["2023-12-29", "2024-01-02", "2026-03-20", "2026-07-01"])
def test_every_outcome_has_its_letter_on_the_track_of_its_day(outcome, day, tmp_path):
    """Q13: each leaf row has a letter; its remedy is that of the law of the day, with its terms."""
    happened = event(day, "答复", number="示工信公开答〔2026〕7号", outcome=outcome.name)
    text = written(happened, tmp_path)
    track = track_for(outcome, day)
    assert on_track(text.splitlines()[-3], track), text
    first = outcome.group in ("refused", "partial") and day >= "2024-01-01"
    assert first is (REVIEW_FIRST in text)
    assert ("六个月内" in text) is not first
    assert "六十日" in text
    assert "示工信公开答〔2026〕7号" in text
    assert GIVEN["request"] in text
    assert outcome.article.split("、")[0] in text or outcome.id in ("declined-reconfirm", "other")


@pytest.mark.parametrize("outcome", [o for o in outcomes().values() if not o.letter], ids=lambda o: o.id)
def test_an_outcome_without_a_letter_says_why(outcome):
    """Duties 4.9: every leaf has a letter, or a note why none."""
    assert outcome.why
    assert letter_for(event("2026-06-01", "终止办理", outcome=outcome.name)) is None


@pytest.mark.parametrize("what", NOTICES)
def test_every_notice_has_its_letter(what, tmp_path):
    """条例 30, 32–35, 42: notices state their term; they carry no remedy."""
    text = written(event("2026-04-10", what, **NOTICES[what]), tmp_path)
    assert "行政复议" not in text
    for words in {
        "补正告知": ("2026年4月20日", "视为放弃申请"),
        "延长答复期限": ("延长10个工作日", "至2026年5月12日"),
        "延迟答复": ("2026年6月30日",),
        "要求说明理由": ("书面说明理由",),
        "收费通知": ("按量", "共40页，计100元", "30日内"),
        "征求第三方意见": ("15个工作日", "案号2026-0001"),
        "征求其他机关意见": ("视为同意公开",),
        "中止": ("防汛应急响应", "2026年4月10日"),
    }[what]:
        assert words in text
    quoted = GIVEN["request"] in text
    assert quoted is (what not in ("征求第三方意见", "征求其他机关意见")), (
        "who is consulted learns no request"
    )


def test_a_letter_without_its_remedy_or_reason_is_not_written(tmp_path):
    """Q13: 不予公开决定书 holds reasons and remedies; what is missing is named by its label."""
    refused = event("2026-03-20", "答复", number="1", outcome="属于四类过程性信息")
    with pytest.raises(MissingError) as missing:
        written(refused, tmp_path, given={"addressee": "张某某", "request": "某文件"})
    assert (fields()["reason"],) == missing.value.labels
    with pytest.raises(WrongTrackError):
        written(event("2018-03-20", "答复", number="1", outcome="予以公开"), tmp_path)


def test_own_wording_on_the_wrong_track_is_refused(tmp_path):
    """Q13: an office may word its remedies; a wording that leads elsewhere is an error."""
    refused = event("2026-03-20", "答复", number="1", outcome="属于四类过程性信息")
    either = track_named("复议诉讼任选").text
    with pytest.raises(WrongTrackError):
        written(refused, tmp_path, own={"remedies": {"复议前置": either}})
    words = "对本决定不服的，应于收到之日起六十日内先申请行政复议，由{review_authority}受理。"
    text = written(
        refused,
        tmp_path,
        own={"remedies": {"复议前置": words}, "letters": {"refused": ["不予公开：{reason}"]}},
    )
    assert "由示例县人民政府受理。" in text
    assert f"不予公开：{GIVEN['reason']}。" in text


def test_what_is_filled_in_makes_no_second_placeholder(tmp_path):
    """Design 3: braces in what a person wrote are only braces."""
    given = GIVEN | {"content": "见{request}附件{}。"}
    assert "见{request}附件{}" in written(
        event("2026-03-20", "答复", number="1", outcome="予以公开"), tmp_path, given=given
    )


PERSON = "number: 2026-0001\naddressee: 张某某\nrequest: 某年度分配方案\ncontent: 随本决定书提供\n"


@pytest.fixture
def office(make_site):
    answered = event("2026-06-10", "答复", number="答1号", outcome="予以公开")
    return write_cases(make_site(), [application("2026-06-01", answered)])


def letter(site, person, out, *more):
    place = ("--person", str(person), "--out", str(out), "--today", "2026-06-15")
    return run_here(site, "register", "letter", "2026-0001", *place, *more)


def test_person_and_letter_stay_outside_of_git(office, tmp_path):
    """Duties 4.9: joined by 案号 when the letter is made; output into a git tree is refused, and so is the file."""
    person, out = tmp_path / "2026-0001.yml", tmp_path / "letters"
    person.write_text(PERSON, encoding="utf-8")
    done = letter(office, person, out)
    assert 0 == done.exit_code, done.output
    assert "张某某" not in done.output, "no message names a person"
    [file] = out.iterdir()
    assert "张某某：" in text_of(file.read_bytes(), tmp_path)
    tree = tmp_path / "tree"
    subprocess.run(["git", "init", "-q", tree], check=True)
    (tree / "p.yml").write_text(PERSON, encoding="utf-8")
    for refused in (letter(office, person, tree / "letters"), letter(office, tree / "p.yml", out)):
        assert 2 == refused.exit_code
        assert "版本库" in refused.output
    assert not (tree / "letters").exists()
    assert 2 == letter(office, person, office.root / "content").exit_code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PERSON.replace("0001", "0002"), "不是案件 2026-0001 的"),
        (PERSON + "id_number: x\n", "认不出的键"),
        ("- x\n", "键: 值"),
        ("a: [\n", ""),
        (PERSON.replace("content", "reason"), "文书还缺"),
    ],
)
def test_a_faulty_file_is_told(office, tmp_path, text, said):
    """Design 3: no input gives a traceback, and no message repeats what the file holds."""
    person = tmp_path / "p.yml"
    person.write_text(text, encoding="utf-8")
    done = letter(office, person, tmp_path / "out")
    assert 2 == done.exit_code
    assert said in done.output
    assert "张某某" not in done.output
    assert not (tmp_path / "out").exists()


def test_the_file_can_come_from_a_program(office, tmp_path):
    """Duties 4.9: what lies encrypted is piped in, and never touches the disk."""
    from click.testing import CliRunner
    from disclosure.cli import main

    arguments = ["register", "letter", "2026-0001", "--person", "-", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(
        main, [*arguments, "--site", str(office.root), "--today", "2026-06-15"], input=PERSON
    )
    assert 0 == done.exit_code, done.output
    assert 1 == len(list((tmp_path / "out").iterdir()))

"""信息发布审批表: what people sign with a pen says exactly which bytes they sign for (design 5, paper first)."""

import io
import re
import zipfile

import mammoth
import pytest
from approval_maker import ITEM, approve, approve_all, decide, require_approval, subject_of
from defusedxml.ElementTree import fromstring
from disclosure.approval.check_code import check_code, same_code, sheet_code
from disclosure.approval.subject import Subject
from disclosure.docx_writer import Cell, Row, paragraph, table, write_docx
from markdownify import markdownify
from pdf_maker import pdf, show

NINE = "2026-05-11T09:00+08:00"


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item that waits."""
    return require_approval(make_site())


def words(path):
    """The text of a Word file, read by a program that did not write it."""
    with path.open("rb") as file:
        return mammoth.extract_raw_text(file).value


def test_the_sheet_says_all_that_is_decided(office, tmp_path):
    """J13, J17, J23, Q24, Q41-Q43, X17, Y9: title, number, value, offices, the four boxes, the chain's lines."""
    office.write("content/files/2026/2026-00091/list.pdf", pdf(show("企业名单")))
    office.add_item(
        "2026-00091",
        title="技术中心名单",
        disclosure="部分公开",
        extra="disclosure_reason: 涉及商业秘密\nredactions:\n  - part: 报价\n    ground: 商业秘密\n"
        "    reason: 公开会损害其竞争地位\nattachments:\n  - file: list.pdf\n    title: 企业名单\n",
    )
    target = tmp_path / "sheet.docx"
    done = approve(
        office, "--sheet", ITEM, "2026-00091", "--sheet-number", "示工信审〔2026〕7号", "--out", target
    )
    assert 0 == done.exit_code, done.output
    text = words(target)
    expected = (
        *(
            "信息发布审批表",
            "示例县工业和信息化局",
            "示工信审〔2026〕7号",
            "技术中心名单",
            "990203009/2026-00091",
        ),
        *("☑主动公开", "☑部分公开", "☐不予公开", "理由：涉及商业秘密", "办公室（电话 0990-5560100）"),
        *(
            "☐内容：",
            "☐范围：部分公开",
            "☐形式：",
            "☐时间：2026-05-12 起公开",
            "企业名单（list.pdf",
            "SHA-256 ",
        ),
        *(
            "科室审核",
            "（科室负责人）",
            "保密审查",
            "主管领导签发",
            "统一发布",
            "☐同意",
            "☐不同意",
            "签名",
            "日期",
        ),
        *("拟稿人", "保存人", "电子文本与纸质文本一致", "网络自行生成", "附注", "☐此件公开发布", "登记人"),
        *(check_code(subject_of(office)), check_code(subject_of(office, "2026-00091"))),
        sheet_code([subject_of(office), subject_of(office, "2026-00091")]),
    )
    for part in expected:
        assert part in text, f"the sheet must say {part}"


def test_findings_stand_on_the_sheet_masked(office, tmp_path):
    """Integrity rows 28-32: what the check found is told to whoever signs, without repeating it."""
    office.add_item("2026-00091", body="咨询王某某，手机13912345678。\n")
    target = tmp_path / "sheet.docx"
    done = approve(office, "--sheet", "2026-00091", "--out", target)
    assert 0 == done.exit_code, done.output
    text = words(target)
    assert "P004" in text
    assert "13*******78" in text
    assert "13912345678" not in text, "a finding never repeats what it found"


def test_a_withdrawal_is_signed_on_paper_too(office, tmp_path):
    """J22: a status file stands on the sheet as it is, with the chain of its kind and no boxes of a publication."""
    facts = "format: 1\nvalidity:\n  state: 废止\n  on: 2026-06-01\n  basis: 示工信发〔2026〕8号\n"
    office.write("catalog/status/2026-00011.yml", facts)
    target = tmp_path / "sheet.docx"
    done = approve(office, "--sheet", "status:2026-00011", "--out", target)
    assert 0 == done.exit_code, done.output
    text = words(target)
    for part in ("state: 废止", "后续事项登记"):
        assert part in text
    assert "☐时间" not in text


def test_the_same_input_gives_the_same_bytes(office, tmp_path):
    """Design 3: output bytes are a function of the site, the settings and today."""
    for name in ("one.docx", "two.docx"):
        approve(office, "--sheet", ITEM, "--out", tmp_path / name)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    other = approve(office, "--sheet", ITEM, "--out", tmp_path / "three.docx", today="2026-06-16")
    assert 0 == other.exit_code
    assert (tmp_path / "one.docx").read_bytes() != (tmp_path / "three.docx").read_bytes(), "the day is on it"


def test_twenty_items_stand_on_one_sheet_and_no_more(office, tmp_path):
    """Design 5: one sheet may list many items: 1 to 20, each once."""
    names = [f"2026-{number:05}" for number in range(100, 121)]
    for name in names:
        office.add_item(name)
    done = approve(office, "--sheet", *names[:20], "--out", tmp_path / "sheet.docx")
    assert 0 == done.exit_code, done.output
    assert "第 20 件" in words(tmp_path / "sheet.docx")
    for wrong in (names, [ITEM, ITEM]):
        assert 2 == approve(office, "--sheet", *wrong, "--out", tmp_path / "no.docx").exit_code
    assert not (tmp_path / "no.docx").exists()


def test_steps_that_are_signed_already_are_printed_as_signed(office, tmp_path):
    """Paper and keys mix: a step decided with a key is no blank line on the sheet."""
    decide(office, "draft", "head", NINE, opinion="拟同意", conditions=("先删去第二段",))
    approve(office, "--sheet", ITEM, "--out", tmp_path / "sheet.docx")
    text = words(tmp_path / "sheet.docx")
    for part in ("head岗", "（已签署）", "拟同意", "先删去第二段", "2026-05-11"):
        assert part in text
    approve_all(office, "2026-00011")
    done = approve(office, "--sheet", "2026-00011", "--out", tmp_path / "no.docx")
    assert 2 == done.exit_code, "what is approved needs no sheet"


@pytest.mark.parametrize("changed", ["id", "bytes", "name", "size", "digest"])
def test_the_code_covers_every_part_of_the_subject(changed):
    """X14: the 校验码 is over the id, the file's bytes and every attachment; any change shows."""
    one = Subject("2026-00001", "0" * 64, (("a.pdf", 1, "1" * 64),))
    other = {
        "id": Subject("2026-00002", one.sha256, one.files),
        "bytes": Subject(one.id, "2" * 64, one.files),
        "name": Subject(one.id, one.sha256, (("b.pdf", 1, "1" * 64),)),
        "size": Subject(one.id, one.sha256, (("a.pdf", 2, "1" * 64),)),
        "digest": Subject(one.id, one.sha256, (("a.pdf", 1, "3" * 64),)),
    }[changed]
    assert re.fullmatch(r"[0-9A-F]{4}( [0-9A-F]{4}){3}", check_code(one))
    assert check_code(one) != check_code(other)
    assert sheet_code([one]) != sheet_code([other])
    assert sheet_code([one, other]) == sheet_code([other, one]), "the order on the sheet means nothing"


def test_a_code_is_the_same_however_a_person_writes_it():
    """Design 5: full width, case, spaces and dashes are how people type, not what they mean."""
    assert same_code("3F8C 1D20 AA47 09BE", "３ｆ８ｃ－１ｄ２０　aa47—09be ")
    assert not same_code("3F8C 1D20 AA47 09BE", "3F8C 1D20 AA47 09BF")
    assert not same_code("", " "), "nothing is no code"


def test_a_word_file_is_sound_and_survives_any_text():
    """No input gives a broken file: markup and control characters in a title stay text."""
    rows = [Row((Cell("<w:t>&\x07\x00", bold=True), Cell("二\n行", span=2)), height=20, head=True)]
    data = write_docx([paragraph("标题\x0b<b>", size=20), table(rows, (3000, 3000, 3000))], "编号 ]]>")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            fromstring(package.read(name))
    html = mammoth.convert_to_html(io.BytesIO(data)).value
    assert "标题<b>" in markdownify(html).replace("\\", "")
    assert 'colspan="2"' in html

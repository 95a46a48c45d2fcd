"""Word files become items: text, tables and pictures kept, the original attached, damage told and never raised."""

import docx_maker
import pytest
from disclosure.check.body import check_body
from disclosure.intake.docx_rows import read_docx_row
from disclosure.intake.rows import SourceRow
from docx_maker import PNG, docx, notice, paragraph, picture, table


def read(tmp_path, data, name="notice.docx"):
    path = tmp_path / name
    path.write_bytes(data)
    return read_docx_row(path, name)


def read_row(tmp_path, data):
    row = read(tmp_path, data)
    assert isinstance(row, SourceRow), row
    assert [] == check_body(row.body, "", 1, "", ()).problems, row.body
    return row


def test_title_number_date_and_signer_are_read_as_they_stand_on_paper(tmp_path):
    """Design 1 (the officer hands in Word): the catalog's fields come from the document's own form."""
    row = read_row(tmp_path, docx(notice()))
    expected = {
        "title": "示例市工业和信息化局关于举办技能比赛的通知",
        "document_number": "示工信发〔2026〕7号",
        "formed": "2026-05-20",
        "office": "示例市工业和信息化局",
    }
    assert expected == row.values


def test_the_original_goes_along_as_an_attachment(tmp_path):
    """The public can download what the office wrote (条例第二十四条), byte for byte."""
    data = docx(notice())
    [original] = read_row(tmp_path, data).files
    assert ("original.docx", data) == (original.name, original.data)
    assert "示例市工业和信息化局关于举办技能比赛的通知（原文件）" == original.title


def test_numbered_bold_lines_become_headings(tmp_path):
    """S-duties on readable pages: an outline for readers, where the author used no heading styles."""
    assert "\n## 一、报名条件\n" in read_row(tmp_path, docx(notice())).body


def test_the_title_is_not_said_twice(tmp_path):
    """The page prints the title as its heading; the lines that make it up leave the body."""
    assert read_row(tmp_path, docx(notice())).body.startswith("示工信发〔2026〕7号\n\n各有关单位：")


def test_a_file_without_any_title_is_named_by_its_file(tmp_path):
    row = read_row(tmp_path, docx([paragraph("比赛六月举行，欢迎参加。")]))
    assert "notice" == row.values["title"]


def test_tables_are_kept_as_tables(tmp_path):
    """The issue: tables kept. Merged cells are taken apart, pipes in cells stay text."""
    parts = [*notice(), table(["项目", "标准"], ["甲|乙", "一万元"], [("合计", 2)])]
    body = read_row(tmp_path, docx(parts)).body
    assert "| 项目 | 标准 |\n|---|---|\n| 甲\\|乙 | 一万元 |\n| 合计 |  |" in body


def test_pictures_are_saved_under_plain_names_with_their_words(tmp_path):
    """The issue: pictures kept; a second use of the same picture is the same file."""
    parts = [*notice(), picture("rId10", "比赛场地"), picture("rId10"), paragraph("完")]
    row = read_row(tmp_path, docx(parts, media={"image1.png": PNG}))
    assert [("picture-1.png", PNG)] == [(f.name, f.data) for f in row.files if not f.title]
    assert "![比赛场地](picture-1.png)" in row.body
    assert "![图2](picture-1.png)" in row.body, "a picture without words still has a name for screen readers"


def test_a_picture_that_browsers_cannot_show_is_told(tmp_path):
    row = read_row(
        tmp_path, docx([*notice(), picture("rId10")], media={"image1.emf": b"\x01\x00\x00\x00emf"})
    )
    assert [("I014", "x-emf")] == [(p.code, p.value) for p in row.problems]
    assert ["original.docx"] == [f.name for f in row.files]


def test_footnotes_become_footnotes(tmp_path):
    reference = (
        '<w:p><w:r><w:t>比赛办法见附件</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t>。</w:t></w:r></w:p>"
    )
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>附件另发。</w:t></w:r></w:p></w:footnote>'
    body = read_row(tmp_path, docx([*notice(), reference], notes=note)).body
    assert "比赛办法见附件[^foot2]。" in body
    assert "\n[^foot2]: 附件另发。" in body


def test_deleted_words_stay_deleted_and_the_original_stays_home(tmp_path):
    """Row 34: a document with tracked changes is not passed on, since it still holds what was struck out."""
    change = (
        '<w:p><w:r><w:t>奖金为</w:t></w:r><w:del w:id="1" w:author="某"><w:r><w:delText>十万元</w:delText></w:r>'
        '</w:del><w:ins w:id="2" w:author="某"><w:r><w:t>一万元</w:t></w:r></w:ins></w:p>'
    )
    row = read_row(tmp_path, docx([*notice(), change]))
    assert "奖金为一万元" in row.body
    assert "十万元" not in row.body
    assert ((), ["I009"]) == (row.files, [p.code for p in row.problems])


_COMMENT = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="1"><w:p/></w:comment></w:comments>'
)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/comments.xml", _COMMENT),
        ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    ],
)
def test_comments_and_macros_keep_the_original_home(tmp_path, part, content):
    """Row 34 and 42: neither comments nor programs reach the public."""
    row = read_row(tmp_path, docx(notice(), extra={part: content}))
    assert ((), ["I009"]) == (row.files, [p.code for p in row.problems])


def _bomb():
    return docx([], document="<w:document>" + " " * (5 << 20) + "</w:document>")


def _encrypted():
    data = bytearray(docx(notice()))
    data[6] |= 1  # the flag of the first entry, in its local header and in the directory
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    return bytes(data)


_UNREADABLE = {
    "not a zip": (b"no word file", "不是完整的 Word 文件"),
    "empty": (b"", "不是完整的 Word 文件"),
    "torn": (docx(notice())[:400], "不是完整的 Word 文件"),
    "encrypted office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "加密"),
    "encrypted zip": (_encrypted(), "文件已加密"),
    "zip bomb": (_bomb(), "大得不正常"),
    "entities": (docx([], document='<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'), "可能有害"),
    "no document": (
        docx_maker.docx(notice()).replace(b"word/document.xml", b"word/documenT.xml"),
        "不是 Word 文件",
    ),
    "broken xml": (docx([], document="<w:document><w:body>"), "文件已损坏"),
}


@pytest.mark.parametrize("kind", _UNREADABLE)
def test_what_cannot_be_read_is_told_and_never_raised(tmp_path, kind):
    """Row 42: encrypted, torn, hostile or misnamed files are a row of the report; the next file follows."""
    data, words = _UNREADABLE[kind]
    found = read(tmp_path, data)
    assert "I006" == getattr(found, "code", found), found
    assert words in found.message

"""gates/carriers/: what files hide is found at its place, and what can't be checked is said, never called clean."""

import io
import zipfile

import faulty_files
import gate_marks
import package_maker as package
import pdf_maker as pdf
import planted_files
import pytest
from disclosure.gates.allowed import Allowed
from disclosure.gates.file_scan import scan_bytes
from disclosure.gates.limits import Limits
from disclosure.gates.properties import Expected
from disclosure.problems import problem_kinds

TITLE = "关于公布服务电话的通知"
EXPECTED = Expected("示工信发〔2026〕12号", (TITLE, "实施方案"), Allowed(names=("示例市工业和信息化局",)))


def scan(ending, data, expected=EXPECTED, limits=None):
    return scan_bytes(ending, data, expected, limits or Limits())


def found(ending, data, **options):
    """{code: (place, shown, count)} of one file."""
    return {f.code: (f.place, f.shown, f.count) for f in scan(ending, data, **options).findings}


@pytest.mark.parametrize("place", planted_files.PLACES, ids=[place[0] for place in planted_files.PLACES])
def test_every_mark_is_found_in_every_place(place):
    """The issue: planted positives in all carriers are found, each at its place, and shown masked (rows 28–38)."""
    name, ending, make, where = place
    number = [entry[0] for entry in planted_files.PLACES].index(name)
    missed = []
    for planted in gate_marks.planted(number):
        made = scan(ending, make(planted.text))
        hits = [f for f in made.findings if f.code == planted.code]
        if not hits or where not in hits[0].place:
            missed.append((planted.name, made.findings))
        assert not planted.secret or planted.secret not in repr(made), f"{planted.name} is shown unmasked"
    assert [] == missed, name


def test_there_are_enough_planted_marks():
    """The issue: at least 300 planted positives, over all carriers."""
    kinds = {ending for _, ending, _, _ in planted_files.PLACES}
    assert {"txt", "csv", "docx", "xlsx", "pptx", "pdf", "ofd", "zip", "jpg", "png"} == kinds
    assert 300 <= len(planted_files.PLACES) * len(gate_marks.planted())


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("txt", "公开的通知。".encode()),
        ("csv", "序号,名称\n1,甲\n".encode("gb18030")),
        ("docx", package.docx()),
        ("xlsx", package.xlsx(package.row(1, "企业", 12.5))),
        ("pptx", package.pptx("要点")),
        ("pdf", pdf.with_body("要点")),
        ("ofd", package.ofd()),
        ("zip", package.zipped({"a.docx": package.docx(), "b.txt": "公开"})),
    ],
)
def test_a_plain_file_gives_nothing(ending, data):
    """The issue: no mark found, and the word for it is not 'clean'."""
    made = scan(ending, data)
    assert () == made.findings
    assert "未发现标识" == made.outcome
    assert made.has_text


_VANISH = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("name", "ending", "data", "code", "where"),
    faulty_files.FAULTS,
    ids=[fault[0] for fault in faulty_files.FAULTS],
)
def test_a_fault_of_the_file_is_told(name, ending, data, code, where):
    """Rows 32–37, 40, 42, 43: what files carry besides their text, and files that can't be looked into."""
    told = found(ending, data)
    assert code in told, f"{name}: {told}"
    assert where in told[code][0], told[code]
    errors = {c for c in told if problem_kinds()[c].severity == "error"}
    assert errors <= {code, "M003"}, f"{name} is one fault: {told}"


def test_every_code_of_files_is_shown_by_a_sample():
    """Design 3: one broken sample a code. M006 is shown by the tests of time and memory."""
    shown = {code for *_, code, _ in faulty_files.FAULTS}
    assert {c for c in problem_kinds() if c[0] == "M" and c[1:].isdigit()} == shown | {"M006"}
    marks = {planted.code for planted in gate_marks.planted()}
    assert {c for c in problem_kinds() if c[0] in "PK" and c[1:].isdigit()} == marks | {"P009"}


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("docx", package.docx(_VANISH)),
        ("docx", package.docx(**package.core_properties("creator", "示例市工业和信息化局"))),
        ("docx", package.docx(**package.core_properties("creator", "Administrator"))),
        ("docx", package.docx(**package.core_properties("title", TITLE))),
        ("docx", package.docx(**package.core_properties("title", "Microsoft Word - 实施方案（定稿）.docx"))),
        ("pdf", pdf.changed(pdf.with_body(""), pdf.metadata("/Title", "示工信发〔2026〕12号"))),
        (
            "pdf",
            pdf.changed(pdf.with_body("示工信发〔2020〕3号"), pdf.metadata("/Title", "示工信发〔2020〕3号")),
        ),
        ("pdf", pdf.with_body("", f"{pdf.black_box()}\n{pdf.show(pdf.BODY)}")),
        (
            "pdf",
            pdf.with_body(
                "", f"{pdf.show(pdf.BODY)}\n{pdf.black_box(y=300)}\n{pdf.black_box(y=690, height=1)}"
            ),
        ),
        ("pdf", pdf.pdf(pdf.show(pdf.BODY), "")),
        (
            "docx",
            package.docx(
                **package.external_link("word/document.xml", "hyperlink", "https://www.example.gov.cn/")
            ),
        ),
    ],
)
def test_lawful_properties_and_drawings_give_nothing(ending, data):
    """Duties 4.9 and row 35: the office's own name and title, empty pages, table rules and links are no fault."""
    assert {} == found(ending, data)


def test_a_gps_block_without_a_position_is_no_position():
    """Row 37: some cameras write an empty block."""
    picture = planted_files.Image.new("RGB", (8, 8))
    exif = planted_files.Image.Exif()
    exif.get_ifd(0x8825).update({0: b"\2\3\0\0"})
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    assert {"M018"} == set(found("jpg", buffer.getvalue()))


def test_many_marks_of_one_kind_are_one_finding():
    """A list of 500 identity numbers is one row with the first place and the count."""
    cells = "".join(package.row(n, "张某某", gate_marks.identity(n)) for n in range(1, 501))
    assert ("工作表“名单”单元格 B1", "44**************17"[:2]) == (
        (told := found("xlsx", package.xlsx(cells))["P001"])[0],
        told[1][:2],
    )
    assert 500 == told[2]


def test_what_depends_on_the_office_says_so():
    """The cache may use a result for another title or telephone list only where these had no say."""
    phone = gate_marks.mobile()
    data = package.docx(package.paragraph(f"手机 {phone}"))
    assert scan("docx", data).depends
    own = Expected(allowed=Allowed(phones=frozenset({phone})))
    assert {} == found("docx", data, expected=own)
    assert not scan("docx", package.docx()).depends
    assert scan("docx", package.docx(**package.core_properties("creator", "甲"))).depends


# --- files made to do harm ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "data", "limits", "codes"),
    [entry[1:] for entry in faulty_files.EXHAUSTING],
    ids=[entry[0] for entry in faulty_files.EXHAUSTING],
)
def test_a_file_made_to_exhaust_is_refused(ending, data, limits, codes):
    """Row 42: sizes from the directory first, and bounds while reading besides (the directory may lie)."""
    told = set(found(ending, data, limits=Limits(**limits)))
    assert told & codes, told
    assert told <= codes | {"M018", "M003"}, told


def test_refused_files_are_unreadable_and_not_clean():
    """The issue: what can't be read is said to be unchecked."""
    assert "无法检查" == scan("docx", faulty_files.bomb(8)).outcome
    assert "无法检查" == scan("png", planted_files.png()).outcome
    assert "发现标识" == scan("txt", gate_marks.planted()[0].text.encode()).outcome


def test_the_rest_of_an_archive_is_looked_into():
    """One bad member does not hide what is in the others."""
    data = package.zipped(
        {"a.docx": b"PK\x03\x04torn", "b.txt": gate_marks.identity(), "c.zip": b"PK\x03\x04", "~.exe": "MZ"}
    )
    assert {"M002", "M005", "M021", "P001"} == set(found("zip", data))


def test_names_in_gbk_are_read():
    """Archives of Chinese systems write GBK names without saying so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xxxxxxxx.txt", gate_marks.identity())
    data = buffer.getvalue().replace(b"xxxxxxxx.txt", "名单公示".encode("gb18030") + b".txt")
    assert "内的文件“名单公示.txt”的第 1 行" == found("zip", data)["P001"][0]

"""A fuzzed attachment never crashes, hangs or exhausts memory: whatever hypothesis makes of real files, it is answered.

Bytes of an archive are packed, so that a change of them is mostly a wrong sum; here its parts are changed as well.
"""

import hashlib
import io
import time
import zipfile

import gate_marks
import package_maker as package
import pdf_maker as pdf
import planted_files
import pytest
from disclosure.gates.findings import FileScan
from disclosure.gates.limits import Limits
from disclosure.gates.properties import Expected
from disclosure.gates.runner import Scanner
from disclosure.gates.text_version.blocks import TextVersion
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WORDS = "名单公示"
SECONDS = 30
"""None of these small files takes longer, on the slowest machine; their own limit is shorter."""
FILES = {
    "docx": package.docx(
        package.paragraph(gate_marks.identity())
        + f"<w:tbl><w:tr><w:tc>{package.paragraph(WORDS)}</w:tc></w:tr></w:tbl>",
        **package.word_part("comments", "请核"),
        **package.core_properties("creator", "甲"),
    ),
    "xlsx": package.xlsx(
        package.row(1, WORDS, 12.5) + package.row(2, gate_marks.identity()), **package.sheet_comment("请核")
    ),
    "pptx": package.pptx(WORDS, **package.notes("备注")),
    "ofd": package.ofd(package.text_object(WORDS), **package.ofd_attachment("a.txt", WORDS.encode())),
    "zip": package.zipped({"a.docx": package.docx(), "b.xlsx": package.xlsx(), "c.txt": WORDS}),
    "pdf": pdf.changed(
        pdf.pdf(pdf.show(pdf.BODY), pictures=[planted_files.jpeg(gps=True)]), pdf.field(WORDS)
    ),
    "jpg": planted_files.jpeg("说明", gps=True, artist="甲"),
    "csv": f"序号,名称\n1,{WORDS}\n".encode("gb18030"),
}
ARCHIVES = ("docx", "xlsx", "pptx", "ofd", "zip")
ODD = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [
            *(
                b"<",
                b">",
                b'"',
                b"</w:p>",
                b"<w:tbl>",
                b"<!DOCTYPE a>",
                b"&#x0;",
                b"&amp;",
                b"\xff\xfe",
                b"\0" * 30,
            ),
            *(
                b"]]>",
                b"99999999999999999999",
                b"-1",
                b'r="ZZZ9999999"',
                b's="-5"',
                b"1e999",
                b"NaN",
                b"endobj",
                b"stream",
            ),
            *(b"/Kids [1 0 R]", b"0 0 R", b"<< /Length 99999999 >>", b"q " * 200, b"\xd8\x00", "★".encode()),
        ]
    ),
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), ODD), min_size=1, max_size=6)


def edited(data, edits):
    """`data` with pieces cut out and others put in."""
    made = bytearray(data)
    for share, cut, put in edits:
        at = int(share * len(made))
        made[at : at + cut] = put
    return bytes(made)


def with_part(data, choice, edits):
    """An archive of which one part is changed and all sums are right."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            content = old.read(name)
            new.writestr(name, edited(content, edits) if name == names[choice % len(names)] else content)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def scanner():
    """One process for all of them: that it is still the same at the end says that none of them killed it."""
    made = Scanner(Limits(cpu=15, wall=60))
    yield made
    made.close()


def answer(scanner, folder, ending, data):
    """Look into the file and make its text version, as a check and a build do."""
    file = folder / f"file.{ending}"
    file.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    begun = time.monotonic()
    made, text = scanner.scan(file, ending, digest, Expected()), scanner.read(file, ending, digest)
    assert SECONDS > time.monotonic() - begun
    assert isinstance(made, FileScan)
    assert isinstance(text, TextVersion)
    assert made.outcome in ("发现标识", "未发现标识", "无法检查")
    assert gate_marks.identity() not in repr(made), "masked, whatever the file does"
    assert "M006" not in {finding.code for finding in made.findings}, (
        "no change of these small files takes long"
    )


fuzz = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize("ending", sorted(FILES))
def test_changed_bytes_are_answered(ending, scanner, tmp_path):
    """The issue: bytes cut out of and put into a file of each kind."""
    process = scanner._running()

    @fuzz
    @given(edits=EDITS)
    def run(edits):
        answer(scanner, tmp_path, ending, edited(FILES[ending], edits))

    run()
    assert process is scanner._running(), "the process survived all of them"


@pytest.mark.parametrize("ending", ARCHIVES)
def test_a_changed_part_of_an_archive_is_answered(ending, scanner, tmp_path):
    """The issue: the same within the parts, where the sums of an archive do not give it away."""
    process = scanner._running()

    @fuzz
    @given(choice=st.integers(0, 40), edits=EDITS)
    def run(choice, edits):
        answer(scanner, tmp_path, ending, with_part(FILES[ending], choice, edits))

    run()
    assert process is scanner._running(), "the process survived all of them"


@fuzz
@given(code=st.text(max_size=30), raw=st.text(max_size=20), style=st.text(max_size=4), late=st.booleans())
def test_no_number_format_fails(code, raw, style, late):
    """Formats are free text of whoever made the workbook."""
    from disclosure.gates.text_version.numbers import NumberFormats

    formats = NumberFormats({"1": code}, ("1", "x", "14"), late=late)
    for text in (raw, "1", "-1.5", "1e308", "nan"):
        for kind in (style, "0", "1", "2"):
            assert isinstance(formats.shown(text, kind), str)

"""gates/: a file that is made to do harm, or damaged at random, ends in a finding: no crash, no hang, no full memory."""

import hashlib
import io
import json
import sys
import time
from pathlib import Path

import faulty_files
import gate_marks
import package_maker as package
import pdf_maker as pdf
import planted_files
import pytest
from disclosure.gates import cache
from disclosure.gates.carriers import pdf_print
from disclosure.gates.file_scan import scan_bytes
from disclosure.gates.findings import FileScan
from disclosure.gates.limits import Limits
from disclosure.gates.properties import Expected
from disclosure.gates.runner import Scanner
from disclosure.gates.text_version.blocks import TextVersion
from disclosure.gates.text_version.reading import read_text_version
from pypdf import PageObject, PdfReader

SHARED = Path(__file__).resolve().parents[2] / "shared" / "attachments"
FIGURES = {
    "docx": package.docx(package.paragraph(gate_marks.identity())),
    "xlsx": package.xlsx(package.row(1, "甲", gate_marks.identity()), **package.sheet_comment("请核")),
    "pptx": package.pptx("要点", **package.notes("备注")),
    "pdf": pdf.changed(pdf.with_body("要点"), pdf.remark("请核")),
    "ofd": package.ofd(package.text_object("要点")),
    "zip": package.zipped({"a.docx": package.docx(), "b.txt": "公开"}),
    "jpg": planted_files.jpeg("说明", gps=True, artist="甲"),
    "png": planted_files.png("说明"),
    "csv": "序号,名称\n1,甲\n".encode("gb18030"),
}


@pytest.fixture
def scanner():
    """A scanner with short limits, ended with the test."""
    made = Scanner(Limits(cpu=20, wall=60))
    yield made
    made.close()


def scan(scanner, folder, ending, data, expected=None):
    file = folder / f"file.{ending}"
    file.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return scanner.scan(file, ending, digest, expected or Expected())


def assert_a_scan(made):
    assert isinstance(made, FileScan)
    assert made.outcome in ("发现标识", "未发现标识", "无法检查")
    for finding in made.findings:
        assert finding.count >= 1
        assert json.dumps(finding.shown)


@pytest.mark.parametrize("ending", sorted(FIGURES))
def test_a_damaged_file_is_answered(ending, scanner, tmp_path):
    """The issue: a fuzzed attachment never crashes, hangs or exhausts memory. Files made here, damaged 40 times."""
    started = scanner._running()
    for damaged in faulty_files.mutations(FIGURES[ending], ending, 40):
        made = scan(scanner, tmp_path, ending, damaged)
        assert_a_scan(made)
        assert "M006" not in {f.code for f in made.findings}, "no damage of these small files takes long"
    assert scanner._running() is started, "the process survived all of them"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("govdoc-cn-397.pdf", 30),
        ("laosheng-5.pdf", 2),
        ("ofdrw-signed.ofd", 30),
        ("ofdrw-zsbk.ofd", 8),
        ("govcn-abstracts.xlsx", 30),
        ("sample-gongwen-notice.docx", 30),
    ],
)
def test_a_damaged_real_file_is_answered(name, count, scanner, tmp_path):
    """The issue: the same with real files of other programs."""
    if not (SHARED / name).exists():
        pytest.skip("the real files do not lie beside this checkout")
    for damaged in faulty_files.mutations((SHARED / name).read_bytes(), name, count):
        assert_a_scan(scan(scanner, tmp_path, name.rpartition(".")[2], damaged))


def _endless_pdf():
    """A page whose forms call each other a million times."""
    letters = pdf.show("要点")
    return pdf.pdf(letters + "\n" + "q Q " * 3_000_000, letters="要点")


def test_a_scan_that_takes_too_long_is_ended(tmp_path):
    """The issue: time limits. What was not looked at to the end is not published; the next file is looked at."""
    scanner = Scanner(Limits(cpu=1, wall=60))
    begun = time.monotonic()
    try:
        made = scan(scanner, tmp_path, "pdf", _endless_pdf())
        assert made.findings[0].code in ("M005", "M006"), made
        assert 50 > time.monotonic() - begun, "it ended by its own time, not by the outer one"
        assert () == scan(scanner, tmp_path, "txt", "公开".encode()).findings
    finally:
        scanner.close()


def test_a_process_that_does_not_answer_is_killed(tmp_path):
    """The issue: the outer limit holds where the inner one can't: here it is shorter than starting takes."""
    scanner = Scanner(Limits(wall=0))
    try:
        made = scan(scanner, tmp_path, "pdf", _endless_pdf())
        assert ["M006"] == [f.code for f in made.findings]
        assert "无法检查" == made.outcome
    finally:
        scanner.close()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux bounds the address space of a process reliably"
)
def test_a_scan_that_needs_too_much_memory_is_ended(tmp_path):
    """The issue: memory limits: a text of ten million characters does not fit into the little that is left."""
    data = "\n".join(f"第{n}家企业，经营范围为各类机械设备的制造和销售" for n in range(400_000)).encode()
    scanner = Scanner(Limits(memory=150 << 20))
    try:
        made = scan(scanner, tmp_path, "txt", data)
        assert ["M006"] == [f.code for f in made.findings]
    finally:
        scanner.close()


def test_a_file_that_changed_meanwhile_is_not_taken_for_the_checked_one(scanner, tmp_path):
    """Design 5: what is approved and published is these bytes; a scan of others says nothing about them."""
    file = tmp_path / "file.txt"
    file.write_bytes("公开".encode())
    made = scanner.scan(file, "txt", "0" * 64, Expected())
    assert [("M002", "文件在检查过程中有变动")] == [(f.code, f.shown) for f in made.findings]
    made = scanner.scan(tmp_path / "gone.txt", "txt", "0" * 64, Expected())
    assert ["M002"] == [f.code for f in made.findings]


class TestCache:
    """A rebuild looks into no file twice, and nothing stays of files that are gone."""

    SHA = "ab" * 32

    def test_a_result_is_found_again(self, scanner, tmp_path):
        """The issue: cached by digest of the file and version of the rules."""
        expected = Expected("示工信发〔2026〕1号", ("通知",))
        made = scan(scanner, tmp_path, "txt", gate_marks.identity().encode())
        assert cache.find(tmp_path, self.SHA, "txt", expected) is None
        cache.keep(tmp_path, self.SHA, "txt", expected, made)
        assert made == cache.find(tmp_path, self.SHA, "txt", expected)
        assert made == cache.find(tmp_path, self.SHA, "txt", Expected()), "the title had no say in it"
        assert cache.find(tmp_path, self.SHA, "csv", expected) is None

    def test_a_result_that_the_office_had_a_say_in_holds_for_it_alone(self, scanner, tmp_path):
        """Another telephone list or title may give another result."""
        phone = gate_marks.mobile()
        made = scan(scanner, tmp_path, "txt", phone.encode())
        cache.keep(tmp_path, self.SHA, "txt", Expected("甲"), made)
        assert made == cache.find(tmp_path, self.SHA, "txt", Expected("甲"))
        assert cache.find(tmp_path, self.SHA, "txt", Expected("乙")) is None

    def test_other_rules_make_it_void(self, scanner, tmp_path):
        """A rule that was added is applied to files that were looked into before."""
        made = scan(scanner, tmp_path, "txt", "公开".encode())
        cache.keep(tmp_path, self.SHA, "txt", Expected(), made)
        [file] = (tmp_path / cache.FOLDER).iterdir()
        record = json.loads(file.read_text())
        file.write_text(json.dumps({**record, "rules": "0"}))
        assert cache.find(tmp_path, self.SHA, "txt", Expected()) is None

    @pytest.mark.parametrize("torn", ["", "{", "[]", '{"rules": 1}', "\x00"])
    def test_a_torn_record_counts_as_none(self, torn, tmp_path):
        """A killed build may leave anything."""
        file = tmp_path / cache.FOLDER / f"{self.SHA}-txt.json"
        file.parent.mkdir(parents=True)
        file.write_text(torn)
        assert cache.find(tmp_path, self.SHA, "txt", Expected()) is None

    def test_records_of_files_that_are_gone_are_removed(self, scanner, tmp_path):
        """Section 3 of the issue: nothing of a withdrawn item is left, in caches neither."""
        made = scan(scanner, tmp_path, "txt", "公开".encode())
        for digest in ("a" * 64, "b" * 64):
            cache.keep(tmp_path, digest, "txt", Expected(), made)
            cache.keep_text(tmp_path, digest, "txt", TextVersion(()))
        cache.forget_others(tmp_path, {"a" * 64}, {"a" * 64})
        assert cache.find_text(tmp_path, "a" * 64, "txt") is not None, "it is public"
        cache.forget_others(tmp_path, {"a" * 64}, set())
        assert [f"{'a' * 64}-txt.json"] == [file.name for file in (tmp_path / cache.FOLDER).iterdir()]
        cache.forget_others(tmp_path / "nowhere", set(), set())

    def test_a_folder_that_cannot_be_written_to_is_no_error(self, scanner, tmp_path):
        """A cache saves time and is never needed."""
        (tmp_path / ".cache").write_text("a file where the folder belongs")
        cache.keep(tmp_path, self.SHA, "txt", Expected(), scan(scanner, tmp_path, "txt", b"x"))
        assert cache.find(tmp_path, self.SHA, "txt", Expected()) is None


def test_a_pdf_is_gone_through_once_for_findings_and_text(scanner, tmp_path, monkeypatch):
    """Design 3: to follow the drawing of a page is what takes the time; both readers get what it gave."""
    data = pdf.changed(pdf.with_body("要点"), pdf.remark("请核"))
    taken = []
    real = PageObject.extract_text
    monkeypatch.setattr(PageObject, "extract_text", lambda page, **o: taken.append(page) or real(page, **o))
    findings = scan_bytes("pdf", data, Expected(), Limits())
    text = read_text_version("pdf", data, Limits())
    assert len(PdfReader(io.BytesIO(data)).pages) == len(taken)
    assert text.has_text
    pdf_print.forget()
    assert text == read_text_version("pdf", data, Limits()), "the second reader says the same on its own"
    made = scan(scanner, tmp_path, "pdf", data)
    assert (findings.findings, text) == (made.findings, made.text), "one answer of the process holds both"
    assert scan(scanner, tmp_path, "txt", "公开".encode()).text is None

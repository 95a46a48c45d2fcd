"""`disclosure strip`: a copy without what a file says of its makers; its text and its looks stay (J10)."""

import hashlib
import io
import zipfile

import package_maker as package
import pdf_maker as pdf
import planted_files
import pytest
import site_maker
from disclosure.gates.file_scan import scan_bytes
from disclosure.gates.limits import Limits
from disclosure.gates.properties import Expected
from disclosure.gates.text_version.reading import read_text_version
from disclosure.intake.strip_file import NotStrippedError, strip_file
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject, NumberObject

SITE = site_maker.SITES / "small"
PERSON = "张某某"
PHOTO = planted_files.jpeg("说明", gps=True, artist=PERSON)


def picture_of_frames(comment=b""):
    """An animation of three frames, with a remark and what a drawing program adds."""
    frames = [Image.new("P", (4, 4), color) for color in (1, 2, 3)]
    buffer = io.BytesIO()
    frames[0].save(
        buffer, "GIF", save_all=True, append_images=frames[1:], loop=7, duration=90, comment=comment
    )
    data = buffer.getvalue()
    xmp = b"\x21\xff\x0bXMP DataXMP<x:xmpmeta>" + comment + b"</x:xmpmeta>"
    # The packet has no lengths of its own: a run of falling bytes leads every reader to its end.
    packet = xmp + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return data[:-1] + packet + data[-1:] + b"after the end " + comment


def codes(ending, data):
    return {finding.code for finding in scan_bytes(ending, data, Expected(), Limits()).findings}


def with_person(ending):
    """A file of each kind that names a person wherever it can."""
    core = package.core_properties("creator", PERSON)
    if ending == "docx":
        more = package.word_part("comments", "请核")
        changed = f'<w:p><w:ins w:author="{PERSON}" w:id="1"><w:r><w:t>新</w:t></w:r></w:ins></w:p>'
        return package.docx(
            changed, **core, **more, **package.custom_property(PERSON), **{"word/media/image1.jpg": PHOTO}
        )
    if ending == "xlsx":
        return package.xlsx(package.row(1, "甲", "乙"), **core, **package.sheet_comment("请核"))
    if ending == "pptx":
        return package.pptx("要点", **core)
    if ending == "pdf":
        data = pdf.pdf(pdf.show(pdf.BODY), pictures=[PHOTO])
        return pdf.changed(data, pdf.metadata("/Author", PERSON))
    if ending == "ofd":
        return package.ofd(
            info=f"<ofd:DocID>1</ofd:DocID><ofd:Author>{PERSON}</ofd:Author><ofd:Creator>{PERSON}</ofd:Creator>"
            f'<ofd:CustomDatas><ofd:CustomData Name="单位">{PERSON}</ofd:CustomData></ofd:CustomDatas>',
            **package.ofd_attachment("note.txt", f"{PERSON}的批示".encode()),
            **{"Doc_0/Res/image1.jpg": PHOTO},
        )
    if ending == "gif":
        return picture_of_frames(PERSON.encode())
    if ending == "png":
        return planted_files.png(PERSON, "Author")
    return PHOTO


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx", "pdf", "ofd", "jpg", "png", "gif"])
def test_a_copy_names_nobody_and_reads_the_same(ending):
    """The issue: properties, authors, positions go; text stays; the same file gives the same bytes, twice as once."""
    data = with_person(ending)
    named = PERSON in everything(data) if ending == "gif" else codes(ending, data) & {"M013", "M016", "M017"}
    assert named, "there was something to remove"
    stripped = strip_file(ending, data)
    assert not codes(ending, stripped) & {"M001", "M002", "M003", "M013", "M014", "M015", "M016", "M017"}
    assert PERSON not in everything(stripped)
    assert read_text_version(ending, data, Limits()) == read_text_version(ending, stripped, Limits())
    assert stripped == strip_file(ending, data)
    assert codes(ending, stripped) == codes(ending, strip_file(ending, stripped))


def everything(data):
    """All that a file holds, unpacked where it is an archive, in every encoding that names are written in."""
    parts = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    return "".join(
        part.decode(encoding, "replace") for part in parts for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    )


def test_tracked_changes_and_comments_stay_and_name_nobody():
    """What a file says is its author's matter: the gates report it, strip does not decide it."""
    stripped = strip_file("docx", with_person("docx"))
    assert {"M008", "M009"} <= codes("docx", stripped)


def test_a_package_leads_to_nothing_that_is_gone():
    """Word refuses a document whose relationships lead nowhere."""
    stripped = strip_file("docx", with_person("docx"))
    with zipfile.ZipFile(io.BytesIO(stripped)) as archive:
        names = archive.namelist()
        assert None is archive.testzip()
        assert "docProps/custom.xml" not in names
        for name in names:
            if name.endswith((".rels", "[Content_Types].xml")):
                assert b"custom.xml" not in archive.read(name), name
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}


def photograph(orientation):
    picture = Image.new("RGB", (16, 8), (200, 10, 10))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = PERSON
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=PERSON.encode(), icc_profile=b"profile")
    return buffer.getvalue()


def test_a_photograph_stays_upright_and_loses_nothing():
    """Pixels are not coded anew; which way is up is no secret; colours stay."""
    before, after = photograph(6), strip_file("jpg", photograph(6))
    one, other = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert one.tobytes() == other.tobytes()
    assert {0x0112: 6} == dict(other.getexif())
    assert b"profile" == other.info["icc_profile"]
    assert PERSON.encode() not in after
    assert {} == dict(Image.open(io.BytesIO(strip_file("jpg", photograph(1)))).getexif())
    assert after == strip_file("jpg", before + b"more behind the end")


def test_a_webp_picture_loses_its_exif():
    """The third kind of photograph."""
    exif = Image.Exif()
    exif[0x013B] = PERSON
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (1, 2, 3)).save(buffer, "WEBP", exif=exif, lossless=True)
    stripped = strip_file("webp", buffer.getvalue())
    picture = Image.open(io.BytesIO(stripped))
    assert {} == dict(picture.getexif())
    assert (1, 2, 3) == picture.convert("RGB").getpixel((0, 0))


def test_an_animation_keeps_its_frames_and_how_often_it_runs():
    """The same frames, times and loops; no remark, no XMP, nothing after the end."""
    stripped = strip_file("gif", picture_of_frames(b"x"))
    before, after = (Image.open(io.BytesIO(data)) for data in (picture_of_frames(b"x"), stripped))
    assert (before.n_frames, before.info["loop"], before.info["duration"]) == (
        *(after.n_frames, after.info["loop"]),
        after.info["duration"],
    )
    for number in range(before.n_frames):
        before.seek(number)
        after.seek(number)
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert b"XMP" not in stripped


def test_what_was_attached_to_an_ofd_is_gone_and_nothing_leads_to_it():
    """A reader would ask for a file that is no more."""
    listed = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    root = f'<ofd:Document xmlns:ofd="urn:o">{listed}<ofd:Pages/></ofd:Document>'
    data = package.ofd(**package.ofd_attachment("note.txt", b"x"), **{"Doc_0/Document.xml": root})
    with zipfile.ZipFile(io.BytesIO(strip_file("ofd", data))) as archive:
        assert not [name for name in archive.namelist() if "Attachs" in name]
        assert b"Attachments" not in archive.read("Doc_0/Document.xml")
        assert b"<ofd:Pages/>" in archive.read("Doc_0/Document.xml")


def signed(writer):
    form = DictionaryObject({NameObject("/SigFlags"): NumberObject(3)})
    writer.root_object[NameObject("/AcroForm")] = form


@pytest.mark.parametrize(
    ("ending", "data", "why"),
    [
        ("pdf", pdf.changed(pdf.with_body(""), pdf.locked("x")), "encrypted"),
        ("pdf", pdf.changed(pdf.with_body(""), signed), "encrypted"),
        ("docx", package.docx(**{"_xmlsignatures/sig1.xml": "<s/>"}), "encrypted"),
        ("docx", package.docx()[:-40], "damaged"),
        ("pdf", b"%PDF-1.4\n", "damaged"),
        ("jpg", b"\xff\xd8\xff\xe0", "damaged"),
        ("png", planted_files.png("x")[:50], "damaged"),
        ("jpg", b"no picture", "damaged"),
        ("zip", package.zipped({"a.txt": "公开"}), "kind"),
        ("gif", b"GIF89a", "damaged"),
        ("gif", picture_of_frames()[:-20], "damaged"),
        ("ofd", package.ofd(**{"Doc_0/Encrypt.xml": "<e/>", "Encryptions.xml": "<e/>"}), "encrypted"),
        ("ofd", package.ofd(info="</ofd:DocInfo><ofd:Signatures/><ofd:DocInfo>"), "encrypted"),
        ("ofd", package.zipped({"a.xml": "<a/>"}), "damaged"),
    ],
)
def test_what_can_not_be_done_is_said(ending, data, why):
    """A signature would be broken, a locked file not opened again: nothing is written then."""
    with pytest.raises(NotStrippedError, match=why):
        strip_file(ending, data)


def test_a_pdf_without_properties_says_nothing_of_the_day():
    """Neither the program nor the moment of the copy is in it."""
    reader = PdfReader(io.BytesIO(strip_file("pdf", with_person("pdf"))))
    assert not reader.metadata
    assert reader.xmp_metadata is None


class TestCommand:
    """The verb writes beside, never over."""

    def run(self, folder, *arguments):
        return site_maker.run_command("strip", *arguments, "--site", str(SITE), cwd=folder)

    def test_a_copy_and_the_digest_of_the_original(self, tmp_path):
        """The digest is what goes into the item's field: it proves what the copy was made of."""
        data = with_person("docx")
        (tmp_path / "plan.docx").write_bytes(data)
        done = self.run(tmp_path, "plan.docx")
        assert 0 == done.returncode, done.stderr
        assert f"original_sha256: {hashlib.sha256(data).hexdigest()}" in done.stdout
        assert data == (tmp_path / "plan.docx").read_bytes()
        assert strip_file("docx", data) == (tmp_path / "plan-clean.docx").read_bytes()
        again = self.run(tmp_path, "plan.docx")
        assert 1 == again.returncode
        assert "已经存在" in again.stderr
        assert 0 == self.run(tmp_path, "plan.docx", "--out", "new/folder").returncode
        assert (tmp_path / "new/folder/plan.docx").is_file()

    def test_one_that_fails_does_not_stop_the_others(self, tmp_path):
        """Each is told; the exit code says that one was not made."""
        (tmp_path / "a.zip").write_bytes(package.zipped({"a.txt": "公开"}))
        (tmp_path / "b.jpg").write_bytes(PHOTO)
        done = self.run(tmp_path, "a.zip", "b.jpg")
        assert 1 == done.returncode
        assert "这种格式不能清除" in done.stderr
        assert (tmp_path / "b-clean.jpg").is_file()


def test_the_digest_of_an_original_is_nowhere_public(make_site):
    """It is signed with the item's bytes, and tells the public nothing."""
    site, digest = make_site(), hashlib.sha256(b"original").hexdigest()
    site.write("content/files/2026/2026-00090/a.txt", "公开\n")
    site.add_item(
        "2026-00090", extra=f"attachments: [{{file: a.txt, title: 表, original_sha256: {digest}}}]\n"
    )
    assert [] == [row for row in site.check() if row.item == "2026-00090" and row.severity == "error"]
    site.build()
    assert (site.out / "files/2026/2026-00090/a.txt").is_file()
    assert [] == site_maker.places_of(site.out, digest)

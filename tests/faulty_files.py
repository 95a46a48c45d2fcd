"""Files with one fault each, and files made to do harm. All of them are made here, at run time."""

import random
import struct

import gate_marks
import package_maker as package
import pdf_maker as pdf
import planted_files

_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def _locked_archive():
    """An archive whose member says that it is encrypted."""
    data = bytearray(package.zipped({"a.txt": "公开"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def bomb(megabytes):
    """A small document that unfolds into a large one."""
    return package.zipped({"word/document.xml": b"\0" * (megabytes << 20)})


def _lying():
    """A member that is larger than the archive's directory says."""
    data = bytearray(package.zipped({"a.txt": b"x" * 100_000}))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    return bytes(data)


def _deep():
    return package.docx("<w:p>" * 2000 + "</w:p>" * 2000)


FAULTS = [
    ("locked member", "zip", _locked_archive(), "M001", ""),
    (
        "part without a name",
        "docx",
        package.docx(nameless="x").replace(b"nameless", b"\0ameless"),
        "M007",
        "",
    ),
    ("parent folder in an OFD", "ofd", package.ofd(**{"../a.xml": "<a/>"}), "M007", ""),
    ("parent folder in a document", "docx", package.docx(**{"../a.xml": "<a/>"}), "M007", ""),
    (
        "marked for blackening",
        "pdf",
        pdf.changed(pdf.with_body(""), pdf.redaction()),
        "M022",
        "第 1 页涂黑的部分",
    ),
    ("author of a picture", "png", planted_files.png("张某某", "Author"), "M017", "Author"),
    ("PDF without pages", "pdf", pdf.changed(pdf.with_body(""), pdf.without_pages), "M002", ""),
    (
        "program in a PDF",
        "pdf",
        pdf.changed(pdf.with_body(""), pdf.attached("a.exe", b"MZ")),
        "M021",
        "a.exe",
    ),
    (
        "archive in a PDF",
        "pdf",
        pdf.changed(pdf.with_body(""), pdf.attached("a.zip", b"PK")),
        "M005",
        "a.zip",
    ),
    (
        "tracked insertion",
        "docx",
        package.docx("<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"),
        "M008",
        "",
    ),
    ("tracked format", "docx", package.docx("<w:p><w:pPr><w:pPrChange/></w:pPr></w:p>"), "M008", ""),
    ("comment", "docx", package.docx(**package.word_part("comments", "请核")), "M009", ""),
    ("slide comment", "pptx", package.pptx(**package.slide_comment("请核")), "M009", ""),
    ("cell comment", "xlsx", package.xlsx(**package.sheet_comment("请核")), "M010", "工作表“名单”单元格 B2"),
    ("notes", "pptx", package.pptx(**package.notes("讲这一句")), "M010", "第 1 页备注"),
    ("remark", "pdf", pdf.changed(pdf.with_body(""), pdf.remark("请核")), "M010", "第 1 页的批注"),
    ("hidden sheet", "xlsx", package.xlsx(package.row(1, "甲"), "hidden"), "M011", "工作表“名单”"),
    ("very hidden sheet", "xlsx", package.xlsx(package.row(1, "甲"), "veryHidden"), "M011", "工作表“名单”"),
    ("hidden row", "xlsx", package.xlsx(package.row(1, "甲", hidden=True)), "M011", "工作表“名单”"),
    ("hidden slide", "pptx", package.pptx("甲", ' show="0"'), "M011", "第 1 张幻灯片"),
    (
        "number of 18 digits",
        "xlsx",
        package.xlsx(package.row(2, float(int(gate_marks.identity()[:17])) * 10)),
        "M012",
        "工作表“名单”单元格 A2",
    ),
    (
        "author",
        "docx",
        package.docx(**package.core_properties("creator", "张某某")),
        "M013",
        "文档属性“作者”",
    ),
    (
        "author of a PDF",
        "pdf",
        pdf.changed(pdf.with_body(""), pdf.metadata("/Author", "李某某")),
        "M013",
        "作者",
    ),
    ("author of an OFD", "ofd", package.ofd(info="<ofd:Author>张某某</ofd:Author>"), "M013", "作者"),
    (
        "another title",
        "pdf",
        pdf.changed(pdf.with_body(""), pdf.metadata("/Title", "关于给予赵某某处分的决定")),
        "M014",
        "标题",
    ),
    (
        "another document number",
        "pdf",
        pdf.changed(pdf.with_body(""), pdf.metadata("/Title", "示财密〔2025〕7号")),
        "M015",
        "标题",
    ),
    ("place of a photograph", "jpg", planted_files.jpeg(gps=True), "M016", "拍摄位置"),
    (
        "place, in a document",
        "docx",
        package.docx(**{"word/media/image1.jpeg": planted_files.jpeg(gps=True)}),
        "M016",
        "内的文件“image1.jpeg”的拍摄位置",
    ),
    (
        "place, in a PDF",
        "pdf",
        pdf.pdf(pdf.show(pdf.BODY), pictures=[planted_files.jpeg(gps=True)]),
        "M016",
        "第 1 页的图片",
    ),
    ("photographer", "jpg", planted_files.jpeg(artist="张某某"), "M017", "Artist"),
    ("picture", "png", planted_files.png(), "M018", ""),
    ("scan", "pdf", pdf.pdf("/I0 Do", pictures=[planted_files.jpeg()]), "M018", "第 1 页"),
    (
        "scanned second page",
        "pdf",
        pdf.pdf(pdf.show(pdf.BODY), "0 0 m " + "10 10 l " * 30 + "f"),
        "M018",
        "第 2 页",
    ),
    (
        "scanned OFD",
        "ofd",
        package.ofd(**package.ofd_page(1, '<ofd:ImageObject ID="3"/>')),
        "M018",
        "第 2 页",
    ),
    (
        "embedded object",
        "docx",
        package.docx(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}),
        "M018",
        "oleObject1.bin",
    ),
    (
        "template of a user",
        "docx",
        package.docx(
            **package.external_link("word/settings.xml", "attachedTemplate", "file:///Z:/zhang/a.dotm")
        ),
        "M019",
        "",
    ),
    ("data source", "xlsx", package.xlsx(**{"xl/connections.xml": "<connections/>"}), "M019", ""),
    ("word of hijacked pages", "docx", package.docx(package.paragraph("真人 娱乐")), "M020", "正文第 2 段"),
    ("program in an archive", "zip", package.zipped({"setup.exe": "MZ"}), "M021", "内的文件“setup.exe”"),
    ("old document in an archive", "zip", package.zipped({"a.doc": "x"}), "M021", "内的文件“a.doc”"),
    (
        "black box",
        "pdf",
        pdf.with_body("", pdf.show(pdf.BODY) + "\n" + pdf.black_box()),
        "M022",
        "第 1 页涂黑的部分",
    ),
    ("macros", "docx", package.docx(**{"word/vbaProject.bin": b"x"}), "M004", ""),
    ("macros by type", "docx", package.office("docx", {"word/document.xml": "<w/>"}, _MACRO), "M004", ""),
    ("script", "pdf", pdf.changed(pdf.with_body(""), pdf.script()), "M004", ""),
    ("locked PDF", "pdf", pdf.changed(pdf.with_body(""), pdf.locked("x")), "M001", ""),
    ("restricted PDF", "pdf", pdf.changed(pdf.with_body(""), pdf.locked("")), "M001", ""),
    ("locked OFD", "ofd", package.ofd(**{"Doc_0/Encryptions.xml": "<e/>"}), "M001", ""),
    (
        "locked Office file in an archive",
        "zip",
        package.zipped({"a.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
        "M001",
        "a.docx",
    ),
    ("workbook named docx", "docx", package.xlsx(), "M003", ""),
    ("archive named docx", "docx", package.zipped({"a.txt": "x"}), "M003", ""),
    ("docx named ofd", "ofd", package.docx(), "M003", ""),
    ("program named txt", "txt", b"MZ\0\0\0\x01", "M003", ""),
    ("wrong kind in an archive", "zip", package.zipped({"a.pdf": "<html>"}), "M003", "a.pdf"),
    ("torn archive", "docx", package.docx()[:-40], "M002", ""),
    ("torn PDF", "pdf", b"%PDF-1.4\n", "M002", ""),
    ("no picture", "jpg", b"\xff\xd8\xff\xe0", "M002", ""),
    (
        "declaration",
        "docx",
        package.docx(**{"word/footnotes.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "M002",
        "",
    ),
    ("no encoding", "txt", b"\xff\xfe\xff", "M002", ""),
    (
        "archive in an archive",
        "zip",
        package.zipped({"b.zip": package.zipped({"a.txt": "x"})}),
        "M005",
        "内的文件“b.zip”",
    ),
    ("parent folder", "zip", package.zipped({"../../a.txt": "x"}), "M007", ""),
    ("absolute path", "zip", package.zipped({"/etc/a.txt": "x"}), "M007", ""),
    ("drive", "zip", package.zipped({"C:/a.txt": "x"}), "M007", ""),
    ("backslashes", "zip", package.zipped({"..\\a.txt": "x"}), "M007", ""),
]
"""(name, ending, bytes, problem code, words of the place)."""

EXHAUSTING = [
    ("ratio", "docx", bomb(8), {}, {"M005"}),
    (
        "sum",
        "zip",
        package.zipped({f"{n}.txt": b"x" * (1 << 20) for n in range(9)}),
        {"unpacked": 5 << 20},
        {"M005"},
    ),
    ("part", "zip", package.zipped({"a.txt": b"x" * 2000}), {"part": 1000}, {"M005"}),
    ("members", "zip", package.zipped({f"{n}.txt": "x" for n in range(50)}), {"members": 40}, {"M005"}),
    (
        "large file in a PDF",
        "pdf",
        pdf.changed(pdf.with_body(""), pdf.attached("a.txt", b"x" * 5000)),
        {"unpacked": 4000},
        {"M005"},
    ),
    ("lie", "zip", _lying(), {}, {"M002", "M005"}),
    ("depth", "docx", _deep(), {}, {"M005"}),
    ("elements", "xlsx", package.xlsx(package.row(1, *"甲乙丙丁") * 400), {"elements": 2000}, {"M005"}),
    ("characters", "txt", "字\n".encode() * 5000, {"characters": 4000}, {"M005"}),
    ("pages", "pdf", pdf.pdf(*["0 g"] * 5), {"pages": 4}, {"M005"}),
    (
        "nesting",
        "zip",
        package.zipped(
            {
                "a.docx": package.docx(
                    **{"word/embeddings/b.docx": package.docx(**{"word/embeddings/c.xlsx": package.xlsx()})}
                )
            }
        ),
        {},
        {"M005"},
    ),
]
"""(name, ending, bytes, limits, codes of which one must be told)."""


def mutations(data, seed, count):
    """`count` damaged copies: bytes turned, cut, doubled, filled, or exchanged. The same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (a test's own, repeatable)
    for _ in range(count):
        made = bytearray(data)
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(len(made))
            size = chance.choice((1, 2, 16, 200))
            kind = chance.randrange(5)
            if kind == 0:
                made[at] ^= 1 << chance.randrange(8)
            elif kind == 1:
                del made[at : at + size]
            elif kind == 2:
                made[at:at] = made[at : at + size]
            elif kind == 3:
                made[at : at + size] = bytes([chance.choice((0, 255, 48, 60))]) * size
            else:
                other = chance.randrange(len(made))
                made[at : at + size] = made[other : other + size]
            if len(made) < 10:
                break
        yield bytes(made)

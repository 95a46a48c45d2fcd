"""Every place in every kind of file where a text can hide: (name, ending, maker of the bytes, words of the place)."""

import io

import package_maker as package
import pdf_maker as pdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo


def jpeg(description="", gps=False, artist="", size=(8, 8)):
    """A small photograph with EXIF."""
    picture = Image.new("RGB", size, (200, 10, 10))
    exif = Image.Exif()
    if description:
        exif[0x9C9C] = description.encode("utf-16-le") + b"\0\0"  # XPComment
    if artist:
        exif[0x013B] = artist
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 48.0, 0.0), 3: "E", 4: (87.0, 36.0, 0.0)})
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def png(text="", key="Description"):
    """A small picture with a text in its head."""
    info = PngInfo()
    if text:
        info.add_itxt(key, text)
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def _text_box(text):
    inner = f"<w:txbxContent>{package.paragraph(text)}</w:txbxContent>"
    return f"<w:p><w:r><w:pict>{inner}</w:pict></w:r></w:p>"


def _run(text, name="t"):
    return f"<w:r><w:{name}>{package.escape(text)}</w:{name}></w:r>"


_XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:dc="urn:dc"><dc:description><Alt><li>{}</li></Alt></dc:description></x:xmpmeta>'


def _with_xmp(text):
    def change(writer):
        from pypdf.generic import NameObject, StreamObject

        stream = StreamObject()
        stream.set_data(_XMP.format(package.escape(text)).encode())
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)

    return pdf.changed(pdf.with_body(""), change)


PLACES = [
    ("txt", "txt", lambda t: f"第一行\n{t}\n".encode(), "第 2 行"),
    ("txt in GBK", "txt", lambda t: f"第一行\n{t}\n".replace("\u200b", "").encode("gb18030"), "第 2 行"),
    ("csv", "csv", lambda t: f"序号,内容\n1,{t}\n".encode("utf-8-sig"), "第 2 行"),
    ("docx paragraph", "docx", lambda t: package.docx(package.paragraph(t)), "正文第 2 段"),
    ("docx, split runs", "docx", lambda t: package.docx(package.split_runs(t)), "正文第 2 段"),
    (
        "docx table",
        "docx",
        lambda t: package.docx(f"<w:tbl><w:tr><w:tc>{package.paragraph(t)}</w:tc></w:tr></w:tbl>"),
        "正文第 2 段",
    ),
    ("docx text box", "docx", lambda t: package.docx(_text_box(t)), "正文第"),
    ("docx header", "docx", lambda t: package.docx(**package.word_part("header1", t)), "页眉"),
    ("docx footer", "docx", lambda t: package.docx(**package.word_part("footer1", t)), "页脚"),
    ("docx footnote", "docx", lambda t: package.docx(**package.word_part("footnotes", t)), "脚注"),
    ("docx endnote", "docx", lambda t: package.docx(**package.word_part("endnotes", t)), "尾注"),
    ("docx comment", "docx", lambda t: package.docx(**package.word_part("comments", t)), "批注"),
    (
        "docx deletion",
        "docx",
        lambda t: package.docx(f'<w:p><w:del w:author="甲">{_run(t, "delText")}</w:del></w:p>'),
        "修订删去的文字",
    ),
    ("docx insertion", "docx", lambda t: package.docx(f"<w:p><w:ins>{_run(t)}</w:ins></w:p>"), "正文第 2 段"),
    (
        "docx hidden text",
        "docx",
        lambda t: package.docx(
            f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{package.escape(t)}</w:t></w:r></w:p>"
        ),
        "正文第 2 段",
    ),
    (
        "docx subject",
        "docx",
        lambda t: package.docx(**package.core_properties("subject", t)),
        "文档属性“主题”",
    ),
    ("docx custom property", "docx", lambda t: package.docx(**package.custom_property(t)), "文档属性“经办”"),
    (
        "docx, alternative text",
        "docx",
        lambda t: package.docx(
            f'<w:p><w:r><w:drawing><docPr descr="{package.escape(t)}"/></w:drawing></w:r></w:p>'
        ),
        "替代文字",
    ),
    ("xlsx cell", "xlsx", lambda t: package.xlsx(package.row(2, "甲", t)), "工作表“名单”单元格 B2"),
    (
        "xlsx shared string",
        "xlsx",
        lambda t: package.xlsx(package.row(2, "甲", (0,)), strings=[t]),
        "单元格 B2",
    ),
    ("xlsx, string of no cell", "xlsx", lambda t: package.xlsx(strings=[t]), "部件"),
    (
        "xlsx hidden sheet",
        "xlsx",
        lambda t: package.xlsx(package.row(1, t), "veryHidden"),
        "工作表“名单”单元格 A1",
    ),
    (
        "xlsx hidden column",
        "xlsx",
        lambda t: package.xlsx(
            package.row(2, "甲", t), extra='<cols><col min="2" max="2" hidden="1"/></cols>'
        ),
        "单元格 B2",
    ),
    ("xlsx hidden row", "xlsx", lambda t: package.xlsx(package.row(3, t, hidden=True)), "单元格 A3"),
    ("xlsx comment", "xlsx", lambda t: package.xlsx(**package.sheet_comment(t)), "单元格 B2 的批注"),
    (
        "xlsx header",
        "xlsx",
        lambda t: package.xlsx(
            extra=f"<headerFooter><oddHeader>{package.escape(t)}</oddHeader></headerFooter>"
        ),
        "工作表“名单”",
    ),
    (
        "xlsx defined name",
        "xlsx",
        lambda t: package.xlsx(
            names=f'<definedNames><definedName name="x">"{package.escape(t)}"</definedName></definedNames>'
        ),
        "定义的名称",
    ),
    (
        "xlsx keywords",
        "xlsx",
        lambda t: package.xlsx(**package.core_properties("keywords", t)),
        "文档属性“关键词”",
    ),
    (
        "xlsx pivot cache",
        "xlsx",
        lambda t: package.xlsx(
            **{
                "xl/pivotCache/pivotCacheDefinition1.xml": f'<x><sharedItems><s v="{package.escape(t)}"/></sharedItems></x>'
            }
        ),
        "部件",
    ),
    ("pptx slide", "pptx", package.pptx, "第 1 张幻灯片"),
    ("pptx notes", "pptx", lambda t: package.pptx(**package.notes(t)), "第 1 页备注"),
    ("pptx comment", "pptx", lambda t: package.pptx(**package.slide_comment(t)), "批注"),
    ("pptx hidden slide", "pptx", lambda t: package.pptx(t, ' show="0"'), "第 1 张幻灯片"),
    ("pdf text", "pdf", pdf.with_body, "第 1 页"),
    ("pdf, invisible", "pdf", lambda t: pdf.with_body(t, pdf.show(t, mode=3)), "第 1 页"),
    ("pdf, below a box", "pdf", lambda t: pdf.with_body(t, pdf.show(t) + "\n" + pdf.black_box()), "第 1 页"),
    ("pdf, letter by letter", "pdf", lambda t: pdf.with_body(t, pdf.show_apart(t)), "第 1 页"),
    ("pdf, second page", "pdf", lambda t: pdf.pdf(pdf.show(pdf.BODY), pdf.show(t), letters=t), "第 2 页"),
    ("pdf remark", "pdf", lambda t: pdf.changed(pdf.with_body(""), pdf.remark(t)), "第 1 页的批注"),
    (
        "pdf subject",
        "pdf",
        lambda t: pdf.changed(pdf.with_body(""), pdf.metadata("/Subject", t)),
        "文档属性“主题”",
    ),
    ("pdf XMP", "pdf", _with_xmp, "文档属性"),
    ("pdf field", "pdf", lambda t: pdf.changed(pdf.with_body(""), pdf.field(t)), "表单域"),
    ("pdf bookmark", "pdf", lambda t: pdf.changed(pdf.with_body(""), pdf.outline(t)), "书签"),
    (
        "pdf, embedded file",
        "pdf",
        lambda t: pdf.changed(pdf.with_body(""), pdf.attached("a.txt", t.encode())),
        "内的文件“a.txt”的第 1 行",
    ),
    ("ofd page", "ofd", lambda t: package.ofd(package.text_object(t)), "第 1 页"),
    (
        "ofd, in pieces",
        "ofd",
        lambda t: package.ofd("".join(package.text_object(c, x=20 + 3 * n, y=50) for n, c in enumerate(t))),
        "第 1 页",
    ),
    (
        "ofd property",
        "ofd",
        lambda t: package.ofd(info=f"<ofd:Subject>{package.escape(t)}</ofd:Subject>"),
        "主题",
    ),
    (
        "ofd attachment",
        "ofd",
        lambda t: package.ofd(**package.ofd_attachment("a.txt", t.encode())),
        "内的文件“a.txt”",
    ),
    (
        "ofd template",
        "ofd",
        lambda t: package.ofd(
            **{
                "Doc_0/TPLS/TPL_0/Content.xml": f'<ofd:Page xmlns:ofd="urn:o">{package.text_object(t)}</ofd:Page>'
            }
        ),
        "第 1 页",
    ),
    ("zip: txt", "zip", lambda t: package.zipped({"名单/一.txt": t}), "内的文件“名单/一.txt”的第 1 行"),
    (
        "zip: docx",
        "zip",
        lambda t: package.zipped({"a.docx": package.docx(package.paragraph(t))}),
        "内的文件“a.docx”的正文第 2 段",
    ),
    ("zip: name of a member", "zip", lambda t: package.zipped({f"{t}.txt": BODY_BYTES}), "内的文件名"),
    ("jpg comment", "jpg", jpeg, "图片信息“XPComment”"),
    ("png text", "png", png, "图片信息“Description”"),
]
BODY_BYTES = package.BODY.encode()

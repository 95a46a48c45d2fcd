"""Office and OFD files made at run time, with a text at the place that a test asks for."""

import io
import zipfile
from xml.sax.saxutils import escape

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
BODY = "这是一份公开的通知，请遵照执行。"


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    """A zip archive of {name: text or bytes}, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = compression
            archive.writestr(entry, content)
    return buffer.getvalue()


def office(kind, parts, main_type=""):
    """An office package of `parts`, with its types and relationships."""
    path, name = _MAIN[kind]
    whole = main_type or f"application/vnd.openxmlformats-officedocument.{name}.main+xml"
    types = f'{_XML}<Types><Override PartName="/{path}" ContentType="{whole}"/></Types>'
    rels = f'{_XML}<Relationships><Relationship Id="r1" Type="{_TYPES}/officeDocument" Target="{path}"/></Relationships>'
    return zipped({"[Content_Types].xml": types, "_rels/.rels": rels, **parts})


def paragraph(text):
    """A paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def split_runs(text):
    """A paragraph of one run a character, as editing leaves it."""
    return "<w:p>" + "".join(f"<w:r><w:t>{escape(c)}</w:t></w:r>" for c in text) + "</w:p>"


def docx(inner="", **parts):
    """A Word document whose body ends with `inner`; `parts` are further parts by name."""
    body = f"{_XML}<w:document {_W}><w:body>{paragraph(BODY)}{inner}</w:body></w:document>"
    return office("docx", {"word/document.xml": body, **parts})


def word_part(kind, text):
    """{name: XML} of a header, footer, footnotes, endnotes or comments part."""
    element = {"header1": "hdr", "footer1": "ftr", "footnotes": "footnotes", "endnotes": "endnotes"}.get(kind)
    if kind == "comments":
        inner = f'<w:comment w:id="1" w:author="审核人">{paragraph(text)}</w:comment>'
        return {"word/comments.xml": f"{_XML}<w:comments {_W}>{inner}</w:comments>"}
    return {f"word/{kind}.xml": f"{_XML}<w:{element} {_W}>{paragraph(text)}</w:{element}>"}


def core_properties(element, text):
    """{name: XML} of docProps/core.xml with one property."""
    space = 'xmlns:cp="urn:cp" xmlns:dc="urn:dc"'
    return {
        "docProps/core.xml": f"{_XML}<cp:coreProperties {space}><dc:{element}>{escape(text)}</dc:{element}></cp:coreProperties>"
    }


def custom_property(text):
    """{name: XML} of docProps/custom.xml with one property."""
    inner = f'<property pid="2" name="经办"><vt:lpwstr>{escape(text)}</vt:lpwstr></property>'
    return {"docProps/custom.xml": f'{_XML}<Properties xmlns:vt="urn:vt">{inner}</Properties>'}


def external_link(part, kind, target):
    """{name: XML} of a part's relationships with one that leads outside."""
    folder, _, name = part.rpartition("/")
    held = f'<Relationship Id="x1" Type="{_TYPES}/{kind}" Target="{escape(target)}" TargetMode="External"/>'
    return {f"{folder}/_rels/{name}.rels": f"{_XML}<Relationships>{held}</Relationships>"}


def xlsx(cells="", state="visible", extra="", names="", strings=(), **parts):
    """A workbook with a visible sheet and, in `cells` (XML of rows), a sheet 名单 of this state."""
    sheets = f'<sheet name="说明" sheetId="1" r:id="r1"/><sheet name="名单" sheetId="2" state="{state}" r:id="r2"/>'
    book = f"{_XML}<workbook {_S}><sheets>{sheets}</sheets>{names}</workbook>"
    rels = "".join(
        f'<Relationship Id="r{n}" Type="{_TYPES}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in (1, 2)
    )
    first = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{BODY}</t></is></c></row>'
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    return office(
        "xlsx",
        {
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": f"{_XML}<Relationships>{rels}</Relationships>",
            "xl/worksheets/sheet1.xml": f"{_XML}<worksheet {_S}><sheetData>{first}</sheetData></worksheet>",
            "xl/worksheets/sheet2.xml": f"{_XML}<worksheet {_S}>{extra}<sheetData>{cells}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"{_XML}<sst {_S}>{shared}</sst>",
            **parts,
        },
    )


def row(number, *values, hidden=False):
    """A row of cells: texts inline, numbers as stored, (index,) as a shared string."""
    cells = []
    for column, value in zip("ABCDEFGHIJ", values, strict=False):
        place = f"{column}{number}"
        if isinstance(value, str):
            cells.append(f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        elif isinstance(value, tuple):
            cells.append(f'<c r="{place}" t="s"><v>{value[0]}</v></c>')
        elif value is not None:
            cells.append(f'<c r="{place}"><v>{value}</v></c>')
    hiding = ' hidden="1"' if hidden else ""
    return f'<row r="{number}"{hiding}>{"".join(cells)}</row>'


def sheet_comment(text):
    """{name: XML} of a comment on cell B2 of the sheet 名单."""
    comment = f'<comment ref="B2" authorId="0"><text><r><t>{escape(text)}</t></r></text></comment>'
    rels = f'<Relationship Id="r9" Type="{_TYPES}/comments" Target="../comments1.xml"/>'
    return {
        "xl/comments1.xml": f"{_XML}<comments {_S}><authors><author/></authors><commentList>{comment}</commentList></comments>",
        "xl/worksheets/_rels/sheet2.xml.rels": f"{_XML}<Relationships>{rels}</Relationships>",
    }


def pptx(text="", attributes="", **parts):
    """A presentation of one slide."""
    lines = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in (BODY, text) if line)
    slide = f"{_XML}<p:sld {_P}{attributes}><p:sp><p:txBody>{lines}</p:txBody></p:sp></p:sld>"
    show = f"{_XML}<p:presentation {_P}/>"
    return office("pptx", {"ppt/presentation.xml": show, "ppt/slides/slide1.xml": slide, **parts})


def notes(text):
    """{name: XML} of the notes of the first slide."""
    inner = f"<a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>"
    return {"ppt/notesSlides/notesSlide1.xml": f"{_XML}<p:notes {_P}>{inner}</p:notes>"}


def slide_comment(text):
    """{name: XML} of a comment on a slide."""
    inner = f"<p:cm><p:text>{escape(text)}</p:text></p:cm>"
    return {"ppt/comments/comment1.xml": f"{_XML}<p:cmLst {_P}>{inner}</p:cmLst>"}


_O = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text_object(text, x=30, y=40):
    """A piece of print in an OFD page."""
    code = f'<ofd:TextCode X="0" Y="4">{escape(text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="9" Boundary="{x} {y} 100 6" Font="3" Size="4">{code}</ofd:TextObject>'


def ofd(content=None, info="", **parts):
    """An OFD file of one page with `content` (XML of objects)."""
    inner = text_object(BODY, y=20) + (content or "")
    held = f"<ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    root = f"{_XML}<ofd:OFD {_O}><ofd:DocBody>{held}</ofd:DocBody></ofd:OFD>"
    return zipped(
        {"OFD.xml": root, "Doc_0/Document.xml": f"{_XML}<ofd:Document {_O}/>", **ofd_page(0, inner), **parts}
    )


def ofd_page(number, inner):
    """{name: XML} of a page."""
    page = f"{_XML}<ofd:Page {_O}><ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content></ofd:Page>"
    return {f"Doc_0/Pages/Page_{number}/Content.xml": page}


def ofd_attachment(name, data):
    """{name: content} of a file attached to an OFD."""
    listed = f'<ofd:Attachment ID="1" Name="{name}"><ofd:FileLoc>Doc_0/Attachs/{name}</ofd:FileLoc></ofd:Attachment>'
    return {
        "Doc_0/Attachs/Attachments.xml": f"{_XML}<ofd:Attachments {_O}>{listed}</ofd:Attachments>",
        f"Doc_0/Attachs/{name}": data,
    }

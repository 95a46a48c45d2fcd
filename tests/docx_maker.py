"""Word files made part by part, so that a test shows what is in them; invented content only."""

import base64
import io
import zipfile
from xml.sax.saxutils import escape

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot."""

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Default Extension="emf" ContentType="image/x-emf"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_ROOT = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text, *, centred=False, style="", bold=False):
    """A paragraph as document.xml holds it."""
    look = ('<w:jc w:val="center"/>' if centred else "") + (f'<w:pStyle w:val="{style}"/>' if style else "")
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:pPr>{look}</w:pPr><w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*rows):
    """A table; a cell is its text, or (text, columns it spans)."""

    def cell(content):
        text, span = content if isinstance(content, tuple) else (content, 1)
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph(text)}</w:tc>'

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def picture(relation, words=""):
    """A picture in a paragraph of its own; `relation` is its id among the document's relations."""
    return (
        f'<w:p><w:r><w:drawing {_DRAWING}><wp:inline><wp:docPr id="1" name="" descr="{escape(words)}"/>'
        f'<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def notice():
    """The paragraphs of a short notice, as an office writes it."""
    return [
        paragraph("示例市工业和信息化局", centred=True),
        paragraph("关于举办技能比赛的通知", centred=True),
        paragraph("示工信发〔2026〕7号", centred=True),
        paragraph("各有关单位："),
        paragraph("为提高从业人员技能水平，定于六月举办技能比赛，现将有关事项通知如下。"),
        paragraph("一、报名条件", bold=True),
        paragraph("在本市注册的工业企业均可报名。"),
        paragraph("示例市工业和信息化局"),
        paragraph("2026年5月20日"),
    ]


def docx(parts, *, media=None, notes=None, document=None, extra=None):
    """The bytes of a Word file. `media` maps names to bytes and numbers them rId10, rId11 … in order."""
    media = media or {}
    body = f"<w:document {_W} {_R}><w:body>{''.join(parts)}</w:body></w:document>"
    links = [
        f'<Relationship Id="rId{10 + n}" Type="{_RELATION}/image" Target="media/{name}"/>'
        for n, name in enumerate(media)
    ]
    if notes:
        links.append(f'<Relationship Id="rId1" Type="{_RELATION}/footnotes" Target="footnotes.xml"/>')
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/document.xml": document or body,
        "word/_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{''.join(links)}</Relationships>"
        ),
        **{f"word/media/{name}": data for name, data in media.items()},
        **({"word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>"} if notes else {}),
        **(extra or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()

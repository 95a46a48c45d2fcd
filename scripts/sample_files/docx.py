"""Blocks → a Word document: headings, paragraphs and bordered tables, in styles a screen reader knows."""

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from sample_files.archive import write_archive
from sample_files.blocks import Block

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TEXT_WIDTH = 8844  # twentieths of a point: A4 less margins of 28 and 26 mm

CONTENT_TYPES = f"""{XML}<Types xmlns="{PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
<Override PartName="/docProps/core.xml" \
ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"""

RELATIONS = f"""{XML}<Relationships xmlns="{PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
</Relationships>"""

DOCUMENT_RELATIONS = f"""{XML}<Relationships xmlns="{PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{OFFICE}/relationships/styles" Target="styles.xml"/></Relationships>"""


def write_docx(path: Path, blocks: list[Block], author: str) -> None:
    """Write `blocks` as a .docx file whose metadata holds the title and the office, and no person."""
    title = next((block.text for block in blocks if block.kind == "title"), "")
    body = "".join(_set(block) for block in blocks)
    document = (
        f'{XML}<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" '
        'w:gutter="0"/></w:sectPr></w:body></w:document>'
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/styles.xml": _styles(),
        "docProps/core.xml": _properties(title, author),
    }
    write_archive(path, {name: text.encode() for name, text in parts.items()})


def _set(block: Block) -> str:
    if block.kind == "table":
        return _table(block)
    style = {"title": "Title", "heading": f"Heading{block.level - 1}", "paragraph": "Normal"}[block.kind]
    return _paragraph(block.text, style)


def _paragraph(text: str, style: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _table(block: Block) -> str:
    columns = max(len(row) for row in block.rows)
    widths = _widths(block, columns)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(
        _row(row, widths, is_header=block.header and number == 0) for number, row in enumerate(block.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>" + _paragraph("", "Normal")
    )


def _widths(block: Block, columns: int) -> list[int]:
    """Column widths: a form of two columns gives most room to the answer."""
    if columns == 2 and not block.header:  # noqa: PLR2004 (label and answer)
        return [TEXT_WIDTH // 3, TEXT_WIDTH - TEXT_WIDTH // 3]
    return [TEXT_WIDTH // columns] * columns


def _row(cells: Iterable[str], widths: list[int], *, is_header: bool) -> str:
    style = "TableHead" if is_header else "TableText"
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell, style)}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    mark = "<w:tblHeader/>" if is_header else ""
    return f'<w:tr><w:trPr><w:trHeight w:val="480" w:hRule="atLeast"/>{mark}</w:trPr>{filled}</w:tr>'


def _styles() -> str:
    styles = (
        # id, name, font, half points, alignment, first-line indent in characters / 100, bold
        ("Normal", "Normal", "仿宋", 28, "both", 200, False),
        ("Title", "Title", "宋体", 40, "center", 0, True),
        ("Heading1", "heading 1", "黑体", 30, "left", 0, False),
        ("Heading2", "heading 2", "楷体", 28, "left", 0, True),
        ("Heading3", "heading 3", "仿宋", 28, "left", 0, True),
        ("TableText", "Table Text", "宋体", 22, "left", 0, False),
        ("TableHead", "Table Head", "黑体", 22, "center", 0, False),
    )
    return (
        f'{XML}<w:styles xmlns:w="{WORD}">'
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="{identifier}"{_default(identifier)}>'
            f'<w:name w:val="{name}"/>'
            f'<w:pPr><w:spacing w:before="60" w:after="60"/><w:ind w:firstLineChars="{indent}" '
            f'w:firstLine="{indent * size // 20}"/><w:jc w:val="{align}"/></w:pPr>'
            f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
            f'{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:style>'
            for identifier, name, font, size, align, indent, bold in styles
        )
        + "</w:styles>"
    )


def _default(identifier: str) -> str:
    return ' w:default="1"' if identifier == "Normal" else ""


def _properties(title: str, author: str) -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )

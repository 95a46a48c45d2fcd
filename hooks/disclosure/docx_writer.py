"""Printed forms as Word files (.docx): paragraphs, tables and a footer, with the same bytes for the same content.

Only what a form needs is written, by hand: a library would stamp the hour into the archive and bring a second
XML parser with it.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

Align = Literal["left", "center", "right"]
Down = Literal["", "restart", "continue"]
"""A cell over several rows begins, or goes on with the one above (合并单元格)."""

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONTS = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{0}" w:cs="Times New Roman"/>'
)
_SONG, _HEI = "宋体", "黑体"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 11906, 16838, 1134
"""A4, and margins of 2 cm, in twentieths of a point."""
_EPOCH = (2000, 1, 1, 0, 0, 0)
_BODY_SIZE = 10.5
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; each line of its text is a paragraph. `span` is how many columns it covers.

    `down`: the cell begins one over several rows, or goes on with the one above (合并单元格). `size` in points.
    """

    text: str
    span: int = 1
    bold: bool = False
    align: Align = "left"
    down: Down = ""
    size: float = _BODY_SIZE


@dataclass(frozen=True, slots=True)
class Row:
    """A row that never breaks over two pages; `height` in points at least, `head`: again on each page."""

    cells: tuple[Cell, ...]
    height: float = 0
    head: bool = False


def paragraph(
    text: str,
    *,
    size: float = _BODY_SIZE,
    bold: bool = False,
    align: Align = "left",
    before: float = 0,
    after: float = 0,
    with_next: bool = False,
) -> str:
    """A paragraph; sizes and distances in points. `with_next` keeps it on the page of what follows."""
    keep = "<w:keepNext/>" if with_next else ""
    space = f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'
    look = f'<w:pPr>{keep}{space}<w:jc w:val="{align}"/></w:pPr>'
    return f"<w:p>{look}{_run(text, size, bold=bold)}</w:p>"


def table(rows: Sequence[Row], widths: Sequence[int]) -> str:
    """A table with lines around every cell, on one page where it fits on one.

    `widths` of its columns are in twentieths of a point.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    look = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    body = "".join(_row(row, widths, with_next=row is not rows[-1]) for row in rows)
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def write_docx(parts: Sequence[str], footer: str) -> bytes:
    """The bytes of a Word file with these paragraphs and tables; `footer` stands before the page's number."""
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>'
        f'<w:pgSz w:w="{_PAGE_WIDTH}" w:h="{_PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}"'
        ' w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    numbers = (
        _run(f"{footer}    第 ", 9, bold=False)
        + _field("PAGE")
        + _run(" 页，共 ", 9, bold=False)
        + _field("NUMPAGES")
        + _run(" 页", 9, bold=False)
    )
    foot = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{numbers}</w:p>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_TYPES}.footer+xml"/></Types>',
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{''.join(parts)}{page}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations("footer", "footer1.xml"),
        "word/footer1.xml": f"<w:ftr {_W}>{foot}</w:ftr>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0  # else the archive tells on which system it was made
            package.writestr(entry, (_HEAD + text).encode("utf-8"), zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()


def _row(row: Row, widths: Sequence[int], *, with_next: bool) -> str:
    look = "<w:cantSplit/>"
    if row.height:
        look += f'<w:trHeight w:val="{round(row.height * 20)}" w:hRule="atLeast"/>'
    if row.head:
        look += "<w:tblHeader/>"
    cells, column = [], 0
    for cell in row.cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merged = f'<w:vMerge w:val="{cell.down}"/>' if cell.down else ""
        place = (
            f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}<w:vAlign w:val="center"/></w:tcPr>'
        )
        lines = "".join(
            paragraph(line, size=cell.size, bold=cell.bold, align=cell.align, with_next=with_next)
            for line in cell.text.split("\n")
        )
        cells.append(f"<w:tc>{place}{lines}</w:tc>")
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def _run(text: str, size: float, *, bold: bool) -> str:
    fonts = _FONTS.format(_HEI if bold else _SONG)
    weight = "<w:b/>" if bold else ""
    look = (
        f'<w:rPr>{fonts}{weight}<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>'
    )
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(_UNPRINTABLE.sub("", text))}</w:t></w:r>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_run("1", 9, bold=False)}</w:fldSimple>'


def _relations(kind: str, target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{_RELATION}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'

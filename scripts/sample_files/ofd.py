"""Blocks → an OFD file (GB/T 33190): A4 pages of text objects whose words can be searched and selected."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from sample_files.archive import write_archive
from sample_files.blocks import Block

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
WIDTH, HEIGHT = 210.0, 297.0  # millimetres, as all lengths here
LEFT, RIGHT, TOP, BOTTOM = 28.0, 26.0, 37.0, 35.0
TITLE_SIZE, TEXT_SIZE, TABLE_SIZE = 7.76, 5.64, 3.7  # 22, 16 and 10.5 point
LEADING = 1.7
SONG, HEI = 2, 3
"""Resource ids of the two fonts; the reader's own are used, none is embedded."""
FIRST_ID = 10


@dataclass
class Line:
    """One line of text on a page."""

    text: str
    size: float
    font: int
    left: float


@dataclass
class Page:
    """The text objects of one page, and how far down it is filled."""

    lines: list[tuple[Line, float]] = field(default_factory=list)
    y: float = TOP


def write_ofd(path: Path, blocks: list[Block], author: str) -> None:
    """Write `blocks` as an OFD file; a table row becomes one line with its cells apart."""
    pages = [Page()]
    for line in (line for block in blocks for line in _lines(block)):
        step = line.size * LEADING
        if pages[-1].y + step > HEIGHT - BOTTOM:
            pages.append(Page())
        pages[-1].lines.append((line, pages[-1].y))
        pages[-1].y += step
    title = next((block.text for block in blocks if block.kind == "title"), "")
    identifier = FIRST_ID + len(pages)
    contents = {}
    for number, page in enumerate(pages):
        contents[f"Doc_0/Pages/Page_{number}/Content.xml"], identifier = _page(page, identifier)
    parts = {
        "OFD.xml": _root(title, author),
        "Doc_0/Document.xml": _document(len(pages), identifier),
        "Doc_0/PublicRes.xml": _resources(),
        **contents,
    }
    write_archive(path, {name: text.encode() for name, text in parts.items()})


def advance(text: str, size: float) -> list[float]:
    """How far each character moves the pen: half a square for ASCII."""
    return [size / 2 if character.isascii() else size for character in text]


def _lines(block: Block) -> Iterator[Line]:
    if block.kind == "table":
        rows = ["　".join(cell for cell in row if cell) for row in block.rows]
        for row in rows:
            yield from _wrap(row, TABLE_SIZE, SONG)
        return
    if block.kind == "title":
        for line in _wrap(block.text, TITLE_SIZE, HEI):
            line.left = (WIDTH - sum(advance(line.text, line.size))) / 2
            yield line
        yield Line("", TEXT_SIZE, SONG, LEFT)
        return
    font = HEI if block.kind == "heading" and block.level <= 2 else SONG  # noqa: PLR2004 (the top heading)
    yield from _wrap(f"　　{block.text}", TEXT_SIZE, font)


def _wrap(text: str, size: float, font: int) -> Iterator[Line]:
    room, line = WIDTH - LEFT - RIGHT, ""
    for character in text:
        if sum(advance(line + character, size)) > room and character not in "，。；：、）》”":
            yield Line(line, size, font, LEFT)
            line = ""
        line += character
    yield Line(line, size, font, LEFT)


def _page(page: Page, identifier: int) -> tuple[str, int]:
    objects = []
    layer = identifier
    for line, y in page.lines:
        if not line.text:
            continue
        identifier += 1
        steps = advance(line.text, line.size)
        gaps = " ".join(f"{step:g}" for step in steps[:-1])
        delta = f' DeltaX="{gaps}"' if gaps else ""
        box = f"{line.left:.2f} {y:.2f} {sum(steps):.2f} {line.size * 1.2:.2f}"
        objects.append(
            f'<ofd:TextObject ID="{identifier}" Boundary="{box}" Font="{line.font}" Size="{line.size}">'
            f'<ofd:TextCode X="0" Y="{line.size:g}"{delta}>{escape(line.text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )
    content = (
        f"{XML}<ofd:Page {SPACE}><ofd:Content>"
        f'<ofd:Layer ID="{layer}">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )
    return content, identifier + 1


def _root(title: str, author: str) -> str:
    # The document id must be unique to the document and the same in each run.
    identifier = hashlib.sha256(title.encode()).hexdigest()[:32]
    return (
        f'{XML}<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{identifier}</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title>"
        f"<ofd:Author>{escape(author)}</ofd:Author><ofd:CreationDate>2026-01-01</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: int, largest: int) -> str:
    listed = "".join(
        f'<ofd:Page ID="{FIRST_ID + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(pages)
    )
    return (
        f"{XML}<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>{largest}</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _resources() -> str:
    return (
        f'{XML}<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts>'
        f'<ofd:Font ID="{SONG}" FontName="宋体" FamilyName="宋体"/>'
        f'<ofd:Font ID="{HEI}" FontName="黑体" FamilyName="黑体"/></ofd:Fonts></ofd:Res>'
    )

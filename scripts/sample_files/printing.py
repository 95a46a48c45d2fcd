"""Print blocks to PDF and HTML drawings to PNG with a Chromium, and take out what tells when and by whom."""

import re
import subprocess
import tempfile
from html import escape
from pathlib import Path

from sample_files.blocks import Block

# One face in one weight: Chromium writes the outline of every character once for each face it stands in.
STYLE = """@page{size:A4;margin:32mm 26mm 30mm 28mm}
body{font:14pt/1.75 "Noto Sans CJK SC",sans-serif;color:#000}
h1,h2,h3,h4,th{font-weight:400}
h1{font-size:20pt;text-align:center;line-height:1.4}
h2,h3,h4{font-size:15pt;break-after:avoid;margin:.6em 0}
p{text-indent:2em;margin:.3em 0}
table{border-collapse:collapse;width:100%;font-size:10.5pt;line-height:1.4;margin:.5em 0}
th,td{border:.5pt solid #000;padding:2pt 4pt;text-align:left}
th{text-align:center}
tr{break-inside:avoid}"""
DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)(\d{14})")
MAKER = re.compile(rb"/(?:Creator|Producer) \((?:[^()\\]|\\.)*\)")


def print_pdf(browser: Path, path: Path, blocks: list[Block]) -> None:
    """Write `blocks` as a PDF with selectable text; date and maker are blanked in place."""
    title = next((block.text for block in blocks if block.kind == "title"), "")
    page = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style>{''.join(_set(block) for block in blocks)}</html>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        _run(browser, source, f"--print-to-pdf={path}", "--no-pdf-header-footer")
    path.write_bytes(_anonymous(path.read_bytes()))


def draw_png(browser: Path, path: Path, source: Path) -> None:
    """Write the drawing `source`, an HTML file whose body has a fixed size, as a PNG of that size."""
    size = re.search(r"width:(\d+)px;height:(\d+)px", source.read_text(encoding="utf-8"))
    if not size:
        message = f"{source} names no size"
        raise ValueError(message)
    _run(browser, source, f"--screenshot={path}", f"--window-size={size[1]},{size[2]}", "--hide-scrollbars")


def _run(browser: Path, source: Path, *options: str) -> None:
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", *options, source.as_uri()]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


def _anonymous(data: bytes) -> bytes:
    """The same PDF with every replaced part as long as before, so that the cross-reference table holds."""
    data = DATE.sub(lambda found: found[1] + b"20260101000000", data)
    return MAKER.sub(lambda found: b" " * len(found[0]), data)


def _set(block: Block) -> str:
    if block.kind == "table":
        rows = []
        for number, row in enumerate(block.rows):
            tag = "th" if block.header and number == 0 else "td"
            rows.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
        return f"<table>{''.join(rows)}</table>"
    tag = {"title": "h1", "heading": f"h{block.level}", "paragraph": "p"}[block.kind]
    return f"<{tag}>{escape(block.text)}</{tag}>"

"""Make the attachments and pictures of the sample office anew, with the same bytes in every run.

Most are set from the item they belong to, the forms and drafts from scripts/sample_files/sources/. PDF and
PNG need a Chromium and its Chinese fonts, and another version of it draws other bytes: they are made with
`--browser` only.
"""

import sys
import tempfile
from pathlib import Path

from browser import ensure_browser
from environment import ROOT
from sample_files.archive import write_archive
from sample_files.blocks import Block, read_item, read_source
from sample_files.docx import write_docx
from sample_files.ofd import write_ofd
from sample_files.printing import draw_png, print_pdf
from sample_files.xlsx import write_xlsx

SOURCES = Path(__file__).with_name("sample_files") / "sources"
AUTHOR = "示例市工业和信息化局"

FROM_ITEM = (
    "2024-00002/voucher-measures.pdf",
    "2025-00002/budget-2025.xlsx",
    "2025-00007/measures.pdf",
    "2025-00007/measures.ofd",
    "2025-00013/final-accounts-2024.xlsx",
    "2025-00016/posts-2025.xlsx",
    "2026-00004/annual-2025.xlsx",
    "2026-00005/budget-2026.xlsx",
    "2026-00009/projects-2026.xlsx",
    "2026-00019/firms-2026.xlsx",
    "2026-00020/measures.pdf",
    "2026-00028/final-accounts-2025.xlsx",
    "2026-00028/final-accounts-2025.pdf",
    "2026-00030/plan-2026-2030.pdf",
    "2026-00030/plan-2026-2030.ofd",
    "2026-00036/output-2026-09.xlsx",
    "2026-00037/call-2027.pdf",
)
FROM_SOURCE = (
    "2024-00006/disclosure-request.docx",
    "2026-00010/self-assessment.xlsx",
    "2026-00014/draft-measures.docx",
    "2026-00014/opinion-form.docx",
    "2026-00021/diagnosis-chart.png",
    "2026-00021/process.png",
    "2026-00023/disclosure-request.docx",
    "2026-00023/correction-request.docx",
    "2026-00023/technology-centre.docx",
    "2026-00023/radio-station.docx",
    "2026-00029/energy-review.docx",
    "2026-00038/draft-technology-centre.docx",
)
PACKS = ("2025-00014/application-pack-2025.zip", "2026-00037/application-pack-2027.zip")
PACKED = (
    ("call-application", "1-申报书.docx"),
    ("call-commitment", "2-信用承诺书.docx"),
    ("call-equipment", "3-设备清单和发票明细表.xlsx"),
)


def main(arguments: list[str]) -> int:
    """Write every file that this run can make; 2 for an unknown argument."""
    if arguments not in ([], ["--browser"]):
        print("用法：python scripts/make_sample_files.py [--browser]", file=sys.stderr)
        return 2
    browser = ensure_browser() if arguments else None
    for name in FROM_ITEM:
        item, path = place(name)
        text = (ROOT / "content" / "items" / item[:4] / f"{item}.md").read_text(encoding="utf-8")
        write(path, read_item(text), browser)
    for name in FROM_SOURCE:
        _, path = place(name)
        if path.suffix != ".png":
            write(path, source_blocks(path.stem), browser)
        elif browser:
            draw_png(browser, path, SOURCES / f"{path.stem}.html")
    for name in PACKS:
        write_pack(place(name)[1])
    return 0


def place(name: str) -> tuple[str, Path]:
    """The item's id and the file's path, of a name such as 2026-00030/plan.pdf; makes the folder."""
    item, file = name.split("/")
    folder = ROOT / "content" / "files" / item[:4] / item
    folder.mkdir(parents=True, exist_ok=True)
    return item, folder / file


def source_blocks(stem: str) -> list[Block]:
    """The blocks of a form or draft."""
    return read_source((SOURCES / f"{stem}.md").read_text(encoding="utf-8"))


def write(path: Path, blocks: list[Block], browser: Path | None) -> None:
    """Write `blocks` in the format that the file's ending names; a PDF only where there is a browser."""
    if path.suffix != ".pdf":
        {".docx": write_docx, ".xlsx": write_xlsx, ".ofd": write_ofd}[path.suffix](path, blocks, AUTHOR)
    elif browser:
        print_pdf(browser, path, blocks)


def write_pack(path: Path) -> None:
    """Write the zip file of forms that a call for applications offers."""
    with tempfile.TemporaryDirectory() as folder:
        for stem, name in PACKED:
            write(Path(folder, name), source_blocks(stem), None)
        write_archive(path, {name: Path(folder, name).read_bytes() for _, name in PACKED})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A printed item: an A4 document with its address, a QR code of it, and no furniture of the screen (design 8)."""

import shutil
import subprocess

import pytest

COLOURS = "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
ITEM = "items/2025/2025-00007.html"
ADDRESS = "https://gxj.example.gov.cn/zfxxgk/items/2025/2025-00007.html"
DRAWN = "() => document.querySelector('.origin-code svg path').getAttribute('d')"


@pytest.fixture
def paper(new_page):
    page = new_page()
    page.goto(ITEM)
    page.emulate_media(media="print")
    return page


def read_code(path, quiet=4):
    """Read a drawn QR code of version 4-M (33 modules; two blocks of 32 bytes) as a scanner would, errors apart."""
    places = (part.split("h")[0].split(" ") for part in path.split("M") if part)
    dark = {(int(row) - quiet, int(column) - quiet) for column, row in places}
    corners = ((0, 0), (0, 25), (25, 0))
    fixed = {(r + y, c + x) for r, c in corners for y in range(9) for x in range(9)}
    fixed |= {(6, k) for k in range(33)} | {(k, 6) for k in range(33)}
    fixed |= {(r, c) for r in range(24, 29) for c in range(24, 29)}
    number = sum(((8, c) in dark) << (4 - c) for c in (2, 3, 4)) ^ 0b101
    flips = [
        lambda r, c: (r + c) % 2,
        lambda r, _: r % 2,
        lambda _, c: c % 3,
        lambda r, c: (r + c) % 3,
        lambda r, c: (r // 2 + c // 3) % 2,
        lambda r, c: r * c % 2 + r * c % 3,
        lambda r, c: (r * c % 2 + r * c % 3) % 2,
        lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
    ]
    bits = []
    for turn, right in enumerate((*range(32, 6, -2), 5, 3, 1)):
        for row in range(33) if turn % 2 else range(32, -1, -1):
            places = [(row, column) for column in (right, right - 1) if (row, column) not in fixed]
            bits += [(place in dark) ^ (not flips[number](*place)) for place in places]
    codewords = [int("".join(str(int(bit)) for bit in bits[n : n + 8]), 2) for n in range(0, 512, 8)]
    text = "".join(f"{byte:08b}" for byte in (*codewords[::2], *codewords[1::2]))
    assert "0100" == text[:4], "the code must be in byte mode"
    length = int(text[4:12], 2)
    return bytes(int(text[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode("ascii")


def test_text_of_the_page(paper):
    """The address, the head's fields, the whole text, the files with their digests: all of it is on paper."""
    text = paper.locator("body").inner_text()
    for part in (
        f"网上原文：{ADDRESS}",
        "索引号",
        "示工信规〔2025〕1号",
        "第二十条",
        "提供科室",
        "SHA-256",
    ):
        assert part in text, f"the printed page must hold {part}"


def test_furniture_stays_on_screen(paper):
    """Navigation, search, buttons and the foot are no part of the document."""
    for part in (
        ".columns",
        ".masthead__search",
        ".tools",
        ".actions",
        ".colophon",
        ".neighbours",
        ".breadcrumbs",
    ):
        assert 0 == paper.locator(f"{part}:visible").count(), f"{part} must not be printed"


def test_code_holds_the_address(paper):
    """What a phone reads from paper is the item's own address, from a code large enough to be read."""
    assert paper.locator(".origin-code svg").bounding_box()["width"] >= 90, "scanning from paper needs 25 mm"
    assert ADDRESS == read_code(paper.evaluate(DRAWN)), "the code must hold the item's address"


def test_pdf(new_page, tmp_path):
    """The browser's own PDF is A4 and of text, so that it can be searched and read aloud."""
    page = new_page()
    page.goto(ITEM)
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-"), "printing gives a PDF"
    reader, info = shutil.which("pdftotext"), shutil.which("pdfinfo")
    if not reader or not info:
        pytest.skip("pdftotext and pdfinfo (poppler-utils) are not installed: the PDF's text is not read")
    file = tmp_path / "item.pdf"
    file.write_bytes(pdf)
    text = subprocess.run([reader, file, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    assert ADDRESS in text.replace("\n", ""), "the address must stand in the PDF as text"
    assert "A4" in subprocess.run([info, file], check=True, capture_output=True, encoding="utf-8").stdout


def test_high_contrast_prints_black_on_white(new_page):
    """What helps on a screen must not cost a reader's ink."""
    page = new_page()
    page.goto(ITEM)
    page.get_by_role("button", name="高对比").click()
    page.emulate_media(media="print")
    colours = page.evaluate(COLOURS)
    assert ["rgb(0, 0, 0)", "rgb(255, 255, 255)"] == colours, "print is black on white"


def test_application_form_alone(new_page):
    """条例 29: the form's own button prints the form with what was filled in, and nothing else of the page."""
    page = new_page()
    # The browser's own dialog would wait for a person.
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto("apply.html")
    page.get_by_label("姓名或者名称").fill("张某某")
    page.get_by_role("button", name="打印申请表").click()
    assert page.evaluate("window.printed"), "the button prints"
    page.emulate_media(media="print")
    form = page.locator("#application-form")
    assert form.is_visible(), "the form is printed"
    assert "张某某" == form.get_by_label("姓名或者名称").input_value(), "with what was filled in"
    others = page.locator("main > :not(#application-form):visible").count()
    assert 0 == others, "nothing else of the page is printed"

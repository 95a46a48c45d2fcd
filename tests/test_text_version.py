"""The text version of attachments (附件的文字版): what everybody sees in a file and nothing else, as a page that is found."""

import io
import re
from datetime import date

import faulty_files
import gate_marks
import openpyxl
import package_maker as package
import pdf_maker as pdf
import planted_files
import pytest
import site_maker
from disclosure.gates.files import text_of_file
from disclosure.gates.limits import Limits
from disclosure.gates.runner import Scanner
from disclosure.gates.text_version.blocks import MOST_CHARACTERS, Block, TextVersion, from_json, to_json
from disclosure.gates.text_version.numbers import NumberFormats
from disclosure.gates.text_version.reading import read_text_version
from disclosure.render.text_page import html_of

WORDS = "密云水库"
"""Words that a page must hold or not; no mark, so that the gates have no say."""
SEEN = {
    *(
        "txt",
        "txt in GBK",
        "csv",
        "docx paragraph",
        "docx, split runs",
        "docx table",
        "docx text box",
        "docx footnote",
    ),
    *(
        "docx endnote",
        "docx insertion",
        "xlsx cell",
        "xlsx shared string",
        "pdf text",
        "pdf, letter by letter",
    ),
    *("pdf, second page", "ofd page", "ofd, in pieces", "pptx slide"),
}
"""Places of planted_files that everybody sees on opening the file; all others are hidden, or no text of it."""
WITHOUT_PAGE = ("zip", "jpg", "png")


def read(ending, data):
    return read_text_version(ending, data, Limits())


def shown(version):
    """Every word of a text version."""
    return "\n".join([block.text + "|".join("|".join(row) for row in block.rows) for block in version.blocks])


@pytest.mark.parametrize("place", planted_files.PLACES, ids=[place[0] for place in planted_files.PLACES])
def test_what_is_seen_is_in_it_and_what_is_hidden_is_not(place):
    """The issue: hidden sheets, comments, deletions, properties, invisible text never get into it."""
    name, ending, make, _ = place
    version = read(ending, make(WORDS))
    assert (name in SEEN) == (WORDS in shown(version)), shown(version)
    assert (
        (ending not in WITHOUT_PAGE) == version.has_text
        or "pdf, " in name
        or name in ("xlsx, string of no cell", "pptx hidden slide")
    )


# --- word ----------------------------------------------------------------------------------------------------------


def styled(text, style):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


STYLES = (
    '<w:styles xmlns:w="urn:w"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="a"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="own"><w:name w:val="公文标题二"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
)


def test_headings_of_a_document_are_headings():
    """By the style's name, or by its outline level; levels are told as they stand."""
    body = styled("总则", "1") + package.paragraph("正文。") + styled("范围", "own") + styled("附则", "Other")
    version = read("docx", package.docx(body, **{"word/styles.xml": STYLES}))
    assert [("heading", 1), ("paragraph", 0), ("heading", 2), ("paragraph", 0)] == [
        (b.kind, b.level) for b in version.blocks[1:]
    ]


def cell(text, extra=""):
    return f"<w:tc><w:tcPr>{extra}</w:tcPr>{package.paragraph(text)}</w:tc>"


def test_a_table_of_a_document_is_a_table():
    """Joined cells keep their columns; a table in a cell is told as that cell's words."""
    inner = f"<w:tbl><w:tr>{cell('内')}</w:tr></w:tbl>"
    wide, first, more = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        f"<w:tr>{cell('项目')}{cell('金额', wide)}</w:tr>",
        f"<w:tr>{cell('甲', first)}{cell('1')}{cell('2')}</w:tr>",
        f"<w:tr>{cell('甲', more)}{cell('3')}<w:tc>{package.paragraph('4')}{inner}</w:tc></w:tr>",
    )
    version = read("docx", package.docx(f"<w:tbl>{''.join(rows)}</w:tbl>"))
    assert (("项目", "金额", ""), ("甲", "1", "2"), ("", "3", "4 内")) == version.blocks[-1].rows


def test_what_a_text_box_says_twice_is_told_once():
    """Word writes a text box in two ways, of which a reader shows one."""
    box = f"<w:txbxContent>{package.paragraph(WORDS)}</w:txbxContent>"
    both = f"<w:p><w:r><AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent></w:r></w:p>"
    assert 1 == shown(read("docx", package.docx(both))).count(WORDS)


# --- presentations -------------------------------------------------------------------------------------------------


def shape(*lines, kind="", hidden=""):
    """A shape of a slide; `kind` is its placeholder's, `hidden` an attribute of its name."""
    held = f'<p:nvSpPr><p:cNvPr id="2" name="x"{hidden}/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
    text = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f"<p:sp>{held if kind or hidden else ''}<p:txBody>{text}</p:txBody></p:sp>"


def slide(*shapes, attributes=""):
    inner = "".join(shapes)
    return f'<p:sld xmlns:p="urn:p" xmlns:a="urn:a"{attributes}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>'


def presentation(*slides):
    """Slides in this order, numbered the other way round."""
    last = len(slides)
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in range(last))
    leads = "".join(f'<Relationship Id="r{n}" Target="slides/slide{last - n}.xml"/>' for n in range(last))
    parts = {f"ppt/slides/slide{last - n}.xml": text for n, text in enumerate(slides)}
    parts["ppt/presentation.xml"] = (
        f'<p:presentation xmlns:p="urn:p" xmlns:r="urn:r"><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>'
    )
    parts["ppt/_rels/presentation.xml.rels"] = f"<Relationships>{leads}</Relationships>"
    return package.pptx(**parts)


def test_slides_are_told_in_the_order_in_which_they_are_shown():
    """The title is the slide's heading, wherever it is drawn; a slide without one is called by its place."""
    first = slide(shape("讲解人"), shape("政策", "解读", kind="ctrTitle"), shape("1", kind="sldNum"))
    version = read("pptx", presentation(first, slide(shape("要点一"))))
    assert [
        ("heading", "政策 解读"),
        ("paragraph", "讲解人"),
        ("heading", "第 2 张幻灯片"),
        ("paragraph", "要点一"),
    ] == [(b.kind, b.text) for b in version.blocks]


def test_what_a_presentation_does_not_show_stays_out():
    """Hidden slides, hidden shapes and groups, and what is said again for older programs."""
    group = (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="3" name="g" hidden="1"/></p:nvGrpSpPr>{shape("组内")}</p:grpSp>'
    )
    again = f"<mc:Fallback xmlns:mc='urn:m'>{shape('再说一遍')}</mc:Fallback>"
    seen = slide(group, shape("藏着", hidden=' hidden="1"'), again, shape("看得见"))
    version = read("pptx", presentation(slide(shape("不放映"), attributes=' show="0"'), seen))
    assert ["第 1 张幻灯片", "看得见"] == [b.text for b in version.blocks]


def test_a_table_on_a_slide_is_a_table():
    """Joined cells keep their columns."""

    def cells(*texts):
        joined = {text: ' hMerge="1"' if text == "并入" else "" for text in texts}
        body = "<a:txBody><a:p><a:r><a:t>{0}</a:t></a:r></a:p></a:txBody>"
        return "".join(f"<a:tc{joined[text]}>{body.format(text)}</a:tc>" for text in texts)

    rows = f"<a:tr>{cells('项目', '并入', '金额')}</a:tr><a:tr>{cells('甲', '乙', '1')}</a:tr>"
    version = read("pptx", presentation(slide(f"<p:graphicFrame><a:tbl>{rows}</a:tbl></p:graphicFrame>")))
    assert (("项目", "", "金额"), ("甲", "乙", "1")) == version.blocks[-1].rows


# --- workbooks -----------------------------------------------------------------------------------------------------


def test_lines_above_a_table_are_no_rows_of_it():
    """Title and unit stand above; then the table begins, whose first row is its head."""
    rows = (
        package.row(1, "部门预算")
        + package.row(2, "单位：万元")
        + package.row(3, "项目", "金额")
        + package.row(4, "甲", 12.5)
    )
    version = read("xlsx", package.xlsx(rows))
    assert ("heading", "名单") == (version.blocks[2].kind, version.blocks[2].text), "after the sheet 说明"
    assert [("paragraph", "部门预算"), ("paragraph", "单位：万元"), ("table", "")] == [
        (b.kind, b.text) for b in version.blocks[3:]
    ]
    assert (("项目", "金额"), ("甲", "12.5")) == version.blocks[5].rows


@pytest.mark.parametrize(
    ("raw", "code", "expected"),
    [
        ("46083", "14", "2026-03-02"),
        ("46083.395833333", "22", "2026-03-02 09:30"),
        ("46083", 'yyyy"年"m"月"d"日"', "2026-03-02"),
        ("46083", "[$-804]yyyy/m/d;@", "2026-03-02"),
        ("0.5", "h:mm", "12:00"),
        ("46083", "57", "2026-03-02"),
        ("0.1234", "10", "12.34%"),
        ("0.5", "0%", "50%"),
        ("1234567.5", "4", "1,234,567.50"),
        ("1234.5", "#,##0", "1,235"),
        ("2.675", "0.00", "2.68"),
        ("1e300", "0.00", "1e+300"),
        ("12.5", "0.00", "12.50"),
        ("12.5", "0.0#", "12.5"),
        ("12.5", '0.00"元"', "12.50"),
        ("12.5", "0", "13"),
        ("3", "General", "3"),
        ("0.1", "General", "0.1"),
        ("1234567890123", "General", "1234567890123"),
        ("-5.5", "#,##0.0_ ;[Red]-#,##0.0", "-5.5"),
        ("1e999", "General", "1e999"),
        ("x", "14", "x"),
        ("99999999", "14", "99999999"),
        ("-3", "14", "-3"),
    ],
)
def test_numbers_are_told_as_the_sheet_shows_them(raw, code, expected):
    """A day is stored as a number of days, a share as a fraction: no reader knows what 46083 is."""
    number = code if code.isdecimal() and int(code) > 1 else "164"
    formats = NumberFormats({} if number == code else {"164": code}, ("0", number), late=False)
    assert expected == formats.shown(raw, "1")


def test_days_may_count_from_1904():
    """Workbooks of old Macintosh programs."""
    assert "2026-03-02" == NumberFormats({}, ("14",), late=True).shown("44621", "0")


def test_a_sheet_of_many_columns_is_cut():
    """A page that a telephone can open; it says that there is more."""
    book = openpyxl.Workbook()
    for row in (range(80), ("甲", date(2026, 3, 2))):
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    version = read("xlsx", buffer.getvalue())
    assert version.cut
    assert [60, 60] == [len(row) for row in version.blocks[0].rows]
    assert ("甲", "2026-03-02") == version.blocks[0].rows[1][:2], "one sheet needs no heading; a day is a day"


# --- print ---------------------------------------------------------------------------------------------------------


def lines_of(*lines):
    content = "\n".join(pdf.show(line, y=800 - 20 * n) for n, line in enumerate(lines))
    return read("pdf", pdf.pdf(content, letters="".join(lines)))


def test_lines_of_print_become_paragraphs():
    """A line as wide as the page goes on; a heading, a point, a short line and a row of a table do not."""
    version = lines_of(
        "第一章 总则",
        "第一条 为规范示范项目的管理，发挥财政资金的引导作用，根据有关",
        "规定，制定本办法。",
        "一、支持方向",
        "（一）智能化改造，包括数字化车间建设和关键工序的数控化改造项目",
        "（二）绿色化改造。",
        "项目类型 补助比例 上限",
        "设备更新 不超过百分之十 三百万元人民币以内的部分按规定办理手续",
        "- 12 -",
        "示例市工业局",
    )
    assert [
        ("heading", "第一章 总则"),
        ("paragraph", "第一条 为规范示范项目的管理，发挥财政资金的引导作用，根据有关规定，制定本办法。"),
        ("heading", "一、支持方向"),
        ("paragraph", "（一）智能化改造，包括数字化车间建设和关键工序的数控化改造项目"),
        ("paragraph", "（二）绿色化改造。"),
        ("paragraph", "项目类型 补助比例 上限"),
        ("paragraph", "设备更新 不超过百分之十 三百万元人民币以内的部分按规定办理手续"),
        ("paragraph", "示例市工业局"),
    ] == [(block.kind, block.text) for block in version.blocks]


def test_radicals_become_characters():
    """What some programs store is found by no search and misread aloud."""
    assert "部门的民用车" == lines_of("部⻔的⺠⽤⻋").blocks[0].text


def test_covered_and_invisible_text_is_named_and_not_told():
    """Q33: what somebody meant to hide is not copied into a page of ours."""
    for content in (
        pdf.show(WORDS) + "\n" + pdf.black_box(),
        pdf.show(WORDS, mode=3),
        pdf.show(WORDS, mode=7),
    ):
        version = read("pdf", pdf.with_body(WORDS, content))
        assert [Block("note", "covered")] == list(version.blocks)
        assert not version.has_text


def test_the_text_below_a_scan_is_told():
    """A scanner's program lays its reading below the picture: that is what the picture shows."""
    data = pdf.pdf(f"/I0 Do\n{pdf.show(pdf.BODY, mode=3)}", pictures=[planted_files.jpeg()])
    assert pdf.BODY in shown(read("pdf", data))


# --- any kind ------------------------------------------------------------------------------------------------------


def test_a_long_text_is_cut():
    """It ends at a paragraph, and says so."""
    version = read("txt", ("一二三四五六七八九十" * 10 + "\n").encode() * 4000)
    assert version.cut
    assert MOST_CHARACTERS - 100 <= sum(len(block.text) for block in version.blocks) <= MOST_CHARACTERS


@pytest.mark.parametrize(
    "text", ["a\x00b\x08c", "\u202egnp.exe", "\ud800", "\ufffe", "<script>alert(1)</script>", "a\u2028b"]
)
def test_nothing_odd_gets_into_the_page(text):
    """Design 5: no control character, no direction mark, no markup of a file's author."""
    version = read("csv", f"甲,乙\n{text},1\n".encode("utf-8", "surrogatepass"))
    html = html_of(version.blocks)
    assert "<script" not in html
    assert not re.search("[\x00-\x08\u202e\ud800\ufffe]", html)


def test_headings_skip_no_level():
    """WCAG 2.2, 1.3.1: whatever the file does, levels follow each other below the title of the page."""
    blocks = tuple(Block("heading", "题", level) for level in (3, 5, 2, 9, 1, 1))
    assert ["2", "3", "2", "3", "2", "2"] == re.findall(r"<h(\d)>", html_of(blocks))


def test_it_travels_as_text_and_back():
    """The process that reads answers with one line of JSON."""
    version = read("xlsx", package.xlsx(package.row(1, "甲", "乙") + package.row(2, "1", "2")))
    assert version == from_json(to_json(version))


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf", "ofd", "txt", "csv"])
def test_a_damaged_file_gives_a_version_or_none(ending, tmp_path):
    """The issue: a fuzzed attachment never crashes or hangs the build."""
    [data] = [make(WORDS) for name, kind, make, _ in planted_files.PLACES if kind == ending and name in SEEN][
        :1
    ]
    scanner = Scanner(Limits(cpu=20, wall=60))
    try:
        for number, damaged in enumerate(faulty_files.mutations(data, ending, 25)):
            file = tmp_path / f"{number}.{ending}"
            file.write_bytes(damaged)
            digest = site_maker.hashlib.sha256(damaged).hexdigest()
            assert isinstance(scanner.read(file, ending, digest), TextVersion)
        assert not scanner.read(tmp_path / "gone.txt", "txt", "0" * 64).has_text
    finally:
        scanner.close()


def test_it_is_kept_by_digest(tmp_path):
    """A rebuild reads no file twice."""
    file = tmp_path / "content" / "a.txt"
    file.parent.mkdir()
    file.write_text("公开", encoding="utf-8")
    digest = site_maker.hashlib.sha256(file.read_bytes()).hexdigest()
    first = text_of_file(tmp_path, "content/a.txt", digest)
    file.unlink()
    assert first == text_of_file(tmp_path, "content/a.txt", digest)
    assert first.has_text


# --- the page ------------------------------------------------------------------------------------------------------

ITEM = "2026-00090"
PAGE = f"files/2026/{ITEM}/table.xlsx.html"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A small office with a workbook, a scan, an archive and a damaged title, built."""
    site = site_maker.make_site(tmp_path_factory.mktemp("texts") / "office")
    files = {
        "table.xlsx": package.xlsx(package.row(1, "企业", "项目") + package.row(2, WORDS, "<b>")),
        "scan.pdf": pdf.pdf("/I0 Do", pictures=[planted_files.jpeg()]),
        "pack.zip": package.zipped({"a.txt": "公开"}),
    }
    for name, data in files.items():
        site.write(f"content/files/2026/{ITEM}/{name}", data)
    listed = "".join(f"  - {{file: {name}, title: 附件{n}}}\n" for n, name in enumerate(files, 1))
    site.add_item(ITEM, extra=f"attachments:\n{listed}")
    done = site.build()
    assert done.returncode in (0, 1), done.stderr
    return site


def html(site, address):
    return (site.out / address).read_text(encoding="utf-8")


def test_each_attachment_with_text_has_a_page(office):
    """The issue: in the frame of every page, linked both ways, from the verified list only."""
    page = html(office, PAGE)
    assert f"<td>{WORDS}</td><td>&lt;b&gt;</td>" in page
    assert '<th scope="col">企业</th>' in page
    assert f'<a href="../../../items/2026/{ITEM}.html">' in page
    assert '<a href="table.xlsx" download="table.xlsx">附件1</a>' in page
    assert f'<a href="../../files/2026/{ITEM}/table.xlsx.html" aria-label="文字版：附件1">文字版</a>' in html(
        office, f"items/2026/{ITEM}.html"
    )
    assert not (office.out / f"files/2026/{ITEM}/pack.zip.html").exists()


def test_it_is_findable(office):
    """The issue: noindex would be wrong; it stands in the sitemap, with the tags of an article."""
    page = html(office, PAGE)
    assert "noindex" not in page
    assert '<meta name="ArticleTitle" content="附件1（文字版）">' in page
    assert f"<loc>https://small.example.gov.cn/disclosure/{PAGE}</loc>" in (
        office.out / "sitemap.xml"
    ).read_text(encoding="utf-8")


def test_a_scan_says_whom_to_ask(office):
    """The issue: 扫描件，无文字版 with the item's telephone, on its page and beside the file."""
    page = html(office, f"files/2026/{ITEM}/scan.pdf.html")
    assert "请致电0990-5560100" in page
    assert "扫描件，无文字版：附件2" in html(office, f"items/2026/{ITEM}.html")


def test_the_same_files_give_the_same_pages(office, tmp_path):
    """Design 3: bytes are a function of the content, with the cache and without."""
    first = site_maker.tree(office.out)
    site_maker.shutil.rmtree(office.root / ".cache")
    assert office.build("--out", str(tmp_path / "again")).returncode in (0, 1)
    assert first == site_maker.tree(tmp_path / "again")


def test_nothing_of_it_outlives_a_withdrawal(office, tmp_path):
    """Section 3 of the issue: the text version goes with its file."""
    copy = site_maker.ScratchSite(site_maker.shutil.copytree(office.root, tmp_path / "copy"))
    number = f"{site_maker.UNIT_CODE}/{ITEM}"
    copy.write(
        f"catalog/status/{ITEM}.yml",
        f"format: 1\nwithdrawn: {{kind: 一般撤回, on: 2026-06-01, index: {number}, title: 通知, reason: 有误}}\n",
    )
    assert copy.build().returncode in (0, 1)
    assert [] == site_maker.places_of(copy.out, WORDS)
    assert not (copy.out / f"files/2026/{ITEM}").exists()


def test_an_unsafe_file_has_none(make_site):
    """Design 5: what the gates refuse is not published, and so is not its text."""
    site = make_site()
    site.write(
        f"content/files/2026/{ITEM}/table.xlsx", package.xlsx(package.row(1, gate_marks.identity(), WORDS))
    )
    site.add_item(ITEM, extra="attachments: [{file: table.xlsx, title: 表}]\n")
    site.build()
    assert [] == site_maker.places_of(site.out, WORDS)

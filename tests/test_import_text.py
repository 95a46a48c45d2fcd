"""Texts of other systems become bodies that the check accepts, and no visible character of them is lost."""

import gzip
import html
import json
import re
from pathlib import Path

import pyromark
import pytest
from disclosure.check.body import OPTIONS, check_body
from disclosure.intake.body import make_body, plain_body
from disclosure.intake.clean import clean_text, decode_entities
from disclosure.intake.markdown_text import looks_like_markdown
from disclosure.intake.paragraphs import plain_paragraphs
from disclosure.intake.summary import make_summary
from hypothesis import given
from hypothesis import strategies as st

DOCUMENTS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "documents.jsonl.gz"
_MARKUP = [
    *"#*_`[]()<>&!|\\~-+=.{}%^:/\"'",
    "1.",
    "12)",
    "　",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "--8<--",
    "!include",
]
_WORDS = [
    "第一条",
    "一、",
    "（二）",
    "通知",
    "2026年",
    "甲|乙",
    "http://a.cn/",
    "[^1]",
    "](x)",
    "<b>",
    "</b>",
    "<!--",
    "-->",
]
_TEXTS = st.lists(
    st.sampled_from([*_MARKUP, *_WORDS, "&nbsp;", "&lt;", "\u200b", "\ufeff", "\x07"]), max_size=40
).map("".join)

_PIECES = [
    *[
        "<p>",
        "<div>",
        "<br>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "<b>",
        "<h1>",
        "<ul>",
        "<ol>",
        "<li>",
        "<script>",
    ],
    *["<sup>", "<pre>", "<blockquote>", "<hr>", "<a>", "<img>", "<dl>", "<dt>", "<dd>", "<q>", "<caption>"],
    *[
        "</p>",
        "</div>",
        "</table>",
        "</tr>",
        "</td>",
        "</b>",
        "</h1>",
        "</ul>",
        "</ol>",
        "</li>",
        "</script>",
    ],
    *["<td colspan=99999>", "<td rowspan=½>", "<ol start=99999999999>", "<p style='display:none'>"],
    *["<a href='../x'>", "<a href='http://a.cn/(b c)'>", "<a href=//[>", "<img alt='[x]|*' src=x>"],
    *["<a href='#footnote-1'>", "<li id='footnote-1'>", "<![", "<!", "<?", "]]>", "<!--", "-->", "<a@b>"],
    *["<http://x>", "&#0;", "&#x110000;", "甲", "乙。", "1. ", "- ", "# ", "|", "*", "_", "`", "\n", "\n\n"],
    *["{{", "[^1]", "---", "===", "~~~", "```"],
]
_LAYOUT = st.sampled_from(
    ["<p>", "<div>", "<table>", "<tr>", "<td>", "<li>", "<h2>", "<ul>", "<blockquote>", "<caption>"]
)
_CLOSED = _LAYOUT.map(lambda tag: f"</{tag[1:]}")


def shown(markdown):
    """The characters that a reader sees of Markdown, without spaces."""
    rendered = re.sub(r"<[^>]+>", "", pyromark.html(markdown, options=OPTIONS))
    return "".join(html.unescape(rendered).split())


def errors(markdown):
    return [p.code for p in check_body(markdown, "", 1, "", ()).problems if p.severity == "error"]


@given(_TEXTS)
def test_plain_text_prints_exactly_its_characters(text):
    """Design 4: whatever a line would mean as markup, the page prints what the old system printed."""
    body = plain_body(clean_text(text), "标题")
    wanted = "".join(clean_text(decode_entities(clean_text(text))).split())
    assert wanted == shown(body), body
    assert [] == errors(body), body


@given(_TEXTS)
def test_every_text_becomes_an_acceptable_body(text):
    """The issue: never stops at a bad row. Any text whatever makes a body that is not held back."""
    assert [] == errors(make_body(text, "标题").markdown)


@given(
    st.lists(
        st.sampled_from(["通知如下。", "第一条 目的", "各县区：", "附件", "一、总则", "甲 乙"]),
        min_size=1,
        max_size=9,
    )
)
def test_lines_of_a_plain_text_are_paragraphs(lines):
    body = plain_body("\n".join(lines), "标题")
    assert len(lines) == len(body.rstrip("\n").split("\n\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("　　第一条　为了公开。\n　　　　第二条　为了查阅。", "第一条　为了公开。\n\n第二条　为了查阅。\n"),
        ("\t通知如下。\n        特此通知。", "通知如下。\n\n特此通知。\n"),
        ("1. 甲\n2. 乙", "1\\. 甲\n\n2\\. 乙\n"),
        ("- 甲", "\\- 甲\n"),
        ("电话____", "电话\\_\\_\\_\\_\n"),
        ("电话138****1234\n手机139****5678", "电话138\\*\\*\\*\\*1234\n\n手机139\\*\\*\\*\\*5678\n"),
        ("序号&nbsp;1&amp;2", "序号 1&2\n"),
        ("责任单位[市财政局](二)", "责任单位[市财政局]\\(二)\n"),
        ("模板{{ name }}", "模板{\\{ name }}\n"),
        ("见!include 文件", "见&#33;include 文件\n"),
        ("一、总则\n第一条 目的。", "## 一、总则\n\n第一条 目的。\n"),
        ("第一节 甲\n内容。\n第二节 乙\n内容。", "## 第一节 甲\n\n内容。\n\n## 第二节 乙\n\n内容。\n"),
        ("第一章 甲\n第一节 乙\n内容。", "## 第一章 甲\n\n### 第一节 乙\n\n内容。\n"),
        ("一、市财政局\n二、市教育局\n三、市公安局", "一、市财政局\n\n二、市教育局\n\n三、市公安局\n"),
        ("各单位：       《条例》施行。        一、领导。", "各单位：\n\n《条例》施行。\n\n一、领导。\n"),
    ],
)
def test_plain_text_is_written_as_paragraphs(text, expected):
    """Indented lines of official texts are paragraphs, never code; numbers and blanks stay as they are."""
    assert expected == make_body(text, "标题").markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 关于公开的通知\n\n正文。", "正文。\n"),
        ("# 别的标题\n\n## 一、总则\n\n正文。", "## 别的标题\n\n### 一、总则\n\n正文。\n"),
        ("关于公开的通知\n=====\n\n正文。", "正文。\n"),
        ("#### 甲\n\n###### 乙\n\n#### 丙", "## 甲\n\n### 乙\n\n## 丙\n"),
        ("## 甲\n\n<!-- INFO END -->\n\n乙", "## 甲\n\n乙\n"),
        ("## 甲\n第一条。\n第二条。", "## 甲\n\n第一条。\n\n第二条。\n"),
        (
            "## 甲\n\n[原文](../a/b.html)和[网站](https://a.gov.cn/x)。",
            "## 甲\n\n原文和[网站](https://a.gov.cn/x)。\n",
        ),
        ("## 甲\n\n[点](javascript:void(0))", "## 甲\n\n点\n"),
        ("## 甲\n\n![流程图](http://a.cn/1.png)", "## 甲\n\n流程图\n"),
        ("## 甲\n\n```\n代码\n```", "## 甲\n\n代码\n"),
        ("## 甲\n\n有注[^1]。", "## 甲\n\n有注\\[^1]。\n"),
        ("## 甲\n\n有注[^1]。\n\n[^1]: 注文", "## 甲\n\n有注[^1]。\n\n[^1]: 注文\n"),
        ("## 甲\n\n- 一\n- 二\n后文", "## 甲\n\n- 一\n- 二\n\n后文\n"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n后文。", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n后文。\n"),
        ("## 甲\r\n\r\n乙\ufeff丙\u200b丁", "## 甲\n\n乙丙丁\n"),
        ("## 甲\n\n{{ page }}", "## 甲\n\n{\\{ page }}\n"),
        ("## 甲\n\n电话138****1234、139****5678", "## 甲\n\n电话138\\*\\*\\*\\*1234、139\\*\\*\\*\\*5678\n"),
    ],
)
def test_markdown_is_written_as_items_are(text, expected):
    """B001-B009: the title is no heading, links lead somewhere, nothing is included or hidden."""
    body = make_body(text, "关于公开的通知").markdown
    assert expected == body
    assert [] == errors(body)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>甲</p><p>&nbsp;&nbsp;乙</p>", "甲\n\n乙\n"),
        ("<div>甲<br>乙</div>", "甲\n\n乙\n"),
        ("<h1>关于公开的通知</h1><h2>一</h2><p>甲</p>", "## 一\n\n甲\n"),
        ("<h1>别的</h1><h2>一</h2>", "## 别的\n\n### 一\n"),
        ("<p>甲<script>alert(1)</script></p><style>p{}</style>", "甲\n"),
        (
            "<p>甲</p><div style='position:absolute;left:-9999px'><a href='http://bet.cn'>彩票</a></div>",
            "甲\n",
        ),
        ("<p onclick='x()'><a href='javascript:x()'>乙</a></p>", "乙\n"),
        ("<p><a href='https://a.gov.cn/(1)'>丙</a></p>", "[丙](<https://a.gov.cn/(1)>)\n"),
        ("<p>100m<sup>2</sup>，CO<sub>2</sub></p>", "100m²，CO₂\n"),
        ("<p><b>“重点”</b>工作</p>", "“重点”工作\n"),
        ("<ul><li>甲</li><li>乙</li></ul>", "- 甲\n- 乙\n"),
        ("<p>1. 甲</p><p>#号 *星*</p>", "1\\. 甲\n\n#号 \\*星\\*\n"),
        (
            "<table><tr><th>甲</th><th>乙</th></tr><tr><td rowspan=2>1</td><td>a|b</td></tr><tr><td>2</td></tr></table>",
            "| 甲 | 乙 |\n|---|---|\n| 1 | a\\|b |\n|  | 2 |\n",
        ),
        ("<table><tr><td><p>只有</p><p>一格</p></td></tr></table>", "只有 一格\n"),
        ("<p><![if !vml]>甲<![endif]></p>", "甲\n"),
        ("## 甲\n\n<span>乙</span>", "## 甲\n\n乙\n"),
    ],
)
def test_html_is_turned_into_markdown(text, expected):
    """Rows 22 and 24: old pages lose their code, scripts and hidden text, and keep their words and tables."""
    body = make_body(text, "关于公开的通知").markdown
    assert expected == body
    assert [] == errors(body)


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_any_soup_of_tags_becomes_an_acceptable_body(text):
    """No traceback for any input: torn tags, wild attributes, half declarations."""
    assert [] == errors(make_body(text, "标题").markdown)


@given(st.lists(st.one_of(st.just("词"), _LAYOUT, _CLOSED), max_size=20))
def test_no_word_of_a_badly_closed_page_is_lost(pieces):
    """Nothing of the text lost: tables without rows, rows without cells, tags that nothing closes."""
    words = [f"{piece}{number}末" if piece == "词" else piece for number, piece in enumerate(pieces)]
    body = make_body("<div>" + "".join(words), "标题").markdown
    missing = [word for word in words if word.startswith("词") and word not in shown(body)]
    assert [] == missing, body


def test_absurd_nesting_is_kept_as_text():
    """No traceback for any input: ten thousand tags within each other."""
    body = make_body("<div>" * 10_000 + "正文" + "</div>" * 10_000, "标题").markdown
    assert [] == errors(body)
    assert "正文" in body


def test_lines_that_a_page_cut_are_put_together_again():
    """A phrase is found across what was once a line end on paper; page numbers step aside."""
    sentence = "为保障公民法人和其他组织的知情权参与权和监督权建立公正透明的工作机制促进依法履行职责依据条例制定本制度"
    text = "。".join([sentence] * 8) + "。"
    cut = [text[n : n + 26] for n in range(0, len(text), 26)]
    cut.insert(5, "- 2 -")
    paragraphs = plain_paragraphs("\n".join(cut))
    assert sentence in "".join(paragraphs[:1])
    assert sorted("".join(text.split()) + "-2-") == sorted("".join("".join(paragraphs).split()))


def test_short_lines_of_a_list_are_not_run_together():
    names = "\n".join(["示例市财政局", "示例市教育局", "示例市公安局"] * 5)
    assert 15 == len(plain_paragraphs(names))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("各县区：\n\n现将办法印发给你们。请遵照执行。", "现将办法印发给你们。请遵照执行。"),
        ("## 第一章\n\n第一条 为了公开，制定本办法。", "第一条 为了公开，制定本办法。"),
        ("| 表 | 格 |\n|---|---|\n\n说明如下，请各单位执行。", "说明如下，请各单位执行。"),
        ("短", "短"),
        ("", ""),
        ("很长的一句，" * 30, "很长的一句，" * 15 + "很长的一句…"),
    ],
)
def test_the_summary_is_the_first_thing_a_document_says(body, expected):
    """条例第十二条 (内容概述): made where the old system had none, never above the limit."""
    assert expected == make_summary(body)


@given(_TEXTS)
def test_a_summary_is_never_too_long(text):
    assert len(make_summary(make_body(text * 5, "标题").markdown)) <= 100


@pytest.mark.shared
def test_no_visible_character_of_real_documents_is_lost():
    """Nothing of the text lost: each of the real documents prints what its source printed, but for the title."""
    if not DOCUMENTS.exists():
        pytest.skip("the real documents do not lie beside this checkout")
    changed = []
    for line in gzip.decompress(DOCUMENTS.read_bytes()).decode().splitlines():
        row = json.loads(line)
        source = re.sub("<!--.*?-->", "", clean_text(row["text"]), flags=re.DOTALL)
        wanted = shown(source) if looks_like_markdown(source) else "".join(source.split())
        printed = shown(make_body(row["text"], row["title"]).markdown)
        title = "".join(row["title"].split())
        whole = (wanted, wanted.replace(title, "", 1))
        if printed not in whole and sorted(printed) not in map(sorted, whole):  # a page number may step aside
            changed.append(row["id"])
    assert [] == changed

"""Bodies: Markdown becomes HTML as official documents print it, and nothing but the converter's own tags (row 22)."""

from html.parser import HTMLParser

import pytest
from disclosure.check.body import check_body
from disclosure.render.markdown import render_body
from hypothesis import given, settings
from hypothesis import strategies as st

FILES = "../../files/2026/2026-00001/"
# fmt: off
TAGS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a", "img", "table",
    "thead", "tbody", "tr", "th", "td", "div", "sup", "hr", "br",
}
ATTRIBUTES = {
    ("a", "href"), ("a", "title"), ("a", "class"), ("a", "rel"), ("a", "aria-label"), ("img", "src"), ("img", "alt"),
    ("img", "title"), ("img", "loading"), ("div", "class"), ("div", "role"), ("div", "tabindex"), ("div", "aria-label"),
    ("div", "id"), ("sup", "class"), ("sup", "id"), ("th", "scope"), ("th", "class"), ("td", "class"), ("p", "class"),
    ("ol", "start"), ("code", "class"), *((f"h{level}", name) for level in range(2, 7) for name in ("id", "class")),
}
# fmt: on


def href(identifier):
    """Item 2026-00002 is published; no other is."""
    return "../../items/2026/2026-00002.html" if identifier == "2026-00002" else ""


def html_of(markdown):
    return render_body(markdown, href, FILES).html


class Elements(HTMLParser):
    """The elements of some HTML as (tag, attributes), and its text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、总体要求", '<p class="numbered-1">一、总体要求</p>'),
        ("（一）支持范围", '<p class="numbered-2">（一）支持范围</p>'),
        ("一、坚持统筹兼顾，做到应公开尽公开。", "<p>一、坚持统筹兼顾，做到应公开尽公开。</p>"),
        ("一是坚持公开", "<p>一是坚持公开</p>"),
        ("（此件公开发布）", "<p>（此件公开发布）</p>"),
    ],
)
def test_numbered_lines_are_set_as_on_paper(line, expected):
    """GB/T 9704-2012 7.3.3: 一、 and （一） lead headings; a sentence that begins so is text."""
    assert expected == html_of(f"各单位：\n\n{line}\n").split("\n")[1]


def test_the_addressee_stands_at_the_margin():
    """GB/T 9704-2012 7.3.2: 主送机关 is not indented; only the first paragraph can be one."""
    html = html_of("各县区人民政府：\n\n材料如下：\n")
    assert '<p class="no-indent">各县区人民政府：</p>' in html
    assert "<p>材料如下：</p>" in html


@pytest.mark.parametrize("day", ["2026年3月2日", "2026 年 3 月 2 日", "二〇二六年三月二日"])
def test_the_signature_stands_to_the_right(day):
    """GB/T 9704-2012 7.3.5: the issuing offices and the day, each on a line."""
    html = html_of(f"正文。\n\n示例县工业和信息化局\n\n示例县财政局\n\n{day}\n\n（此件公开发布）\n")
    for line in ("示例县工业和信息化局", "示例县财政局", day):
        assert f'<p class="signature">{line}</p>' in html
    assert "<p>（此件公开发布）</p>" in html


def test_a_day_in_a_sentence_is_no_signature():
    """GB/T 9704-2012 7.3.5: only a line of its own is."""
    assert "signature" not in html_of("自下列日期起施行，原办法废止。\n\n2026年3月2日起受理。\n")


def test_headings_have_anchors_and_make_the_contents():
    """Design 4: long documents can be linked to and carry a table of contents of two levels."""
    body = render_body(
        "## 一、范围 *重要*\n\n### （一）对象\n\n#### 1.说明\n\n## 二、附则 & 其他\n", href, FILES
    )
    expected = [("s1", "一、范围 重要", 2), ("s2", "（一）对象", 3), ("s4", "二、附则 & 其他", 2)]
    assert expected == [(h.id, h.text, h.level) for h in body.headings]
    assert '<h2 id="s4">二、附则 &amp; 其他</h2>' in body.html
    assert '<h4 id="s3">' in body.html


def test_tables_can_be_read_aloud_and_moved_by_keyboard():
    """Design 8: head cells say what they head; a wide table scrolls in a region that keys can reach."""
    html = html_of("| 类型 |  | 比例 |\n|---|---|---:|\n| 甲 | 乙 | 10% |\n")
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="表格1"><table>' in html
    assert '<th scope="col">类型</th>' in html
    assert "<td></td>" in html, "an empty head cell heads nothing"
    assert '<th scope="col" class="align-right">比例</th>' in html
    assert '<td class="align-right">10%</td>' in html
    assert "style=" not in html, "a strict content policy forbids style attributes"


def test_footnotes_lead_there_and_back():
    """Design 4: CommonMark with footnotes; the first mark of a note is where its number leads back to."""
    html = html_of("甲[^1]、乙[^1]。\n\n[^1]: 说明。\n")
    assert 1 == html.count('id="ref-1"')
    assert 2 == html.count('href="#note-1"')
    assert 'id="note-1"' in html
    assert '<a href="#ref-1" aria-label="回到正文的脚注 1">1</a>' in html


def test_links():
    """Design 4: items by id, files by name, other hosts marked; an item that is not there stays as words."""
    html = html_of(
        "[甲](item:2026-00002)[乙](item:2026-00003)[丙](plan.pdf)[丁](https://www.example.gov.cn/?a=1&b=2)[戊](#s1)"
    )
    assert '<a href="../../items/2026/2026-00002.html">甲</a>' in html
    assert "</a>乙<a" in html
    assert f'<a href="{FILES}plan.pdf">丙</a>' in html
    assert '<a class="external" rel="noopener" href="https://www.example.gov.cn/?a=1&amp;b=2">丁</a>' in html
    assert '<a href="#s1">戊</a>' in html


def test_pictures_are_the_item_s_own():
    """Row 40: a picture is a file of the item, loaded when it comes into view."""
    html = html_of('![流程 "图"](chart.png)\n')
    assert f'<p class="picture"><img loading="lazy" src="{FILES}chart.png" alt="流程 &quot;图&quot;"' in html


@pytest.mark.parametrize(
    "body",
    [
        "`<script>alert(1)</script>`",
        "    <script>alert(1)</script>",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\<script>alert(1)\\</script>",
        '[甲](plan.pdf "\\" onmouseover=\\"alert(1)")',
        '![甲" onerror="alert(1)](chart.png)',
        '[甲](https://www.example.gov.cn/"onmouseover=alert(1))',
        "| <b | onerror=1 |\n|---|---|\n| \\| | `|` |",
        '[^"><script>]\n\n[^"><script>]: x',
        '```" onmouseover="alert(1)\n甲\n```',
        '## " id="x" onclick="alert(1)',
        "2026年3月2日<https://www.example.gov.cn/'onclick='alert(1)>",
    ],
)
def test_nothing_breaks_out_of_the_text(body):
    """Row 22: what passes the check shows as text, whatever it looks like."""
    assert_harmless(body)


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            '"',
            "'",
            "`",
            "```\n",
            "\\",
            "&",
            "&lt;",
            "&#60;",
            "script",
            "img src=x onerror=alert(1)",
            "/",
            "|",
            "*",
        ),
        *(
            "[",
            "](",
            ")",
            "![",
            "[^1]",
            "[^1]: ",
            "\n",
            "\n\n",
            "    ",
            "## ",
            "- ",
            "> ",
            "| a |\n|---|\n",
            "javascript:",
            "data:",
        ),
        *(
            "item:2026-00002",
            "plan.pdf",
            "https://www.example.gov.cn/",
            " onclick=alert(1)",
            "{",
            "甲",
            "一、",
            "2026年3月2日",
            ":",
        ),
    ]
)


@settings(max_examples=600)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_text_breaks_out_whatever_it_is_made_of(body):
    """Row 22: every tag of a rendered body is the converter's own, with attributes of ours."""
    assert_harmless(body)


def assert_harmless(body):
    """What the check lets pass holds only known elements, known attributes, and addresses that run nothing."""
    rows = check_body(body, "x.md", 1, "2026-00001", ("example.gov.cn",)).problems
    if any(row.severity == "error" for row in rows):
        return
    for tag, attributes in Elements(html_of(body)).elements:
        assert tag in TAGS, f"{tag} in {body!r}"
        for name, value in attributes.items():
            assert (tag, name) in ATTRIBUTES, f"{tag} {name} in {body!r}"
            if name in ("href", "src"):
                known = ("http://", "https://", "mailto:", "tel:", "#", FILES, "../../items/")
                assert value.startswith(known), f"{value} in {body!r}"
                assert ".." not in value.removeprefix("../../"), f"{value} leads out of the item's files"

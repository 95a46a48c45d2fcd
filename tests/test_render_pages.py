"""Every page of a site: what a government site must carry, and what a reader needs (design 4, 8; 国办发〔2017〕47号)."""

import re
from html.parser import HTMLParser

import pytest
from disclosure.data_files import load_data

BASE = "https://small.example.gov.cn/disclosure/"
_VOID = {"meta", "link", "img", "br", "hr", "input", "wbr", "source", "rect", "path"}


class Page(HTMLParser):
    """A page's elements in order, its text, and what is nested wrongly."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements = []
        self.open = []
        self.faults = []
        self.text = ""
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")

    def handle_data(self, data):
        self.text += data

    def all(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]

    def metas(self):
        return {a["name"]: a["content"] for a in self.all("meta") if "name" in a}


@pytest.fixture(scope="module")
def pages(built):
    """All pages by address, but for the bare ones at the former site's addresses."""
    return {
        path.relative_to(built.out).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(built.out.rglob("*.html"))
        if "zwgk" not in path.parts
    }


def test_every_page_is_sound(pages):
    """Design 8: well nested, one main and one h1, no id twice, pictures described, levels not skipped."""
    for address, page in pages.items():
        assert [] == page.faults, address
        assert page.html.startswith("<!doctype html>"), address
        assert [{"lang": "zh-CN"}] == page.all("html"), address
        assert (1, 1) == (len(page.all("main")), len(page.all("h1"))), address
        ids = [a["id"] for _, a in page.elements if "id" in a]
        assert len(ids) == len(set(ids)), f"{address}: an id twice"
        assert all("alt" in picture for picture in page.all("img")), f"{address}: a picture without alt"
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        jumps = [b for a, b in zip([0, *levels], levels, strict=False) if b > a + 1]
        assert [] == jumps, f"{address}: {levels}"
        assert all("scope" in cell for cell in page.all("th")), f"{address}: a head cell that heads nothing"


def test_titles_tell_pages_apart(pages):
    """Design 8: each page is named by its own words, then by the office."""
    titles = {}
    for address, page in pages.items():
        title = re.search("<title>(.*?)</title>", page.html)[1]
        assert title.endswith("示例县工业和信息化局"), address
        titles.setdefault(title, []).append(address)
    twice = {title: found for title, found in titles.items() if len(found) > 1}
    tombstones = {"items/2026/2026-00009.html", "items/2026/2026-00010.html"}
    assert {"该信息已撤回 - 示例县工业和信息化局"} == set(twice)
    assert tombstones == set(twice["该信息已撤回 - 示例县工业和信息化局"])


def test_required_tags_of_a_government_site(pages):
    """国办发〔2017〕47号: site tags on every page, column tags on columns, article tags on items; none empty."""
    groups = load_data("meta_tags.yml")["groups"]
    required = {
        name: {t["name"] for t in g["tags"] if t["level"] == "required"} for name, g in groups.items()
    }
    for address, page in pages.items():
        metas = page.metas()
        wanted = set(required["site"])
        if address != "index.html":
            wanted |= required["column"]
        if address.startswith("items/") and "noindex" not in metas.get("robots", ""):
            wanted |= required["article"]
        assert set() == wanted - metas.keys(), address
        assert "" not in metas.values(), f"{address}: an empty tag"
        assert ("small.example.gov.cn", "9902030001") == (metas["SiteDomain"], metas["SiteIDCode"])


def test_the_tags_of_an_item(pages):
    """国办发〔2017〕47号: title, moment of publication on a 24 hour clock, source, address."""
    metas = pages["items/2026/2026-00001.html"].metas()
    assert "示例县技术改造资金管理办法" == metas["ArticleTitle"]
    assert "2026-03-05 09:30" == metas["PubDate"]
    assert "示例县工业和信息化局" == metas["ContentSource"]
    assert f"{BASE}items/2026/2026-00001.html" == metas["Url"]
    assert "政策文件" == metas["ColumnType"]
    assert "示例省工业和信息化厅" == pages["items/2026/2026-00008.html"].metas()["ContentSource"], (
        "a reprint names its source"
    )


def test_an_item_s_page(pages):
    """条例第十二条, design 4: index, name, summary, day; number, validity, relations, files with digests, contact."""
    text = re.sub(r"\s+", " ", pages["items/2026/2026-00001.html"].text)
    for words in (
        *(
            "索引号",
            "990203009/2026-00001",
            "示县工信规〔2026〕1号",
            "2026-03-02",
            "2026-04-01",
        ),
        *(
            "联合发文：示例县财政局",
            "有效期至",
            "2031-03-31",
            "代替",
            "示例县技术改造资金管理办法（2025年版）",
            "政策解读",
        ),
        *(
            "《示例县技术改造资金管理办法》解读",
            "资金支持标准",
            "PDF 文档",
            "SHA-256",
            "产业科",
            "0990-5560102",
            "我要纠错",
        ),
    ):
        assert words in text, words


def test_a_repealed_document_says_so_first(pages):
    """国办发〔2017〕47号: a document that is no longer in force is marked, with the day and what took its place."""
    html = pages["items/2025/2025-00001.html"].html
    banner = html.index('class="validity"')
    assert banner < html.index('class="facts"')
    words = re.sub("<[^>]+>", "", html[banner : banner + 500])
    assert "有效性：废止" in words
    assert "2026-04-01 起" in words
    assert 'href="../../items/2026/2026-00001.html"' in html[banner : banner + 500]


def test_what_is_given_on_application(pages):
    """条例第二十七条: listed with its ground; no body, and the way to ask for it."""
    page = pages["items/2026/2026-00004.html"]
    assert "本信息依申请公开" in page.text
    assert "涉及企业生产经营数据" in page.text
    assert {"href": "../../apply.html"} in page.all("a")


def test_the_guide_has_what_the_law_asks_for(pages):
    """条例第十二条第二款: the nine fields of the guide, each with its label."""
    text = pages["guide.html"].text
    statutory = load_data("guide_fields.yml")["statutory"]
    for field in (*statutory["information"], *statutory["bureau"]):
        assert field["label"] in text
    for words in ("按公开方式分为主动公开和依申请公开两类", "示例县政务路1号", "无", "提供科室提出"):
        assert words in text


def test_the_application_page_says_what_it_cannot_do(pages):
    """条例第二十九至三十八条; design 10: channels, terms and remedies; nothing on the page is sent anywhere."""
    page = pages["apply.html"]
    for words in ("政府信息公开申请表", "二十个工作日", "行政复议", "行政诉讼"):
        assert words in page.text, words
    assert not [form for form in page.all("form") if form.get("role") != "search"], (
        "no form takes personal data"
    )


def test_the_pages_of_the_columns(pages):
    """国办公开办函〔2019〕61号: the five columns of the platform are one step from the home page."""
    home = {a.get("href") for a in pages["index.html"].all("a")}
    for address in ("guide.html", "systems.html", "catalog/index.html", "reports.html", "apply.html"):
        assert address in home, address
    catalog = pages["catalog/index.html"]
    links = {a.get("href") for a in catalog.all("a")}
    for name in (
        "category.regulations",
        "category.procurement",
        "year.2019",
        "office.industry",
        "theme.t07-01",
        "all",
    ):
        assert f"../catalog/{name}.html" in links, name
    assert "尚无已公开的年度报告。" in pages["reports.html"].text, "an empty column says so"


def test_search_has_a_way_without_scripts(pages):
    """Design 8: usable with no JavaScript but for search, whose page then leads to the lists."""
    page = pages["search.html"]
    noscript = page.html.partition("<noscript>")[2].partition("</noscript>")[0]
    for target in (
        "catalog/index.html",
        "catalog/all.html",
        "catalog/year.2026.html",
        "catalog/category.penalties.html",
    ):
        assert f'href="{target}"' in noscript, target
    assert [{"id": "search-results", "data-state": "idle"}] == [
        a for a in page.all("div") if "data-state" in a
    ]


def test_a_site_without_approval_says_so_on_every_page(pages):
    """Design 5: `approval: none` prints a plain mark on every page."""
    mark = load_data("wording.yml")["approval_marks"]["none"]
    assert [] == [address for address, page in pages.items() if mark not in page.text]


def test_former_addresses_lead_on(built):
    """国办发〔2017〕47号, design 4: an old address leads to the item, with and without a browser that follows."""
    html = (built.out / "zwgk/2019/t20190611_1.htm").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../../items/2026/2026-00007.html">' in html
    assert '<a href="../../items/2026/2026-00007.html">县工信局召开企业座谈会</a>' in html
    assert f'<link rel="canonical" href="{BASE}items/2026/2026-00007.html">' in html
    gone = (built.out / "zwgk/2024/t20240105_2.html").read_text(encoding="utf-8")
    assert "该信息已撤回" in gone


def test_the_statistics_count_what_is_public(pages):
    """Design 4: figures of what is published today: nine items, two withdrawn, two files."""
    text = re.sub(r"\s+", " ", pages["statistics.html"].text)
    assert "数据截至 2026-06-15" in text
    for words in ("已公开信息 9", "已撤回 2", "可下载附件 2"):
        label, value = words.split(" ")
        assert re.search(rf"{label}\s*{value}\b", text), words

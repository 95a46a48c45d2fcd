"""The catalog for machines: JSON, CSV, Excel, Atom, sitemap (design 4; 条例第二十四条: 检索、查阅、下载)."""

import csv
import io
import json
import re
from urllib.parse import urlsplit

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from disclosure.render.exports import COLUMNS
from disclosure.types import Site

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://small.example.gov.cn/disclosure/"
# fmt: off
PUBLISHED = [
    "2026-00011", "2026-00006", "2026-00008", "2026-00003", "2026-00001", "2026-00002", "2026-00004", "2025-00001", "2026-00007",
]
"""The small office on site_maker.TODAY, newest first."""
# fmt: on


@pytest.fixture(scope="module")
def data(built):
    return json.loads((built.out / "catalog.json").read_bytes())


@pytest.fixture(scope="module")
def rows(built):
    text = (built.out / "catalog.csv").read_bytes().decode("utf-8")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def entries_of(path):
    """The entries of a feed as {element: text}."""
    root = fromstring(path.read_bytes())
    assert f"{ATOM}feed" == root.tag
    return [
        {child.tag.removeprefix(ATOM): child.text for child in entry} for entry in root.iter(f"{ATOM}entry")
    ]


def test_the_json_holds_what_is_published(data):
    """Design 4: catalog.json: every published item with fields, files, relations and digests."""
    assert (1, len(PUBLISHED)) == (data["format"], data["count"])
    assert PUBLISHED == [item["id"] for item in data["items"]]
    item = next(i for i in data["items"] if i["id"] == "2026-00001")
    assert "有效" == item["validity"]
    assert {"replaces": ["2025-00001"]} == item["relations"]
    assert ["files/2026/2026-00001/plan.pdf"] == [a["path"] for a in item["attachments"]]
    assert f"{BASE}items/2026/2026-00001.html" == item["url"]
    old = next(i for i in data["items"] if i["id"] == "2025-00001")
    assert ("废止", "2026-00001") == (old["validity"], old["successor"])


def test_the_files_named_are_there(built, data):
    """Design 4: paths and digests of the data are those of the site."""
    import hashlib

    named = [file for item in data["items"] for file in item.get("attachments", ())]
    assert 2 == len(named)
    for file in named:
        content = (built.out / file["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])


def test_excel_reads_the_csv(built, rows):
    """Y14: Design 4: with its byte order mark Excel shows Chinese; the four columns of the law stand first."""
    raw = (built.out / "catalog.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    assert ["索引号", "名称", "内容概述", "成文日期"] == rows[0][:4], "条例第十二条 names these four"
    assert len(PUBLISHED) == len(rows) - 1
    assert {len(COLUMNS)} == {len(row) for row in rows}


def test_the_workbook_says_the_same(built, rows):
    """Design 4: catalog.xlsx opens, holds the same rows as the CSV, and freezes its head."""
    book = openpyxl.load_workbook(built.out / "catalog.xlsx")
    sheet = book.active
    found = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert rows == found
    assert "C2" == sheet.freeze_panes
    assert f"A1:Q{len(PUBLISHED) + 1}" == sheet.auto_filter.ref
    assert {"s", "n"} >= {cell.data_type for row in sheet.iter_rows() for cell in row}, "no formula anywhere"


def test_every_feed_is_atom(built):
    """RFC 4287: id, title and updated in the feed and in every entry; ids are unique and outlive a move of the site."""
    feeds = sorted((built.out / "feeds").glob("*.xml"))
    assert {"new.xml", "changed.xml", "withdrawn.xml", "open-calls.xml", "category.penalties.xml"} <= {
        f.name for f in feeds
    }
    identifiers = set()
    for path in feeds:
        root = fromstring(path.read_bytes())
        for element in (root, *root.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert (element.findtext(ATOM + name) or "").strip(), f"{path.name} lacks {name}"
            assert re.fullmatch(
                r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00\+08:00", element.findtext(f"{ATOM}updated")
            )
            assert root.find(f"{ATOM}author") is not None
        identifier = root.findtext(f"{ATOM}id")
        assert identifier not in identifiers
        assert BASE not in identifier
        identifiers.add(identifier)
        own = [entry["id"] for entry in entries_of(path)]
        assert len(own) == len(set(own))


def test_what_each_feed_holds(built):
    """Design 4: new, changed, withdrawn, per category, and calls."""
    feeds = built.out / "feeds"
    new = entries_of(feeds / "new.xml")
    assert len(PUBLISHED) == len(new)
    assert ("关于公布服务电话的通知", "2026-05-12T00:00:00+08:00") == (new[0]["title"], new[0]["updated"])
    timed = next(entry for entry in new if entry["title"] == "示例县技术改造资金管理办法")
    assert "2026-03-05T09:30:00+08:00" == timed["updated"]
    assert ["示例县技术改造资金管理办法"] == [entry["title"] for entry in entries_of(feeds / "changed.xml")]
    assert ["关于组织申报2026年技术改造资金的通知"] == [
        e["title"] for e in entries_of(feeds / "open-calls.xml")
    ]
    withdrawn = entries_of(feeds / "withdrawn.xml")
    assert ["已撤回", "已撤回：关于报送季度生产情况的通知"] == [entry["title"] for entry in withdrawn]
    assert ["关于一起违规用能案件的行政处罚决定"] == [
        e["title"] for e in entries_of(feeds / "category.penalties.xml")
    ]


def test_the_sitemap_names_pages_that_are_there(built):
    """sitemaps.org: complete addresses of pages; what leads nowhere else (tombstones, old addresses) is left out."""
    root = fromstring((built.out / "sitemap.xml").read_bytes())
    found = [element.text for element in root.iter(f"{SITEMAP}loc")]
    assert all(address.startswith(BASE) for address in found)
    pages = {urlsplit(address).path.removeprefix("/disclosure/") for address in found}
    assert set() == {page for page in pages if not (built.out / page).is_file()}
    everything = {path.relative_to(built.out).as_posix() for path in built.out.rglob("*.html")}
    left_out = {
        "404.html",
        "items/2026/2026-00009.html",
        "items/2026/2026-00010.html",
        "zwgk/2024/t20240105_2.html",
    }
    assert everything - left_out == pages
    changed = {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in root}
    assert "2026-03-05" == changed[f"{BASE}items/2026/2026-00001.html"]


def test_a_large_sitemap_is_divided():
    """sitemaps.org: at most 50,000 addresses a file, with an index of the parts."""
    from disclosure.render.sitemap import PART, render_sitemap

    site = Site(**{**dict.fromkeys(Site.__slots__), "address": BASE})
    pages = [(f"items/2026/{number}.html", "") for number in range(PART + 1)]
    files = dict(render_sitemap(site, pages))
    assert ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"] == sorted(files)
    parts = [fromstring(files[name]) for name in ("sitemap-1.xml", "sitemap-2.xml")]
    assert [PART, 1] == [len(part) for part in parts]
    index = fromstring(files["sitemap.xml"])
    assert [f"{BASE}sitemap-1.xml", f"{BASE}sitemap-2.xml"] == [e.text for e in index.iter(f"{SITEMAP}loc")]


def test_a_site_without_an_address_has_no_sitemap():
    """sitemaps.org asks for complete addresses: none are made up."""
    from disclosure.render.sitemap import render_sitemap

    site = Site(**{**dict.fromkeys(Site.__slots__), "address": ""})
    assert [] == list(render_sitemap(site, [("index.html", "")]))

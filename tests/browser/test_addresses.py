"""Addresses keep their promise: files are the bytes that were announced, old addresses lead on, errors lead back."""

import hashlib

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("item", ["items/2026/2026-00037.html", "items/2025/2025-00007.html"])
def test_downloads_are_what_the_page_says(page, item):
    """Design 4: each attachment's size and SHA-256 stand on the page, and the file that comes is that file."""
    page.goto(item)
    rows = page.locator(".attachments li")
    assert rows.count() >= 2, "this item must have attachments"
    for row in rows.all():
        with page.expect_download() as waiting:
            row.locator("a[download]").click()
        data = waiting.value.path().read_bytes()
        assert hashlib.sha256(data).hexdigest() == row.locator("code").inner_text(), (
            "the digest must be the file's"
        )
        unit = "KB" if len(data) < 1024 * 1024 else "MB"
        expect(row).to_contain_text(unit)


@pytest.mark.parametrize(
    ("old", "title"),
    [
        ("zwgk/2022/t20220315_1024.htm", "示例市工业企业技术改造项目管理办法"),
        ("zwgk/2022/t20220517_1053.htm", "该信息已撤回"),
    ],
)
def test_former_address_leads_on(page, address, old, title):
    """61号 keep old links: the former site's address leads to the item, or to what stays of it."""
    page.goto(old)
    page.wait_for_url("**/items/**")
    expect(page.locator("h1")).to_have_text(title)
    assert page.url.startswith(address), "it stays on this site"


def test_former_address_without_refresh(site):
    """Where a browser does not follow by itself, the page has a link."""
    html = (site / "zwgk/2022/t20220315_1024.htm").read_text(encoding="utf-8")
    assert '<a href="../../items/2022/2022-00002.html">' in html, "the page at a former address must link on"


def test_not_found_page_works_at_any_depth(page, address):
    """Design 4: the host shows 404.html at any depth below the sub-path; its style and links still work."""
    for place in ("no/such", "no/such/page.html", "no/such/far/down/here.html"):
        page.goto(place)
        expect(page.locator("h1")).to_have_text("未找到该页面")
        face = page.locator(".colophon").evaluate("e => getComputedStyle(e).backgroundColor")
        assert "rgb(27, 39, 56)" == face, "the style sheet must be found"
        hrefs = page.locator("a[href]").evaluate_all("found => found.map((a) => a.href)")
        inner = sorted({href.partition("#")[0] for href in hrefs if href.startswith(address)})
        assert len(inner) >= 8, "the page must lead back into the site"
        ask = "all => Promise.all(all.map((one) => fetch(one).then((answer) => [one, answer.status])))"
        broken = [
            link for link, status in page.evaluate(ask, inner) if status != 200 and "no/such" not in link
        ]
        assert [] == broken, "every link of the 404 page must work"
    page.get_by_role("link", name="返回首页").click()
    expect(page.locator("h1")).to_contain_text("政府信息公开")


def test_search_from_the_not_found_page(page, address):
    """The search box of the 404 page leads to the site's own search."""
    page.goto("no/such/page.html")
    page.get_by_role("searchbox").fill("技术改造")
    page.get_by_role("button", name="检索", exact=True).click()
    page.wait_for_url("**/search.html?q=*")
    assert page.url.startswith(f"{address}search.html"), "search lies below the sub-path"


def test_from_a_stick(new_page, site):
    """Design 1: the folder on a USB stick or a reading-room PC can be browsed: style, lists, items, files."""
    page = new_page()
    page.goto((site / "index.html").as_uri())
    face = page.locator(".colophon").evaluate("e => getComputedStyle(e).backgroundColor")
    assert "rgb(27, 39, 56)" == face, "the style sheet must be found"
    page.locator(".doors").get_by_role("link", name="法定主动公开内容").click()
    page.locator(".categories").get_by_role("link", name="项目申报").click()
    page.locator(".entries a").first.click()
    expect(page.locator(".item__title")).to_be_visible()
    assert page.url.startswith("file:"), "it must stay on the stick"
    page.get_by_role("button", name="大字", exact=True).click()
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name="首页").click()
    expect(page.locator("h1")).to_contain_text("政府信息公开")

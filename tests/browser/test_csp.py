"""The Content-Security-Policy in a real browser: no page breaks under it, and what is added later does not run."""

import re

import pytest
import served_site
from playwright.sync_api import expect
from served_site import HEAR, PAGES, policy_violations, wait_until

ADDED = """<script>window.ran = "inline";</script><img src="x.png" onerror="window.ran = 'handler'">
<script src="https://spam.example/x.js"></script><a id="added" href="javascript:window.ran='link'">x</a>"""
FACE = "getComputedStyle(document.querySelector('.colophon')).backgroundColor"
DARK = "rgb(27, 39, 56)"


@pytest.fixture
def strict(new_page):
    """A page on which violations are heard, served with the header that the docs give."""
    page = new_page()
    page.add_init_script(HEAR)
    return page


def test_search_by_typing(strict):
    """Integrity C: the search page finds what is typed: its index is scripts of this host."""
    strict.goto("search.html")
    strict.locator("#q").fill("技术改造")
    expect(strict.locator("#search-results[data-state=done] [data-index]").first).to_be_visible()
    strict.get_by_text("筛选", exact=True).click()
    expect(strict.locator("#search-filters input").first).to_be_visible()
    assert [] == policy_violations(strict)


def test_printing_and_reading_tools(strict):
    """Integrity C: the QR code is drawn, sizes and contrast switch, tables scroll, under the policy."""
    strict.goto("items/2026/2026-00005.html")
    expect(strict.locator("[data-qr] svg path")).to_have_count(1)
    strict.get_by_role("button", name="特大字").click()
    strict.get_by_role("button", name="高对比").click()
    strict.emulate_media(media="print")
    assert strict.locator("[data-qr] svg").bounding_box()["width"] > 50, "the code is printed"
    assert [] == policy_violations(strict)


def test_what_is_added_does_not_run(new_page, watch):
    """Integrity C: an inline script, a handler, a script of another host and a script link, put into a page later."""
    page = new_page()
    page.add_init_script(HEAR)
    page.route(
        "**/about.html",
        lambda route: route.fulfill(
            response=(r := route.fetch()), body=r.text().replace("</body>", ADDED + "</body>")
        ),
    )
    page.goto("about.html")
    page.locator("#added").click()
    found = policy_violations(page)
    assert page.evaluate("window.ran === undefined"), "what was added has run"
    for directive in (
        "script-src-elem inline",
        "script-src-attr inline",
        "script-src-elem https://spam.example/x.js",
    ):
        assert directive in found, f"{directive} was not stopped"
    watch.complaints.clear()  # the browser's own words about what it stopped
    watch.strayed.clear()


def test_from_a_stick(new_page, site):
    """Design 1: the same pages opened from a disk: style, script, pictures, printed code, under the same policy."""
    page = new_page()
    page.add_init_script(HEAR)
    for name, (where, _) in PAGES.items():
        if name.startswith("search") or name == "not found":
            continue  # search from a disk is tested with the edition
        page.goto((site / where).as_uri())
        assert [] == page.evaluate("window.violations"), f"{name} from a disk wants what its policy forbids"
        assert DARK == page.evaluate(FACE), f"{name} from a disk has no style"
        assert page.evaluate("document.documentElement.classList.contains('js')"), "its script runs"
    page.goto((site / "items/2026/2026-00021.html").as_uri())
    assert page.evaluate(
        "[...document.querySelectorAll('.document img')].every((i) => (i.loading = 'eager', true))"
    )
    wait_until(
        page, "[...document.querySelectorAll('.document img')].every((i) => i.complete && i.naturalWidth)"
    )
    expect(page.locator("[data-qr] svg path")).to_have_count(1)


@pytest.mark.parametrize("depth", ["no.html", "no/such/page.html"])
def test_the_lost_page_at_another_address(new_page, site, watch, monkeypatch, depth):
    """A trial or a mirror serves the site below another path than site_url's: 404.html finds its way all the same."""
    with served_site.serve(site, "/elsewhere/mirror/") as address:
        monkeypatch.setattr(watch, "ours", (*watch.ours, address.partition("elsewhere/")[0]))
        page = new_page()
        page.goto(address + depth)
        expect(page.locator("h1")).to_have_text("未找到该页面")
        expect(page.locator(".colophon")).to_have_css("background-color", DARK)
        page.locator("main").get_by_role("link", name="返回首页").click()
        assert f"{address}index.html" == page.url
        page.goto(address + depth)
        expect(page.locator(".colophon")).to_have_css("background-color", DARK)
        page.get_by_role("searchbox").fill("技术改造")
        page.get_by_role("button", name="检索", exact=True).click()
        page.wait_for_url(f"{address}search.html?q=*")
        page.wait_for_selector("#search-results[data-state=done] [data-index]")
    watch.complaints.clear()  # that the first addresses were not found is what the page must live with


def test_the_lost_page_without_any_style(new_page, watch):
    """Where nothing but the page itself comes, it is readable: its own style is allowed by its hash."""
    page = new_page()
    page.add_init_script(HEAR)
    page.route(re.compile(r"assets|catalog\.json"), lambda route: route.fulfill(status=404, body=""))
    page.goto("no/such/page.html")
    width = page.evaluate("getComputedStyle(document.body).maxWidth")
    assert width.endswith("px"), "its own style must narrow the text"
    assert [] == policy_violations(page)
    assert page.locator(".tools").is_hidden(), "buttons that can do nothing are not shown"
    watch.complaints.clear()

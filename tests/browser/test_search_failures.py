"""When the search can't read what it needs: it says so in Chinese, offers to try again, and then works (design 8)."""

import re

import pytest
from playwright.sync_api import expect

FILES = {
    "the entry": ("技术改造", r"/search/entry\.js"),
    "what is known of a block": ("技术改造", r"/search/[0-9a-f]{16}/meta\.js"),
    "postings": ("技术改造", r"/search/[0-9a-f]{16}/\d+\.js"),
    "texts of documents": ("技术改造", r"/search/items/"),
    "the table of traditional characters": ("設備更新", r"/search/traditional\.js"),
}


@pytest.fixture
def failing(new_page, watch):
    """A page, and a way to make files that match fail for a time; what the console says of these is no fault."""
    page = new_page()

    def fail(pattern):
        page.route(re.compile(pattern), lambda route: route.abort())

    yield page, fail
    watch.complaints.clear()


def test_each_file_of_a_search(failing):
    """Design 8: whichever file is out of reach, the page says what to do, and finds everything when it is there again."""
    page, fail = failing
    for name, (query, pattern) in FILES.items():
        fail(pattern)
        page.goto(f"search.html?q={query}")
        page.wait_for_selector("#search-results[data-state=error]")
        expect(page.locator("#search-status")).to_have_text("检索暂时不能使用：未能读取检索数据。")
        page.unroute_all()
        page.get_by_role("button", name="再试一次").click()
        page.wait_for_selector("#search-results[data-state=done] [data-index]")
        assert "找到" in page.locator("#search-status").inner_text(), f"without {name}"


def test_filters_suggestions_and_more_results(failing):
    """Design 8: what is fetched only when it is asked for fails by itself: the results stay, and it can be asked for again."""
    page, fail = failing
    page.goto("search.html?q=技术改造")
    page.wait_for_selector("#search-results[data-state=done]")
    fail(r"/facets\.js")
    page.get_by_text("筛选", exact=True).click()
    expect(page.locator("#search-filters")).to_contain_text("筛选条件未能读取。")
    page.unroute_all()
    page.locator("#search-filters").get_by_role("button", name="再试一次").click()
    expect(page.locator("#search-filters input").first).to_be_visible()
    expect(page.locator("#search-filters")).not_to_contain_text("未能读取")

    fail(r"/words\.js")
    page.locator("#q").fill("技术")
    expect(page.locator("#search-suggestions")).to_contain_text("检索建议未能读取。")
    page.unroute_all()
    page.locator("#search-suggestions").get_by_role("button", name="再试一次").click()
    expect(page.locator("#search-suggestions")).not_to_contain_text("未能读取")

    page.goto("search.html?q=技术改造")
    page.wait_for_selector("#search-results[data-state=done]")
    fail(r"/search/items/")
    more = page.get_by_role("button", name="更多结果")
    more.click()
    expect(page.locator("#search-status")).to_have_text("其余结果未能读取，请再试一次。")
    page.unroute_all()
    more.click()
    expect(page.locator("#search-status")).to_contain_text("已显示")


def test_what_a_screen_reader_hears(new_page):
    """WCAG 4.1.3: the number of results is told in a live region that stands before them; the focus stays in the box."""
    page = new_page()
    page.goto("search.html")
    status = page.locator("#search-status")
    expect(status).to_have_attribute("aria-live", "polite")
    page.locator("#q").press_sequentially("技术改造")
    expect(status).to_have_text(re.compile(r"找到 \d+ 条信息"))
    expect(page.locator("#q")).to_be_focused()
    order = ["#q", "#search-form [type=submit]", "#search-form summary", "#order", "#search-results a"]
    places = [
        page.locator(one).first.evaluate("e => e.getBoundingClientRect().top + scrollY") for one in order
    ]
    assert sorted(places) == places, "what comes first with Tab stands first"

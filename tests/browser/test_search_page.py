"""Searching the sample office as a reader does, by the contract of design 6: the address is the state."""

import json
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import expect
from served_site import wait_until

RULES = "11990100MB1A23456B/2025-00007"  # 示工信规〔2025〕1号


def search(page, query, **state):
    """Search by the address; the index numbers of what is shown, best first."""
    more = "".join(f"&{name}={value}" for name, value in state.items())
    page.goto(f"search.html?q={query}{more}")
    return results(page)


def results(page):
    """The index numbers shown, once the search is done."""
    page.wait_for_selector("#search-results[data-state=done]")
    return page.locator("#search-results [data-index]").evaluate_all("all => all.map((e) => e.dataset.index)")


def given(page):
    """The state in the page's address."""
    return parse_qs(urlsplit(page.url).query)


@pytest.fixture(scope="module")
def catalog(site):
    rows = json.loads((site / "catalog.json").read_text(encoding="utf-8"))["items"]
    return {row["index"]: row for row in rows}


def test_from_the_head_of_any_page(page):
    """Design 6: the box in every page's head leads to the results; Enter in it is enough."""
    page.goto("items/2026/2026-00001.html")
    box = page.get_by_role("searchbox")
    box.fill("技术改造项目管理办法")
    box.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert RULES in results(page)[:3], "the rules must be among the first"
    expect(page.locator("#q")).to_have_value("技术改造项目管理办法")


def test_fragment_of_a_title(page, catalog):
    """Design 6: any fragment of a title finds its document; what was looked for is marked."""
    found = search(page, "设备更新实施方案")
    assert "示例市推动工业领域设备更新实施方案" == catalog[found[0]]["title"], "the document must come first"
    first = page.locator("#search-results [data-index]").first
    expect(first.locator(".entry__title mark")).to_have_text("设备更新实施方案")
    expect(first).to_contain_text("示工信发〔2026〕11号")


@pytest.mark.parametrize(
    "spelling", ["示工信规〔2025〕1号", "示工信规[2025]1号", "示工信规（2025）1号", "示工信规2025 1"]
)
def test_document_number_in_any_spelling(page, spelling):
    """Design 6: 文号 is found whichever brackets a reader has at hand, or none."""
    assert RULES == search(page, spelling)[0], f"{spelling} must find the document of that number first"


def test_index_number(page):
    """Design 6: the index number finds its one document."""
    assert RULES == search(page, RULES)[0], "the index number must find its document first"


def test_filter_by_hand(page, catalog):
    """Design 6: a filter narrows the results, stands in the address, and is undone by going back."""
    everything = search(page, "技术改造")
    page.get_by_text("筛选", exact=True).click()
    page.get_by_role("group", name="公开类别").get_by_role("checkbox", name="政策解读").check()
    page.wait_for_url("**category=*")
    found = results(page)
    assert {"政策解读"} == {catalog[index]["category"] for index in found}, "only that category may be shown"
    assert ["政策解读"] == given(page)["category"], "the filter must stand in the address"
    page.go_back()
    page.wait_for_url(lambda url: "category" not in url)
    wait_until(
        page,
        "n => document.querySelectorAll('#search-results [data-index]').length === n",
        arg=len(everything),
    )
    assert everything == results(page), "going back brings all results back"


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("category", "政策解读", "category"),
        ("office", "示例市工业和信息化局", "office"),
        ("year", "2025", "formed"),
    ],
)
def test_filter_by_address(page, catalog, name, value, field):
    """Design 6: a search with filters can be kept and sent, as an address."""
    found = search(page, "技术改造", **{name: value})
    assert found, f"something must be found with {name}={value}"
    assert {True} == {catalog[index][field].startswith(value) for index in found}, (
        "all must be of that filter"
    )


def test_order_by_date(page, catalog):
    """Design 6: by date, the newest first, and the address says so."""
    search(page, "技术改造")
    page.get_by_label("排序").select_option("date")
    page.wait_for_url("**order=date*")
    dates = [catalog[index]["formed"] for index in results(page)]
    assert sorted(dates, reverse=True) == dates, "the newest must come first"
    assert len(dates) > 3, "order needs something to order"


def test_no_hit(page):
    """Design 6: without a hit the page says what was looked for and how to go on."""
    assert [] == search(page, "量子飞船")
    expect(page.locator("#search-status")).to_contain_text("量子飞船")
    page.locator("#search-results").get_by_role("link", name="依申请公开").click()
    expect(page.locator("h1")).to_have_text("依申请公开")


def test_query_is_text(page):
    """What a reader types is shown as text, whatever it looks like."""
    search(page, "%3Cimg src=x onerror=alert(1)%3E 办法")
    assert 0 == page.locator("#search-results img, #search-status img").count(), (
        "no element may come of a query"
    )


def test_typing_changes_the_address(page):
    """Design 6: results follow the typing; the address does too, so that a reload shows the same."""
    page.goto("search.html")
    page.locator("#q").press_sequentially("节能监察")
    wait_until(page, "location.search.includes('q=')")
    shown = results(page)
    page.reload()
    assert "节能监察" == unquote(given(page)["q"][0]), "the address must hold the query"
    assert shown == results(page), "a reload shows the same"


def test_keys(page):
    """Design 8: `/` goes to the box, arrows move through the results and back, Enter opens."""
    search(page, "技术改造")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    titles = page.locator("#search-results .entry__title a")
    page.keyboard.press("ArrowDown")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    title = titles.nth(0).inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/**")
    expect(page.locator("h1")).to_have_text(title)


def test_more_results(page):
    """Ten results are shown at first, the next ten when asked, and the focus goes to the first of them."""
    search(page, "技术改造")
    page.get_by_role("button", name="更多结果").click()
    expect(page.locator("#search-results .entry").nth(10).locator("a")).to_be_focused()


def test_pages_are_found(page):
    """Design 6: hand-written pages are searched too."""
    search(page, "公共交通 市级机关综合办公区")
    expect(page.locator("#search-results [data-page='about.html']")).to_be_visible()

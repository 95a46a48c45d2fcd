"""Every function by keyboard alone, with the focus always seen (design 8; WCAG 2.1.1, 2.4.1, 2.4.7)."""

import pytest
from playwright.sync_api import expect

FOCUSED = """() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  return { name: (e.innerText || e.getAttribute('aria-label') || e.name || '').trim(), tag: e.tagName,
    seen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight
      && parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none' };
}"""
REACHABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
STOPS = f"[...document.querySelectorAll(`{REACHABLE}`)].filter((e) => e.checkVisibility()).length"


def tab_to(page, name, limit=60):
    """Press Tab until the thing of that name has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if name == page.evaluate(FOCUSED)["name"]:
            return
    pytest.fail(f"{name} is not reached by Tab within {limit} stops")


def test_skip_link(page, visit):
    """WCAG 2.4.1: the first stop of every page leads past the navigation to the text."""
    visit(page, "item with attachments")
    page.keyboard.press("Tab")
    assert "跳到正文" == page.evaluate(FOCUSED)["name"], "the first stop must be the skip link"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null"), (
        "the next stop must lie in the text"
    )


@pytest.mark.parametrize(
    "name", ["home", "catalog", "item with attachments", "apply", "open calls", "search", "offline"]
)
def test_every_stop_is_seen_and_none_is_a_trap(page, visit, name):
    """WCAG 2.1.2, 2.4.7: Tab goes through all controls and out of the page; each shows that it has the focus."""
    visit(page, name)
    expected = page.evaluate(STOPS)
    unseen = []
    for stop in range(expected):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUSED)
        if not state["seen"]:
            unseen.append((stop, state))
    assert [] == unseen, f"{name}: the focus is not seen here"
    last = page.evaluate("document.activeElement.closest('.colophon') !== null")
    assert last, f"{name}: after {expected} stops the focus must be in the foot of the page"


def test_from_home_to_a_document(page):
    """Design 8: catalog, category, document, file: keys only."""
    page.goto("index.html")
    tab_to(page, "法定主动公开内容")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("法定主动公开内容")
    tab_to(page, "项目申报")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("项目申报")
    title = "关于组织申报2027年度市级工业技术改造专项资金项目的通知"
    tab_to(page, title)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    tab_to(page, "本文目录")
    page.keyboard.press("Enter")
    tab_to(page, "二、申报条件", 5)
    page.keyboard.press("Enter")
    expect(page.locator("h2:target")).to_have_text("二、申报条件")
    tab_to(page, "2027年度技改专项资金申报材料包")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert "application-pack-2027.zip" == waiting.value.suggested_filename, "Enter downloads the attachment"


def test_reading_tools(new_page):
    """国办发〔2020〕45号 适老化: text size and contrast by keyboard; pressed buttons say so."""
    page = new_page()
    page.goto("index.html")
    tab_to(page, "大字")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="大字", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="标准字")).to_have_attribute("aria-pressed", "false")
    tab_to(page, "高对比")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    page.keyboard.press("Enter")
    expect(page.locator("html")).not_to_have_attribute("data-contrast", "high")


def test_slash_goes_to_search(page, visit):
    """Design 8: `/` goes to the search box from anywhere, but not while one is typing."""
    visit(page, "guide")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")

"""Comforts of the reader: text size and contrast last, citations are copied, a call says where today stands."""

import pytest
from playwright.sync_api import expect

COLOURS = "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
CALL = "items/2026/2026-00037.html"  # 2026-11-02 to 2026-12-31


def test_large_text_lasts(new_page):
    """国办发〔2020〕45号: 大字 is chosen once, and stays on the next page, after a reload, and before the first paint."""
    page = new_page()
    page.goto("index.html")
    size = "parseFloat(getComputedStyle(document.querySelector('main')).fontSize)"
    usual = page.evaluate(size)
    page.get_by_role("button", name="特大字").click()
    larger = page.evaluate(size)
    assert larger > 1.5 * usual, "特大字 must be clearly larger"
    page.get_by_role("link", name="依申请公开").first.click()
    expect(page.locator("h1")).to_have_text("依申请公开")
    assert larger == page.evaluate(size), "the next page keeps the size"
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-text-size", "larger")
    page.get_by_role("button", name="标准字").click()
    assert usual == page.evaluate(size), "标准字 brings the usual size back"


def test_high_contrast_lasts(new_page):
    """国办发〔2020〕45号: 高对比 is dark with light text, and stays."""
    page = new_page()
    page.goto("index.html")
    page.get_by_role("button", name="高对比").click()
    page.goto(CALL)
    colours = page.evaluate(COLOURS)
    assert ["rgb(255, 255, 255)", "rgb(0, 0, 0)"] == colours, "high contrast is white on black"
    expect(page.get_by_role("button", name="高对比")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-01T23:59:00+08:00", "即将开始"),
        ("2026-11-02T00:01:00+08:00", "申报中（剩 60 天）"),
        ("2026-11-22T12:00:00+08:00", "申报中（剩 40 天）"),
        ("2026-12-31T23:59:00+08:00", "申报中（今日截止）"),
        ("2027-01-01T00:00:00+08:00", "已截止"),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_state_of_a_call(new_page, now, state, zone):
    """申报类: 申报中 or 已截止 is worked out when it is read, by the day in China, wherever the reader is."""
    page = new_page(timezone_id=zone)
    page.clock.set_fixed_time(now)
    page.goto(CALL)
    assert state == page.locator(".call .call-state").inner_text(), f"at {now}, read in {zone}"


def test_only_open_calls(new_page):
    """申报类: the list can be cut to what is open now, and says how many that are."""
    page = new_page()
    page.clock.set_fixed_time("2026-11-22T12:00:00+08:00")
    page.goto("open-calls.html")
    assert 3 == page.locator("[data-call]:visible").count(), "all calls stand in the list"
    page.get_by_role("checkbox", name="只看正在申报的").check()
    assert 1 == page.locator("[data-call]:visible").count(), "only one call is open on that day"
    expect(page.get_by_role("status")).to_have_text("正在申报的有 1 项")
    page.clock.set_fixed_time("2027-02-01T12:00:00+08:00")
    page.reload()
    page.get_by_role("checkbox", name="只看正在申报的").check()
    assert 0 == page.locator("[data-call]:visible").count(), "no call is open later"


def test_what_was_in_force_on_a_day(new_page):
    """有效性: any day can be asked for, by hand or by address; without it the whole list stands."""
    page = new_page()
    page.goto("in-force.html")
    whole = page.locator("[data-in-force]:visible").count()
    page.get_by_label("只看这一天有效的文件").fill("2025-07-01")
    expect(page.get_by_role("status")).to_have_text("2025-07-01 有效的有 8 件")
    assert 8 == page.locator("[data-in-force]:visible").count()
    page.get_by_role("button", name="显示全部").click()
    assert whole == page.locator("[data-in-force]:visible").count(), "all stand again"
    page.goto("in-force.html?on=2022-02-01")
    assert 1 == page.locator("[data-in-force]:visible").count(), "the address names the day"


def test_copy_citation(new_page):
    """Design 8: the citation that is copied is the one printed: office, title, number, date, index number, address."""
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("items/2025/2025-00007.html")
    page.get_by_role("button", name="复制引用格式").click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("dt:text-is('引用格式') + dd").inner_text() == copied, (
        "what is copied is what is printed"
    )
    for part in (
        "示例市工业和信息化局：《示例市工业企业技术改造项目管理办法》（示工信规〔2025〕1号）",
        "2025-06-03",
        "索引号 11990100MB1A23456B/2025-00007",
        "/items/2025/2025-00007.html",
    ):
        assert part in copied, "the citation names office, title, number, date, index number and address"


def test_copying_without_permission(new_page):
    """Where the browser offers no clipboard, an intranet without https, copying works by selection."""
    page = new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.goto("items/2025/2025-00007.html")
    page.get_by_role("button", name="复制引用格式").click()
    expect(page.get_by_role("status")).to_have_text("已复制")

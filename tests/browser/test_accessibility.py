"""No page type has a violation that axe-core knows of (design 8; Y13, S: 信息无障碍)."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
RUN = """axe.run({resultTypes: ['violations']}).then((done) => done.violations.map(
  (v) => `${v.id} (${v.impact}): ` + v.nodes.slice(0, 5).map((n) => n.target.join(' ')).join(', ')))"""


def violations(page):
    """What axe-core objects to on a page by the rules that it runs unasked, a line a finding."""
    page.evaluate(AXE)
    return page.evaluate(RUN)


def test_no_violation(page, visit, kind):
    """Design 8: no axe violation on any page type at 1280 px."""
    visit(page, kind)
    assert [] == violations(page), f"axe objects to the page {kind}"


def test_no_violation_on_a_phone(narrow, visit, kind):
    """Design 8: no axe violation on any page type at 390 px."""
    visit(narrow, kind)
    assert [] == violations(narrow), f"axe objects to the page {kind} on a phone"


@pytest.mark.parametrize("name", ["home", "repealed item", "apply", "statistics"])
def test_no_violation_in_high_contrast(new_page, visit, name):
    """Design 8: the high-contrast colours are as sound as the usual ones."""
    page = new_page()
    page.goto("index.html")
    page.get_by_role("button", name="高对比").click()
    visit(page, name)
    assert [] == violations(page), f"axe objects to {name} in high contrast"


def test_former_address(page, site):
    """Design 8: the page at a former address too, read before it leads on."""
    html = (site / "zwgk/2022/t20220315_1024.htm").read_text(encoding="utf-8")
    page.goto("about.html")
    page.set_content(re.sub(r'<meta http-equiv="refresh"[^>]*>', "", html))
    assert [] == violations(page), "axe objects to the page at a former address"


def test_one_first_heading(page, visit, kind):
    """Every page has exactly one h1, and its title begins with what the page is about, then the office."""
    visit(page, kind)
    assert 1 == page.locator("h1").count(), f"{kind} must have one h1"
    assert page.title().endswith("示例市工业和信息化局"), f"the title of {kind} must name the office"
    assert "zh-CN" == page.locator("html").get_attribute("lang"), f"{kind} must say that it is Chinese"

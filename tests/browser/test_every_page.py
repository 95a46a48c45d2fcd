"""What holds for every type of page, each opened once: structure, policy, accessibility, and the width of a phone."""

import pytest
from axe import violations
from served_site import HEAR, policy_violations

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const inside = (e) => e.closest('.table-scroll, pre, .unseen, .skip, [hidden]');
  return [...document.querySelectorAll('body *')]
    .filter((e) => !inside(e) && e.getClientRects().length && e.getBoundingClientRect().right > width + 1)
    .map((e) => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30)).slice(0, 5);
}"""
SCROLLS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll('body *')].filter((e) => !e.closest('.unseen, svg, .table-scroll')
  && ['hidden', 'clip'].includes(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1).length"""


@pytest.fixture(scope="module")
def listening(own_page):
    """A page that hears what its policy forbids."""
    own_page.add_init_script(HEAR)
    return own_page


@pytest.fixture(scope="module")
def opened(listening, visit, kind):
    """The page of this type, opened at a desk's width."""
    listening.set_viewport_size({"width": 1280, "height": 900})
    visit(listening, kind)
    return listening


@pytest.fixture
def narrowed(opened):
    """The same page, as wide as a phone."""
    opened.set_viewport_size({"width": 390, "height": 844})
    return opened


def test_no_page_violates_its_policy(opened, kind):
    """Integrity C: it loads whole under its own policy and that of the server, search results included."""
    assert [] == policy_violations(opened), f"{kind} wants what its policy forbids"
    face = "getComputedStyle(document.querySelector('.colophon')).backgroundColor"
    assert "rgb(27, 39, 56)" == opened.evaluate(face), f"{kind} has no style"


def test_one_first_heading(opened, kind):
    """Every page has exactly one h1, and its title begins with what the page is about, then the office."""
    assert 1 == opened.locator("h1").count(), f"{kind} must have one h1"
    assert opened.title().endswith("示例市工业和信息化局"), f"the title of {kind} must name the office"
    assert "zh-CN" == opened.locator("html").get_attribute("lang"), f"{kind} must say that it is Chinese"


def test_no_violation(opened, kind):
    """Design 8; Y13: no axe violation on any page type at 1280 px."""
    assert [] == violations(opened), f"axe objects to the page {kind}"


def test_no_violation_on_a_phone(narrowed, kind):
    """Design 8; Y13: no axe violation on any page type at 390 px."""
    assert [] == violations(narrowed), f"axe objects to the page {kind} on a phone"


def test_nothing_sticks_out(narrowed, kind):
    """Design 8: no page scrolls sideways at 390 px, nor with the reader's text twice as large, and none is cut."""
    assert [] == narrowed.evaluate(OVERFLOW), f"{kind} is wider than a phone"
    assert 0 == narrowed.evaluate(SCROLLS), f"{kind} scrolls sideways on a phone"
    # Twice the 125 % of the style sheet; through the object model, since the pages' policy runs no added style.
    narrowed.evaluate("document.documentElement.style.setProperty('font-size', '250%', 'important')")
    assert [] == narrowed.evaluate(OVERFLOW), f"{kind} with text at 200 % is wider than a phone"
    assert 0 == narrowed.evaluate(SCROLLS), f"{kind} with text at 200 % scrolls sideways"
    assert 0 == narrowed.evaluate(CUT), f"{kind} with text at 200 % hides text"

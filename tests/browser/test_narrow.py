"""A phone of 390 pixels, and text twice as large: nothing is lost beyond the edge (design 8)."""

from served_site import wait_until

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


def test_nothing_sticks_out(narrow, visit, kind):
    """Design 8: no page scrolls sideways at 390 px, nor with the reader's text twice as large, and none is cut."""
    visit(narrow, kind)
    assert [] == narrow.evaluate(OVERFLOW), f"{kind} is wider than a phone"
    assert 0 == narrow.evaluate(SCROLLS), f"{kind} scrolls sideways on a phone"
    # Twice the 125 % of the style sheet; through the object model, since the pages' policy runs no added style.
    narrow.evaluate("document.documentElement.style.setProperty('font-size', '250%', 'important')")
    assert [] == narrow.evaluate(OVERFLOW), f"{kind} with text at 200 % is wider than a phone"
    assert 0 == narrow.evaluate(SCROLLS), f"{kind} with text at 200 % scrolls sideways"
    assert 0 == narrow.evaluate(CUT), f"{kind} with text at 200 % hides text"


def test_wide_table_moves_by_keyboard(narrow, visit):
    """A table wider than the screen lies in a frame that takes the focus and scrolls with the arrow keys."""
    visit(narrow, "item with attachments")
    frame = narrow.locator(".document .table-scroll").first
    assert frame.evaluate("e => e.scrollWidth > e.clientWidth"), (
        "the first table of this item must be a wide one"
    )
    frame.focus()
    narrow.keyboard.press("ArrowRight")
    wait_until(narrow, "e => e.scrollLeft > 0", arg=frame.element_handle())


def test_controls_are_large_enough(narrow, visit):
    """WCAG 2.5.8: what one presses on the phone's first screen is at least 24 pixels high."""
    visit(narrow, "home")
    heights = narrow.locator(".masthead a, .masthead button, .masthead input, .columns a").evaluate_all(
        "found => found.map((e) => [e.textContent.trim(), e.getBoundingClientRect().height])"
    )
    assert heights, "the head of the page must have controls"
    assert [] == [row for row in heights if row[1] < 24], "these controls are too small for a finger"

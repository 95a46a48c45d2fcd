"""A phone of 390 pixels, and text twice as large: nothing is lost beyond the edge (design 8)."""

from served_site import wait_until


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

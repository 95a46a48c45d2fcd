"""No violation that axe-core knows of where a reader has changed the look, and at former addresses (design 8; Y13)."""

import re

import pytest
from axe import violations


@pytest.mark.parametrize("name", ["home", "repealed item", "apply", "statistics", "offline"])
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

"""Make the pictures of docs/images anew from the sample office. Run it in the environment of the tests.

    .venv/bin/python scripts/screenshots.py [NAME …]

They are WebP, written by Chromium itself, so that nothing else is needed to make them small.
"""

import base64
import sys
from pathlib import Path

from environment import ROOT
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(ROOT / "tests" / "browser"))

from served_site import ARGUMENTS, TODAY, find_browser, served_sample

IMAGES = ROOT / "docs" / "images"
WIDE, NARROW = (1280, 1500), (390, 1200)
QUALITY = 72  # per cent; text stays clean
MOST_BYTES = 150_000
TALLEST = 2400  # pixels

# name: address, (width, height; None for the whole page), what is done to the page before
SHOTS = {
    "home-1280": ("index.html", WIDE, ""),
    "home-390": ("index.html", NARROW, ""),
    "item-1280": ("items/2026/2026-00037.html", (1280, None), ""),
    "item-390": ("items/2026/2026-00037.html", NARROW, ""),
    "repealed-1280": ("items/2022/2022-00002.html", (1280, 1100), ""),
    "budget-390": ("items/2026/2026-00005.html#s4", NARROW, ""),
    "withdrawn-1280": ("items/2022/2022-00003.html", (1280, 900), ""),
    "catalog-1280": ("catalog/index.html", WIDE, ""),
    "listing-390": ("catalog/all.html", NARROW, ""),
    "search-1280": ("search.html?q=技术改造", WIDE, "document.querySelector('.search details').open = true"),
    "search-390": ("search.html?q=技术改造", NARROW, ""),
    "guide-1280": ("guide.html", WIDE, ""),
    "apply-1280": ("apply.html", (1280, 2200), ""),
    "calls-1280": ("open-calls.html", (1280, 1200), ""),
    "statistics-1280": ("statistics.html", WIDE, ""),
    "high-contrast": (
        "items/2025/2025-00007.html",
        WIDE,
        "document.documentElement.dataset.contrast = 'high'",
    ),
    "large-text": ("index.html", WIDE, "document.documentElement.dataset.textSize = 'larger'"),
    "print-item": ("items/2025/2025-00006.html", (794, None), "print"),
}
SHEET = "document.body.style.cssText = 'padding: 20mm 24mm 20mm 26mm; background: #fff'"


def shoot(page: Page, address: str, size: tuple[int, int | None], change: str) -> bytes:
    """The picture of one page as WebP."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height or 900})
    page.emulate_media(media="print" if change == "print" else "screen")
    page.goto(address)
    if change == "print":
        page.evaluate(SHEET)
    elif change:
        page.evaluate(change)
    page.wait_for_load_state("networkidle")  # a search has answered, filters are counted
    whole = page.evaluate("document.documentElement.scrollHeight")
    top = page.evaluate("scrollY")
    area = {"x": 0, "y": top, "width": width, "height": min(height or whole, TALLEST), "scale": 1}
    session = page.context.new_cdp_session(page)
    wanted = {"format": "webp", "quality": QUALITY, "clip": area, "captureBeyondViewport": True}
    return base64.b64decode(session.send("Page.captureScreenshot", wanted)["data"])


def main(names: list[str]) -> int:
    """Write the named pictures, or all; 1 when one is too large for the repository."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    too_large = 0
    with served_sample() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        for name in names or SHOTS:
            page = browser.new_page(base_url=address, locale="zh-CN", reduced_motion="reduce")
            page.clock.set_fixed_time(f"{TODAY}T12:00:00+08:00")  # calls stand as on the sample's day
            picture = shoot(page, *SHOTS[name])
            page.close()
            Path(IMAGES / f"{name}.webp").write_bytes(picture)
            print(f"{name}.webp  {len(picture):,}")
            too_large += len(picture) > MOST_BYTES
        browser.close()
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

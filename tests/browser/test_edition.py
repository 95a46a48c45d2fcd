"""The edition for reading rooms, opened from a disk as its readers do, in both browsers; and the site and its copy in Firefox."""

import contextlib
import shutil
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe import violations
from click.testing import CliRunner
from disclosure.cli import main
from playwright.sync_api import Error
from served_site import serve
from site_maker import TODAY


class Chromium:
    """A page of Chromium with the few words that the page of firefox.py has."""

    def __init__(self, page):
        self.complaints = []
        self.goto, self.evaluate, self.type = page.goto, page.evaluate, page.keyboard.type
        page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))


@pytest.fixture(params=["chromium", pytest.param("firefox", marks=pytest.mark.firefox)])
def reader(request):
    """A page in each browser, which may complain of nothing."""
    if request.param == "firefox":
        page = request.getfixturevalue("firefox")
        page.complaints.clear()
    else:
        page = Chromium(request.getfixturevalue("new_page")())
    yield page
    page.evaluate("0")  # what was told until now has come
    assert [] == page.complaints


@pytest.fixture(scope="module")
def edition(built, tmp_path_factory):
    """An edition of the small office, in a folder with a Chinese name and a space."""
    place = tmp_path_factory.mktemp("edition")
    shutil.copytree(built.root, place / "office")
    out = place / "阅览室 版"
    given = [
        "pack",
        "--reading-room",
        "--site",
        str(place / "office"),
        "--today",
        TODAY,
        "--next",
        "2026-12-01",
        str(out),
    ]
    done = CliRunner().invoke(main, given, catch_exceptions=False)
    assert 0 == done.exit_code, done.output
    return out


def wait(reader, expression):
    """Wait until an expression is true in the page; its value."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with contextlib.suppress(RuntimeError, Error):  # the page asked may be going away
            if found := reader.evaluate(expression):
                return found
        time.sleep(0.05)
    raise AssertionError(f"not true within 10 seconds: {expression}")


def found(reader):
    """Wait for the results of a search; their index numbers."""
    rows = "Array.from(document.querySelectorAll('#search-results [data-index]'), (row) => row.dataset.index)"
    state = "document.querySelector('#search-results')"
    return wait(reader, f"({state} && {state}.dataset.state === 'done') ? [{rows}] : null")[0]


def follow(reader, selector):
    """Press Enter on a link and wait until its page is there."""
    address = reader.evaluate(f"document.querySelector({selector!r}).href")
    reader.evaluate(f"document.querySelector({selector!r}).focus()")
    reader.type("\n")
    wait(reader, f"location.href === {address!r} && document.readyState === 'complete'")
    return address


def test_the_edition_from_a_stick(reader, edition):
    """S12, 条例 25: opened by double-click: search, filter, item, attachment and lists, without a server or network."""
    reader.goto((edition / "index.html").as_uri())
    assert "第 1 版" in reader.evaluate("document.querySelector('.lead').textContent")
    reader.evaluate("document.querySelector('#q').focus()")
    reader.type("技术改造\n")
    wait(reader, "location.pathname.endsWith('/site/search.html')")
    every = found(reader)
    assert len(every) > 1
    reader.evaluate("document.querySelector('#search-form summary').click()")
    wait(reader, "document.querySelector('#filter-category input') !== null")
    reader.evaluate("document.querySelector('#filter-category input').click()")
    wait(reader, "document.querySelector('#search-form summary').textContent.includes('已选 1 项')")
    some = found(reader)
    assert set(some) < set(every), "the filter leaves some"
    follow(reader, f"#search-results [data-index='{some[0]}'] a")
    assert some[0] in reader.evaluate("document.querySelector('main').textContent")
    assert "阅览室版第 1 版" in reader.evaluate("document.querySelector('.edition').textContent")
    follow(reader, ".edition a")
    follow(reader, ".doors a[href$='all.html']")
    follow(reader, ".entries a[href$='2026-00001.html']")
    file = reader.evaluate("document.querySelector('.attachments a').href")
    assert Path(unquote(urlsplit(file).path)).is_file(), "the attachment is on the stick"


def test_its_first_page_is_accessible_and_narrow(chromium, edition):
    """Design 8: axe-core finds nothing on the first page and on a marked one, and both fit a phone."""
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        for address in ("index.html", "site/items/2026/2026-00001.html"):
            page.goto((edition / address).as_uri())
            assert [] == violations(page)
            assert 390 >= page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.firefox
def test_the_site_in_firefox(firefox, address):
    """Design 8: the served site searches and filters in Firefox too, under the same policy, without a complaint."""
    firefox.complaints.clear()
    firefox.goto(f"{address}search.html?q=技术改造")
    every = found(firefox)
    firefox.goto(f"{address}search.html?q=技术改造&year=2022")
    assert 0 < len(found(firefox)) < len(every)
    assert [] == firefox.complaints


@pytest.mark.firefox
def test_an_offline_copy_in_firefox(firefox, built):
    """Design 1: Firefox keeps a copy when asked to, and reads and searches it with the server stopped."""
    with serve(built.out, protocol_version="HTTP/1.0") as address:  # no connection outlives the server
        firefox.goto(f"{address}offline.html")
        wait(firefox, "document.querySelector('#offline-keep').hidden === false")
        firefox.evaluate("document.querySelector('#offline-keep').click()")
        wait(firefox, "document.querySelector('#offline-state').textContent.includes('保存好了。')")
    firefox.goto(f"{address}search.html?q=技术改造")
    assert found(firefox)
    assert "2026" in wait(firefox, "document.querySelector('.offline-banner').textContent")
    follow(firefox, "#search-results .entry__title a")
    assert firefox.evaluate("document.querySelector('h1').textContent")

"""A real Chromium on the sample office: built once, served below a sub-path, watched in all that it does."""

import os
import sys
from pathlib import Path

import pytest
from filelock import FileLock

sys.path.insert(0, str(Path(__file__).resolve().parent))

import served_site
from served_site import PAGES

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
USUAL = {"locale": "zh-CN", "reduced_motion": "reduce"}  # a page that glides is not yet where it is going


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the built sample office; not to be changed. Built once for all workers of a test run."""
    run = tmp_path_factory.getbasetemp()
    shared = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "sample"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            served_site.build_sample(shared.with_name("sample-new")).rename(shared)
    return shared


@pytest.fixture(scope="session")
def address(site):
    """Where the sample office is served."""
    with served_site.serve(site) as found:
        yield found


class Watch:
    """Hears what pages ask for and complain of: no request may leave the host, no error stand in a console."""

    def __init__(self, address):
        self.ours = (address.removesuffix(served_site.PREFIX) + "/", "file:", "data:", "blob:")
        self.strayed, self.complaints = [], []

    def over(self, context):
        """Watch all pages of a context, and return it."""
        context.set_default_timeout(10_000)
        context.on("request", lambda asked: asked.url.startswith(self.ours) or self.strayed.append(asked.url))
        context.on("console", self.hear)
        context.on("weberror", lambda fault: self.complaints.append(f"{fault.page.url}: {fault.error}"))
        return context

    def hear(self, message):
        """Keep errors; that an address asked for on purpose is not found is none."""
        where = message.location.get("url", "")
        if message.type == "error" and "no/such" not in where:
            self.complaints.append(f"{where}: {message.text}")

    def judge(self):
        """Fail with what was heard, and forget it."""
        strayed, complaints = self.strayed[:], self.complaints[:]
        self.strayed.clear()
        self.complaints.clear()
        assert [] == strayed, "these requests left the host"
        assert [] == complaints, "these errors stood in the console"


@pytest.fixture(scope="session")
def watch(address):
    """The one watch over every page of the run."""
    return Watch(address)


@pytest.fixture(autouse=True)
def watched(watch):
    """Design 8, in every test: no request leaves the host, no console error on any page."""
    yield
    watch.judge()


@pytest.fixture(scope="session")
def firefox(tmp_path_factory):
    """The one Firefox of a test run; its absence skips on a person's machine and fails where it was promised."""
    program = served_site.find_browser("FIREFOX")
    if program is None or not program.exists():
        promised = os.environ.get("CI") == "true" or "DISCLOSURE_FIREFOX" in os.environ
        (pytest.fail if promised else pytest.skip)("no Firefox was found; name one in DISCLOSURE_FIREFOX")
    started = pytest.importorskip("firefox", reason="websockets is not installed").started
    with started(program, tmp_path_factory.mktemp("firefox")) as page:
        yield page


@pytest.fixture
def new_page(chromium, address, watch):
    """Make a page with settings and memory of its own.

    new_page(NARROW), new_page(java_script_enabled=False), …
    """
    contexts = []

    def make(viewport=WIDE, **options):
        contexts.append(chromium.new_context(viewport=viewport, base_url=address, **USUAL, **options))
        return watch.over(contexts[-1]).new_page()

    yield make
    for context in contexts:
        context.close()


def shared_page(chromium, address, watch, viewport, **options):
    """One page for many tests, which leave no settings behind: opening it anew for each takes longer than they do."""
    with chromium.new_context(viewport=viewport, base_url=address, **USUAL, **options) as context:
        yield watch.over(context).new_page()


@pytest.fixture(scope="session")
def page(chromium, address, watch):
    """A page of 1280 pixels' width, shared: change no settings in it."""
    yield from shared_page(chromium, address, watch, WIDE)


@pytest.fixture(scope="session")
def narrow(chromium, address, watch):
    """A page as wide as a phone, shared: change no settings in it."""
    yield from shared_page(chromium, address, watch, NARROW)


@pytest.fixture(scope="module")
def own_page(chromium, address, watch):
    """A page of the file's own, shared by its tests, which may change its settings."""
    yield from shared_page(chromium, address, watch, WIDE)


@pytest.fixture(scope="module")
def plain(chromium, address, watch):
    """A page without JavaScript, shared by the tests of a file."""
    yield from shared_page(chromium, address, watch, WIDE, java_script_enabled=False)


@pytest.fixture(scope="module", params=PAGES)
def kind(request):
    """Every type of page, by name; the tests of one stand together, so that it can be opened once for all."""
    return request.param


@pytest.fixture(scope="session")
def visit():
    """Open a type of page and see that it is one, by its name in PAGES."""

    def go(page, name):
        where, sign = PAGES[name]
        page.goto(where)
        page.wait_for_selector(sign)

    return go

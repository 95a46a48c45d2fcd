"""Fixtures that several test modules share."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# Test modules are imported by path (import-mode=importlib): their common module is found through this folder.
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "browser")]

import served_site  # noqa: E402
import site_maker  # noqa: E402
from disclosure.gates.cache import FOLDER  # noqa: E402

# The same cases on every machine and in every run: a failure seen once can be seen again.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")


@pytest.fixture
def make_site(tmp_path, request):
    """Give a maker of scratch sites in this test's own folder, of which the first is named `office`.

    What the gates saw in the files of the small office is kept, as in an office that was built before.
    """

    def make(base="small", name="office"):
        site = site_maker.make_site(tmp_path / name, base)
        if base == "small":
            seen = request.getfixturevalue("built").root / FOLDER
            shutil.copytree(seen, site.root / FOLDER, dirs_exist_ok=True)
        return site

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The small office, built once, with its search index; not to be changed."""
    site = site_maker.make_site(tmp_path_factory.mktemp("built") / "office")
    done = site.build(search=True)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="session")
def chromium():
    """The one browser of a test run, since Playwright runs once in a process.

    Its absence skips the tests on a person's machine and fails them where it was promised.
    """
    program = served_site.find_browser()
    if program is None or not program.exists():
        reason = "no Chromium, Chrome or Edge was found; name one in DISCLOSURE_CHROMIUM"
        promised = os.environ.get("CI") == "true" or "DISCLOSURE_CHROMIUM" in os.environ
        (pytest.fail if promised else pytest.skip)(reason)
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=served_site.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def agent(tmp_path):
    """A running ssh-agent; yields the environment that finds it, and ends it."""
    if not all(map(shutil.which, ("ssh-agent", "ssh-add", "ssh-keygen"))):
        pytest.skip("no OpenSSH on this machine")
    process = subprocess.Popen(
        ["ssh-agent", "-D", "-a", str(tmp_path / "agent")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    process.stdout.readline()  # it listens once it says where
    yield {**os.environ, "SSH_AUTH_SOCK": str(tmp_path / "agent")}
    process.terminate()
    process.wait()
    process.stdout.close()

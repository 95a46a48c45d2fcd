"""Fixtures that several test modules share."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

# Test modules are imported by path (import-mode=importlib): their common module is found through this folder.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import site_maker

# The same cases on every machine and in every run: a failure seen once can be seen again.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")


@pytest.fixture
def make_site(tmp_path):
    """Give a maker of scratch sites in this test's own folder, of which the first is named `office`."""

    def make(base="small", name="office"):
        return site_maker.make_site(tmp_path / name, base)

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The small office, built once, with its search index; not to be changed."""
    site = site_maker.make_site(tmp_path_factory.mktemp("built") / "office")
    done = site.build(search=True)
    assert done.returncode == 0, done.stderr
    return site

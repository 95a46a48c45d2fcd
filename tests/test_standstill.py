"""A build to which nothing changed builds nothing, and misses no change (design 8)."""

import os
import subprocess
import time

import pytest
import site_maker
from disclosure import kept
from disclosure.publish.folders import forget_kept
from disclosure.publish.standstill import Standstill, inputs_of

TODAY = site_maker.TODAY
REPORT = {"published": 3, "problems": []}


def swap_bytes(path):
    """Other bytes of the same size at the same time of change, in the same inode."""
    info = path.stat()
    path.write_bytes(bytes(byte ^ 1 for byte in path.read_bytes()))
    os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))
    after = path.stat()
    assert (info.st_size, info.st_mtime_ns, info.st_ino) == (after.st_size, after.st_mtime_ns, after.st_ino)


def git(root, *arguments):
    """Run git as a person who has set a name."""
    named = ("-c", "user.name=x", "-c", "user.email=x@example.gov.cn")
    subprocess.run(["git", "-C", root, *named, *arguments], check=True, capture_output=True)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder that looks as after a build, and what was kept of it; its files count as settled."""
    monkeypatch.setattr("disclosure.publish.standstill.SETTLING", -(10**12))
    root = tmp_path / "office"
    for name in (
        *("content/index.md", "content/items/2026/2026-00001.md", "catalog/site.yml", "mkdocs.yml"),
        *("site/index.html", "site/items/2026/2026-00001.html"),
        *(".cache/disclosure/manifest.json", ".cache/disclosure/SHA256SUMS", ".cache/disclosure/changes.txt"),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "content", "catalog", "mkdocs.yml")
    git(root, "commit", "--quiet", "--message", "first")
    keep(root)
    return root


def keep(root, inputs=None):
    """Keep a report for the folder as it is."""
    inputs = inputs_of(root, TODAY, search=True) if inputs is None else inputs
    Standstill(root, root / "site").keep(inputs, REPORT)


def report(root, today=TODAY, *, search=True):
    """The report that a build would tell again."""
    return Standstill(root, root / "site").report(inputs_of(root, today, search=search))


CHANGES = {
    "bytes of an item": lambda root: swap_bytes(root / "content/items/2026/2026-00001.md"),
    "bytes of a setting": lambda root: swap_bytes(root / "catalog/site.yml"),
    "the configuration": lambda root: swap_bytes(root / "mkdocs.yml"),
    "a new file": lambda root: (root / "content/new.md").write_text("x", "utf-8"),
    "a file gone": lambda root: (root / "content/items/2026/2026-00001.md").unlink(),
    "another name": lambda root: (root / "catalog/site.yml").rename(root / "catalog/sites.yml"),
    "a new folder": lambda root: (root / "catalog/status").mkdir(),
    "a link": lambda root: (root / "content/link.md").symlink_to(root / "mkdocs.yml"),
    "a page defaced": lambda root: swap_bytes(root / "site/items/2026/2026-00001.html"),
    "a page gone": lambda root: (root / "site/index.html").unlink(),
    "a page too many": lambda root: (root / "site/x.html").write_text("x", "utf-8"),
    "no site": lambda root: (root / "site").rename(root / "elsewhere"),
    "the list of files": lambda root: swap_bytes(root / ".cache/disclosure/SHA256SUMS"),
    "a killed build": lambda root: (root / ".site.next").mkdir(),
    "a commit": lambda root: git(root, "commit", "--quiet", "--allow-empty", "--message", "second"),
    "history": lambda root: git(root, "branch", "other", git_commit(root)),
    "a damaged file": lambda root: [p.write_bytes(b"x") for p in root.glob(".cache/disclosure/kept/*")],
}


def git_commit(root):
    """A commit that no branch holds."""
    command = ["git", "-C", root, "-c", "user.name=x", "-c", "user.email=x@example.gov.cn"]
    done = subprocess.run(
        [*command, "commit-tree", "HEAD^{tree}", "-m", "x"], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_is_seen(office, change):
    """Exact: whatever a build is made of or has left, a change of it asks for a build."""
    assert REPORT == report(office), "nothing changed"
    change(office)
    assert report(office) is None


def test_another_day_another_choice_another_pin(office, monkeypatch):
    """The day, the search and what the environment says are part of what a build is made of."""
    assert report(office, "2026-06-16") is None
    assert report(office, search=False) is None
    monkeypatch.setenv("DISCLOSURE_LEDGER_PIN", "0" * 64)
    assert report(office) is None


def test_a_file_of_a_moment_ago_proves_nothing(office, monkeypatch):
    """The clock of a disk ticks in steps: a file changed twice in one step looks the same."""
    monkeypatch.setattr("disclosure.publish.standstill.SETTLING", kept.SETTLING)
    assert "" == inputs_of(office, TODAY, search=True), "it was written within the last second"
    assert report(office) is None


def test_what_an_earlier_build_reported_does_not_stay(office):
    """Q34: a report may name what is withdrawn by now; a build that keeps none removes the one before."""
    [path] = (office / ".cache/disclosure/kept").iterdir()
    keep(office, "")
    assert not path.exists()


def test_a_build_without_changes_builds_nothing(tmp_path):
    """Design 8: it says what the build before said, lists no change, and leaves the site's folder itself alone."""
    site = site_maker.make_site(tmp_path / "office", "bare")
    site.add_item("2026-00001", title="没有这个机构，不发布")
    time.sleep(kept.SETTLING / 1e9)
    first = site.build("--changes")
    place = site.out.stat()
    again = site.build("--changes")
    assert place.st_ino == site.out.stat().st_ino, "a build puts another folder in its place"
    assert first.returncode == again.returncode
    assert first.stderr == again.stderr
    assert [
        line for line in first.stdout.splitlines() if not line.startswith("+ ")
    ] == again.stdout.splitlines()
    still = Standstill(site.root, site.out)
    inputs = kept.load_kept(still.place)["last"]["inputs"]
    assert ["2026-00001"] == [row["id"] for row in still.report(inputs)["quarantined"]]
    forget_kept(site.root)
    assert still.report(inputs) is None, "told to rest on nothing kept (--clean), it is made anew"


def test_a_configuration_that_reads_more_is_built_each_time(tmp_path):
    """A plugin or a variable may hold anything: such a site never stands still."""
    from disclosure.verbs.derived_configuration import derive_configuration

    site = site_maker.make_site(tmp_path / "office", "bare")
    plain = site.read("mkdocs.yml")
    for more, expected in (("", True), ("plugins: [search]\n", False), ("copyright: !ENV X\n", False)):
        site.write("mkdocs.yml", plain + more)
        assert expected == derive_configuration(site.root, site.out, tmp_path)[1], more

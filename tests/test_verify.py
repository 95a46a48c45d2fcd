"""Verify: what a host serves is what was built, and every page's links lead somewhere (design 1, 3; defacement)."""

import pytest
import site_maker
from disclosure.publish.manifest import read_listing
from disclosure.verify.files import compare
from disclosure.verify.pages import check_pages

BASE = "https://small.example.gov.cn/disclosure/"


@pytest.fixture
def published(built, tmp_path):
    """A copy of the built office as a host has it, and its manifest, kept elsewhere."""
    import shutil

    host = shutil.copytree(built.out, tmp_path / "host")
    manifest = shutil.copy(built.root / ".cache" / "disclosure" / "manifest.json", tmp_path / "manifest.json")
    return host, manifest


def differences(host, manifest):
    return [(found.kind, found.address) for found in compare(host, read_listing(manifest).files)]


def test_an_untouched_copy(published):
    """Design 3: rebuild elsewhere and compare: nothing differs, however the files were copied."""
    assert [] == differences(*published)


def test_every_change_is_seen(published):
    """Defacement: a changed byte, a removed page, a file put beside, a link in place of a file."""
    host, manifest = published
    page = host / "items" / "2026" / "2026-00001.html"
    page.write_bytes(page.read_bytes().replace("我".encode(), "你".encode()) + b" ")
    (host / "feeds" / "new.xml").unlink()
    (host / "items" / "2026" / "index.php").write_text("<?php", encoding="utf-8")
    (host / "catalog.csv").rename(host.parent / "catalog.csv")
    (host / "catalog.csv").symlink_to(host.parent / "catalog.csv")
    expected = [
        ("changed", "catalog.csv"),
        ("missing", "feeds/new.xml"),
        ("changed", "items/2026/2026-00001.html"),
        ("extra", "items/2026/index.php"),
    ]
    assert expected == differences(host, manifest)


def test_the_manifest_lists_everything(built):
    """Design 3: every published file with size and digest; today, the approval mode, and what depends on the day."""
    import json

    loaded = json.loads((built.root / ".cache" / "disclosure" / "manifest.json").read_bytes())
    assert (1, site_maker.TODAY, "none") == (loaded["format"], loaded["today"], loaded["approval"])
    assert site_maker.tree(built.out) == {file["path"]: file["sha256"] for file in loaded["files"]}
    assert {"index.html", "statistics.html", "items/2026/2026-00006.html"} <= set(loaded["depends_on_today"])


def test_pages_that_depend_on_the_day_are_named(built, make_site):
    """Design 3: a list says which pages depend on today: the next day nothing else is another."""
    import json

    site = make_site()
    assert 0 == site.build(today="2026-06-14", search=True).returncode
    before, after = site_maker.tree(site.out), site_maker.tree(built.out)
    changed = {address for address in after if after[address] != before.get(address)}
    loaded = json.loads((built.root / ".cache" / "disclosure" / "manifest.json").read_bytes())
    assert before.keys() == after.keys()
    assert set() == changed - set(loaded["depends_on_today"])


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="b.html">', []),
        ('<a href="b.html#there">', []),
        ('<a href="#here" id="here">', []),
        ('<a href="#%E8%BF%99" id="这">', []),
        ('<a href="folder/">', []),
        ('<a href="https://www.other.example/">', []),
        ('<a href="mailto:a@example.gov.cn"><a href="tel:0990-5560100">', []),
        ('<a href="c.html">', [("broken", "c.html")]),
        ('<a href="b.html#nowhere">', [("broken", "b.html#nowhere")]),
        ('<a href="#nowhere">', [("broken", "#nowhere")]),
        ('<a href="../b.html">', [("broken", "../b.html")]),
        ('<a href="B.html">', [("broken", "B.html")]),
        ('<a href="/disclosure/b.html">', []),
        ('<a href="/b.html">', [("broken", "/b.html")]),
        ('<img src="b.png">', [("broken", "b.png")]),
        (
            '<script src="https://cdn.other.example/x.js"></script>',
            [("foreign", "https://cdn.other.example/x.js")],
        ),
        ('<img src="//other.example/x.png">', [("foreign", "//other.example/x.png")]),
        (
            '<link rel="stylesheet" href="http://other.example/x.css">',
            [("foreign", "http://other.example/x.css")],
        ),
        ('<link rel="canonical" href="https://other.example/">', []),
        ('<form action="https://other.example/"></form>', [("foreign", "https://other.example/")]),
        ('<iframe src="https://other.example/"></iframe>', [("foreign", "https://other.example/")]),
    ],
)
def test_links_of_a_page(tmp_path, html, expected):
    """X18: Design 4: links lead to files and places that are there; nothing is loaded from another host."""
    (tmp_path / "a.html").write_text(f"<!doctype html>{html}", encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="there">', encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index.html").write_text("", encoding="utf-8")
    assert expected == [(fault.kind, fault.target) for fault in check_pages(tmp_path, BASE)]


def test_a_page_that_no_build_made(tmp_path):
    """Design 3: no input gives a traceback: a defaced page may hold anything."""
    (tmp_path / "a.html").write_bytes(b"\xff\xfe<a href='http://[::1'><a href=\"\x00\"><a href='%ff%00'>")
    (tmp_path / "b.html").write_bytes(b"<a href='a.html'><![foo[bar]]>")
    faults = [(fault.page, fault.kind) for fault in check_pages(tmp_path)]
    assert [("a.html", "broken")] * 2 + [("b.html", "broken")] == sorted(faults)


def test_the_verb(built, published):
    """Design 7: exit code 0 where all agrees, 1 where something differs, with each difference on a line."""
    host, manifest = published
    done = built.run("verify", str(host), "--manifest", str(manifest))
    assert 0 == done.returncode
    assert "全部相符" in done.stdout
    (host / "about.html").unlink()
    (host / "index.html").write_text(
        '<a href="nowhere.html"><img src="https://other.example/x.png">', encoding="utf-8"
    )
    done = built.run("verify", str(host), "--manifest", str(manifest))
    assert 1 == done.returncode
    lines = done.stdout.splitlines()
    for line in (
        "缺少文件：about.html",
        "内容不同：index.html",
        "断链：index.html → nowhere.html",
        "加载外站：index.html → https://other.example/x.png",
    ):
        assert line in lines


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"format": 2}', '{"format": 1, "files": [1]}', '{"format": 1, "files": {}}', "\u0000"],
)
def test_a_manifest_that_is_none(built, tmp_path, content):
    """Design 7: exit code 2 says that nothing could be compared."""
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    done = built.run("verify", "--manifest", str(tmp_path / "manifest.json"))
    assert 2 == done.returncode
    assert "读不出清单" in done.stderr
    assert "Traceback" not in done.stderr

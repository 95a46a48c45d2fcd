"""Shells: a page that the package fills is the page that the theme would have made (design 4, mkdocs-facts B2)."""

import re

import pytest
from disclosure.render.shell import Shell, ShellError, cut_shell

_HOLES = re.compile(
    r"<title>.*?</title>|(?<=<link rel=\"icon\").*?(?=</head>)|<main id=\"main\".*?</main>", re.DOTALL
)


_MATERIAL = re.compile(
    r' *<link rel="stylesheet" href="[./]*assets/stylesheets/main\.[0-9a-f]+\.min\.css">\n'
)


def frame(html):
    """A page without its title, the end of its head, and its main part: what the theme alone decides."""
    return _HOLES.sub("", html)


def frame_by_hand(html):
    """The same of a hand-written page, without Material's stylesheet, which stands on these alone."""
    found, times = _MATERIAL.subn("", frame(html))
    assert 1 == times
    return found


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The small office with hand-written pages in place of two pages that the package makes by itself."""
    import site_maker

    site = site_maker.make_site(tmp_path_factory.mktemp("written") / "office")
    site.write("content/guide.md", "---\nsection: guide\n---\n\n# 政府信息公开指南\n\n本指南每年修订一次。\n")
    site.write("content/statistics.md", "# 公开统计\n\n统计见年度报告。\n")
    site.write(
        "content/catalog/by-hand.md", "---\nactive: catalog/index.html\n---\n\n# 手工目录\n\n目录另行编印。\n"
    )
    done = site.build()
    assert 0 == done.returncode, done.stderr
    return site


@pytest.mark.parametrize("address", ["guide.html", "statistics.html"])
def test_a_filled_page_differs_from_a_written_one_in_the_holes_alone(built, written, address):
    """Design 4, golden: the same address, once from a shell and once through MkDocs's own pipeline."""
    filled = (built.out / address).read_text(encoding="utf-8")
    piped = (written.out / address).read_text(encoding="utf-8")
    assert filled != piped, "their main parts are not the same"
    assert frame(filled) == frame_by_hand(piped)


@pytest.mark.parametrize(
    ("filled", "piped"),
    [
        ("items/2026/2026-00001.html", "notes/2026/reading.html"),
        ("items/2026/2026-00009.html", "notes/2026/reading.html"),
        ("catalog/all.html", "catalog/by-hand.html"),
    ],
)
def test_items_and_lists_stand_in_the_theme_s_own_frame(written, filled, piped):
    """Design 4, golden: pages that MkDocs never saw have the frame of a hand-written page of the same depth."""
    ours = (written.out / filled).read_text(encoding="utf-8")
    theirs = (written.out / piped).read_text(encoding="utf-8")
    assert frame(ours) == frame_by_hand(theirs)
    assert len(frame(ours)) > 2000, "the frame holds header, navigation and footer"


def test_no_hole_stays_open(built):
    """Design 4: every hole of every page is filled."""
    for path in sorted(built.out.rglob("*.html")):
        assert "@@" not in path.read_text(encoding="utf-8"), f"{path.name} has an open hole"


def test_an_introduced_section_keeps_what_the_office_wrote(written):
    """Design 4: a hand-written page may introduce a page that the package makes; there is one heading of level 1."""
    html = (written.out / "guide.html").read_text(encoding="utf-8")
    assert "本指南每年修订一次。" in html
    assert "政府信息的分类" in html, "the data of the guide follows"
    assert 1 == html.count("<h1")


def test_another_shell_can_take_its_place():
    """Exit plan: a shell is any HTML with the holes; main may be missing, title and head may not."""
    shell = cut_shell(
        "<html><head><title>@@page_title@@</title>@@page_head@@</head><body>@@page_main@@</body></html>"
    )
    html = shell.fill("甲 & <乙>", "<meta name='a'>", "<h1>丙</h1>")
    expected = "<title>甲 &amp; &lt;乙&gt;</title><meta name='a'></head><body><h1>丙</h1></body></html>"
    start, policy, rest = re.split(r"(\n *<meta http-equiv=[^>]*>)", html)
    assert ("<html><head>", expected) == (start, rest)
    assert "default-src 'none'" in policy, "any shell gets the policy of our pages"
    assert Shell(("a",)) != shell


@pytest.mark.parametrize(
    "html", ["", "<title>@@page_title@@</title>", "@@page_head@@", "@@page_title@@@@page_head@@@@page_foot@@"]
)
def test_a_shell_that_does_not_fit_is_refused(html):
    """Exit plan: a theme whose pages lack a hole, or have one that nothing fills, stops the build."""
    with pytest.raises(ShellError):
        cut_shell(html)


def test_what_fills_a_hole_opens_no_other():
    """Row 22: text that looks like a hole is text."""
    shell = cut_shell("<title>@@page_title@@</title>@@page_head@@<main>@@page_main@@</main>")
    assert "<main>@@page_head@@</main>" in shell.fill("@@page_main@@", "", "@@page_head@@")


def test_a_written_page_may_look_like_a_hole(make_site):
    """Design 3: no input gives a traceback: what an office writes is text, even where it looks like a hole."""
    site = make_site("bare")
    site.write("content/about.md", "# 说明\n\n占位符写作 @@page_main@@ 或 @@other@@。\n")
    done = site.build()
    assert 0 == done.returncode, done.stderr
    html = (site.out / "about.html").read_text(encoding="utf-8")
    assert "占位符写作 @&#64;page_main@&#64; 或 @&#64;other@&#64;。" in html


def test_a_setting_that_is_a_hole_stops_the_build(make_site):
    """Design 3: where text gets into the frame as a hole that nothing fills, the old site stays, and a message says why."""
    site = make_site("bare")
    site.edit("mkdocs.yml", "site_name: 示例镇人民政府", "site_name: 甲@@other@@")
    done = site.build()
    assert 2 == done.returncode
    assert "旧网站保持不变" in done.stderr
    assert "Traceback" not in done.stderr

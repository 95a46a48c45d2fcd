"""The Content-Security-Policy of each page: strict, and just wide enough for what really stands in it (integrity C)."""

import base64
import hashlib
import re

import pytest
from disclosure.render.content_policy import policy_of, with_policy

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def hash_of(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def rules_of(policy):
    """The sources of each directive."""
    return {
        name: sources.split() for name, _, sources in (rule.partition(" ") for rule in policy.split("; "))
    }


@pytest.fixture(scope="module")
def pages(built):
    """Every page with its policy's rules."""
    found = {}
    for path in sorted(p for p in built.out.rglob("*") if p.suffix in (".html", ".htm")):
        html = path.read_text(encoding="utf-8")
        (policy,) = POLICY.findall(html)
        found[path.relative_to(built.out).as_posix()] = (html, rules_of(policy))
    return found


def test_every_page_has_a_strict_policy(pages):
    """Integrity C: whatever is not named is forbidden; nothing of another host, no eval, nothing inline by default."""
    assert {"index.html", "404.html", "search.html", "items/2026/2026-00001.html"} <= set(pages)
    assert any(page.endswith(".htm") for page in pages), "pages at the former site's addresses too"
    for address, (_, rules) in pages.items():
        assert ["'none'"] == rules["default-src"] == rules["base-uri"], address
        sources = {source for found in rules.values() for source in found}
        own = {"'none'", "'self'", "file:", "data:"}
        assert sources - own <= {s for s in sources if s.startswith("'sha256-")}, address
        assert "data:" not in rules["script-src"], address


def test_who_may_connect_and_who_may_start_a_worker(pages):
    """Integrity C: no page runs WebAssembly, and a page that needs no connection may make none; search is scripts.

    A worker outlives the page that starts it, so only the page where the visitor asks for one may do so.
    """
    assert {"404.html", "offline.html"} == {a for a, (_, rules) in pages.items() if "connect-src" in rules}
    assert {"offline.html"} == {a for a, (_, rules) in pages.items() if ["'none'"] != rules["worker-src"]}


def test_nothing_inline_but_on_the_lost_page(pages):
    """Integrity C: our pages hold no inline script, style or handler, so that none has to be allowed."""
    inline = re.compile(r"<script(?![^>]* src=)|<style|<[a-z][^<>]* (?:style|on[a-z]+)=\"", re.IGNORECASE)
    assert {"404.html"} == {address for address, (html, _) in pages.items() if inline.search(html)}
    html, rules = pages["404.html"]
    (script,), (style,) = (
        re.findall(r"<script>(.*?)</script>", html, re.DOTALL),
        re.findall(r"<style>(.*?)</style>", html, re.DOTALL),
    )
    assert hash_of(script) in rules["script-src"]
    assert hash_of(style) in rules["style-src"]


def test_the_policy_stands_before_what_it_rules(pages):
    """A policy in a page rules only what comes after it."""
    for address, (html, _) in pages.items():
        first = (
            min(html.find(mark) for mark in ("<script", "<link", "<style", "<img") if mark in html)
            if "<link" in html
            else len(html)
        )
        assert html.find("Content-Security-Policy") < first, address
        assert html.find("<meta charset") < html.find("Content-Security-Policy"), address


def test_what_an_office_wrote_is_allowed_as_it_stands():
    """Approved hand-written pages may hold a script or style of their own: exactly that runs, by its hash."""
    html = "<head></head><script>a()</script><script src='x.js'></script><STYLE>b{}</STYLE><p style=\"c: &quot;d&quot;\">"
    rules = rules_of(policy_of(html, "page"))
    assert ["'self'", "file:", hash_of("a()")] == rules["script-src"]
    assert ["'self'", "file:", hash_of("b{}"), "'unsafe-hashes'", hash_of('c: "d"')] == rules["style-src"]


def test_tables_of_hand_written_pages_need_no_style(make_site):
    """MkDocs writes alignments as styles, which the policy forbids: they become the classes of item tables."""
    site = make_site("bare")
    site.write("content/about.md", "# 说明\n\n| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n")
    assert 0 == site.build().returncode
    html = (site.out / "about.html").read_text(encoding="utf-8")
    assert '<td class="align-right">2</td>' in html
    assert "style=" not in html
    assert "unsafe-hashes" not in html


@pytest.mark.parametrize("html", ["", "<p>", "<script>", "<head", "<meta charset=utf-8>"])
def test_a_page_without_a_head(html):
    """Design 3: nothing fails on a page that is none."""
    assert html in with_policy(html)

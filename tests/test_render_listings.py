"""Lists: pages numbered from the oldest, so that one new item rewrites few files (design 4)."""

import re
from html.parser import HTMLParser

import pytest
import site_maker
from disclosure.publish.site_build import SHELLS, SiteBuild
from site_maker import TODAY, tree

SHELL = "<!doctype html><html><head><title>@@page_title@@</title>@@page_head@@</head><body>@@page_main@@</body></html>"
COUNT = 130


def publish(site, folder):
    """Publish a site without MkDocs."""
    build = SiteBuild(site.root, TODAY, search=False, processes=1)
    build.shells = dict.fromkeys(SHELLS, SHELL)
    build.write(folder)
    return tree(folder)


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory):
    """A site of 130 items, published; then with one item more, published again."""
    folder = tmp_path_factory.mktemp("lists")
    site = site_maker.make_site(folder / "office", "small")
    for number in range(101, 101 + COUNT):
        day = f"2026-{1 + number % 4:02d}-{1 + number % 28:02d}"
        site.add_item(f"2026-{number:05d}", title=f"第{number}号动态", formed=day, publish_on=day)
    before = publish(site, folder / "before")
    site.add_item("2026-00999", title="最新动态", formed="2026-06-12", publish_on="2026-06-12")
    return before, publish(site, folder / "after"), folder


def test_one_new_item_rewrites_few_pages(before_and_after):
    """Design 4: of the lists it belongs to only the newest page, of its category's items only its neighbour."""
    before, after, _ = before_and_after
    changed = {address for address in before if before[address] != after[address]}
    added = after.keys() - before.keys()
    assert {"items/2026/2026-00999.html"} == added
    lists = {a for a in changed if a.startswith("catalog/")}
    expected = {"all", "category.work-updates", "office.bureau", "office.general", "year.2026"}
    assert {f"catalog/{key}.html" for key in expected} == lists, "the newest page of each of its lists"
    items = {a for a in changed if a.startswith("items/")}
    assert 1 == len(items), "the item before it in its category now leads to it"
    data = {
        "catalog.json",
        "catalog.csv",
        "catalog.xlsx",
        "sitemap.xml",
        "feeds/new.xml",
        "feeds/category.work-updates.xml",
        "offline.json",
        "offline/downloads/list.json",
        "offline/pages/catalog/list.json",
        "offline/pages/items/2026/list.json",
    }
    assert changed - lists - items == data
    assert len(before) > 180, "out of this many files"


def test_a_class_of_which_there_is_nothing_says_so_on_purpose(make_site, tmp_path):
    """S7: 本机关无此类信息 is a setting that is approved with the others, shown on the empty class, and dated anew each year."""
    site = make_site()
    site.edit(
        "catalog/categories.yml", "work-updates]\n", "work-updates, budget]\nabsent: {budget: 2026-05-08}\n"
    )
    publish(site, tmp_path / "out")
    page = (tmp_path / "out/catalog/category.budget.html").read_text(encoding="utf-8")
    assert "本机关无此类信息（2026-05-08核实）。" in page
    assert set() == {row.code for row in site.check()} & {"C001", "C032"}
    site.edit("catalog/categories.yml", "2026-05-08", "2025-06-14")
    assert "C032" in {row.code for row in site.check()}


def test_a_new_page_moves_no_item(before_and_after, tmp_path):
    """Design 4: when the newest page is full, a new one begins; older pages keep address and items."""
    _, _, folder = before_and_after
    site = site_maker.ScratchSite(folder / "office")
    pages = {}
    for number in range(20):
        site.add_item(
            f"2026-{1001 + number:05d}", title="更多动态", formed="2026-06-12", publish_on="2026-06-13"
        )
    publish(site, tmp_path / "more")
    for name in ("after", "more"):
        root = folder / name if name == "after" else tmp_path / name
        pages[name] = {p.name: items_on(p) for p in (root / "catalog").glob("all.*.html")}
    assert len(pages["more"]) == len(pages["after"]) + 1
    assert pages["after"] == {page: pages["more"][page] for page in pages["after"]}


def items_on(path):
    return re.findall(r'<p class="entry__title"><a href="([^"]+)"', path.read_text(encoding="utf-8"))


def test_every_item_is_reached_by_turning_pages(before_and_after):
    """Design 4: from the list's own address, page by page to the oldest, every item once, newest first, without scripts."""
    _, after, folder = before_and_after
    page, seen, turned = "all.html", [], 0
    while page:
        html = (folder / "after" / "catalog" / page).read_text(encoding="utf-8")
        seen += items_on(folder / "after" / "catalog" / page)
        older = re.search(r'<a href="\.\./catalog/([^"]+)" rel="prev"', html)
        page = older[1] if older else ""
        turned += 1
    published = [a for a in after if a.startswith("items/")]
    assert len(published) - 2 == len(seen) == len(set(seen)), "all but the two tombstones"
    assert 7 == turned, "a hundred and forty items"


def test_page_numbers_lead_to_pages(before_and_after):
    """Design 4: the numbers shown are near ones and the first; each leads to a page of the list."""
    _, _, folder = before_and_after
    for path in sorted((folder / "after" / "catalog").glob("all*.html")):
        parser = _Pager()
        parser.feed(path.read_text(encoding="utf-8"))
        assert parser.targets, f"{path.name} has a pager"
        assert 1 == parser.current, f"{path.name} marks itself"
        for target in parser.targets:
            assert (path.parent / target.removeprefix("../catalog/")).is_file(), f"{path.name} → {target}"


class _Pager(HTMLParser):
    """Links inside <nav class="pager">."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.targets = []
        self.current = 0

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "nav":
            self.inside = values.get("class") == "pager"
        elif tag == "a" and self.inside:
            self.targets.append(values["href"])
            self.current += values.get("aria-current") == "page"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "nav"

"""The lists that offline copies are renewed from: complete, small, and silent about everything that is not published."""

import hashlib
import json
from base64 import urlsafe_b64encode

import pytest
from disclosure.publish.offline_lists import ENTRY, offline_lists
from disclosure.publish.writer import Written
from site_maker import TODAY, tree


@pytest.fixture(scope="module")
def listed(built):
    """Address → (kind, size, digest) of all lists that offline.json names."""
    found = {}
    for kind, folder, digest, count, size in json.loads((built.out / ENTRY).read_bytes())["lists"]:
        data = (built.out / "offline" / kind / folder / "list.json").read_bytes()
        rows = json.loads(data)
        assert (count, size) == (len(rows), sum(row[1] for row in rows))
        assert short(hashlib.sha256(data).hexdigest()) == digest
        found |= {folder + name: (kind, *more) for name, *more in rows}
    return found


def short(sha256):
    """A digest as the lists have it: the first 48 bits."""
    return urlsafe_b64encode(bytes.fromhex(sha256)[:6]).decode()


def test_every_file_is_listed_as_it_is(built, listed):
    """Design 1: an offline copy gets all of the site and can tell of each file whether it changed.

    Pages of which only a notice stays are in no list: a copy loses them before anything else happens.
    """
    left_out = ("feeds/", "sitemap.xml", "sw.js", "offline.json", "offline/")
    taken_back = {"items/2026/2026-00009.html", "items/2026/2026-00010.html", "items/2026/2026-00006.html"}
    digests = tree(built.out)
    expected = {address for address in digests if not address.startswith(left_out)} - taken_back
    assert expected == set(listed), "a file is missing, or one that a copy must not have is named"
    for address, (_, size, digest) in listed.items():
        assert (built.out / address).stat().st_size == size, address
        assert short(digests[address]) == digest, address
    assert TODAY == json.loads((built.out / ENTRY).read_bytes())["edition"]


def test_what_is_kept_by_choice(listed):
    """Design 1: pages with their pictures, lists and search always; what is downloaded only if it was chosen."""
    downloads = {address for address, row in listed.items() if row[0] == "downloads"}
    assert {"files/2026/2026-00001/plan.pdf", "catalog.csv", "catalog.xlsx"} <= downloads
    shown = {"search/entry.js", "files/2026/2026-00001/plan.pdf.html", "assets/disclosure/site.css"}
    assert set() == downloads & shown, "without these a page of the copy would not be whole"


def many(changed=""):
    """Rows of a site of 10,000 items with their texts, blocks of the index and lists."""
    digest = lambda address: hashlib.sha256(f"{address}{address == changed}".encode()).hexdigest()  # noqa: E731
    ids = [f"{2016 + n // 1000}-{n % 1000 + 1:05d}" for n in range(10_000)]
    addresses = [f"items/{i[:4]}/{i}.html" for i in ids] + [f"search/items/{i[:4]}/{i}.js" for i in ids]
    addresses += [f"search/{block:016x}/{n}.js" for block in range(2) for n in range(1600)]
    addresses += [f"catalog/all.{n}.html" for n in range(500)] + ["index.html", "search/entry.js"]
    return [Written(a, 4000, digest(a)) for a in addresses]


def test_a_contact_costs_little_at_ten_thousand_items():
    """Design 1: one changed item among 10,000 is learned from offline.json and the list of its year alone."""
    before = dict(offline_lists(many(), TODAY, ()))
    after = dict(offline_lists(many(changed="items/2020/2020-00500.html"), TODAY, ()))
    changed = {address for address in after if after[address] != before[address]}
    assert {ENTRY, "offline/pages/items/2020/list.json"} == changed
    assert len(after[ENTRY]) < 2000, "this is read at every contact"
    assert len(after["offline/pages/items/2020/list.json"]) < 50_000, "a list of a thousand items"

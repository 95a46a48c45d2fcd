"""What is withdrawn is gone from everything that is published, and from the caches beside it: proved file by file."""

import hashlib
import json
import shutil

import pytest
import site_maker
from approval_maker import STEPS, approve_all
from site_maker import TODAY, make_site
from withdraw_maker import published_office, register, run_here

YEAR = "2026"
MARKS = {
    "general": ("2026-00091", "鱻麤靐"),
    "privacy": ("2026-00092", "龘齉爩"),
    "secret": ("2026-00093", "龗厵灥"),
    "urgent": ("2026-00094", "飍羴掱"),
    "ended": ("2026-00095", "雥贔蠱"),
}
"""For each kind an item and three characters that nothing else holds, so that any trace of its words is found.

The first stands in the title, the second in summary, keywords and file titles, the third in the body and in files.
"""
REASONS = {"general": "撤回因由甲", "privacy": "撤回因由乙", "secret": "撤回因由丙", "urgent": "撤回因由丁"}
NEVER_LEFT = {  # which of the three characters must be gone
    "general": "麤靐",
    "privacy": "龘齉爩",
    "secret": "龗厵灥",
    "urgent": "飍羴掱",
    "ended": "贔蠱",
}


def pdf(text):
    """A small PDF whose text is not compressed, so that its bytes can be looked for."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    look = "/MediaBox [0 0 595 842]"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R {look} /Resources << /Font << /F1 {font} >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    )
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return data + f"{head}startxref\n{len(data)}\n%%EOF\n".encode()


def add(site, kind):
    """An item of that kind: marks in every field, a body, a file; approved and registered."""
    identifier, (one, two, three) = MARKS[kind]
    name = f"zq-{kind}.pdf"
    site.write(f"content/files/{YEAR}/{identifier}/{name}", pdf(f"file-{kind}"))
    extra = f"keywords: [关键{two}词]\nattachments:\n  - file: {name}\n    title: 附件{two}表\n"
    if kind == "ended":
        extra += f"public_until: {TODAY}\ntitle_after: 行政处罚决定书\n"
    site.add_item(
        identifier,
        title=f"关于{one}事项的通告",
        summary=f"概述{two}内容。",
        body=f"正文{three}内容。\n\n## 一、{three}安排\n\n办理{three}手续。\n",
        extra=extra,
    )
    approve_all(site, identifier)
    register(site, identifier, title=f"关于{one}事项的通告")


ALL_CHARACTERS = "search/traditional.js"
"""The shipped table of traditional characters: the same in every site."""


def places_of(folder, needle):
    """Addresses of the files below `folder` that hold `needle`, as text or escaped as JSON does, or in their name."""
    return sorted(
        {
            place
            for spelling in (needle, json.dumps(needle)[1:-1])
            for place in site_maker.places_of(folder, spelling)
            if place != ALL_CHARACTERS
        }
    )


def signed(day, hour):
    """Options that sign with the sample key at an hour of a day in June."""
    return ("--sample-key", "--yes", "--time", f"2026-06-{day:02}T{hour:02}:00+08:00")


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """The site before, with everything public, and after: withdrawn by the commands, built again the day after."""
    site = published_office(make_site(tmp_path_factory.mktemp("withdrawn") / "office"))
    for kind in MARKS:
        add(site, kind)
    digests = {
        kind: [
            hashlib.sha256((site.root / path).read_bytes()).hexdigest()
            for path in (
                f"content/items/{YEAR}/{identifier}.md",
                f"content/files/{YEAR}/{identifier}/zq-{kind}.pdf",
            )
        ]
        for kind, (identifier, _) in MARKS.items()
    }
    assert site.build(search=True).returncode in (0, 1), (
        "the other items of the small office wait for approval"
    )
    before = site.root.parent / "before"
    shutil.copytree(site.out, before)
    for day, (kind, words) in enumerate((("general", "一般撤回"), ("privacy", "隐私撤回")), 1):
        identifier = MARKS[kind][0]
        options = ("--kind", words, "--reason", REASONS[kind], "--person", "leader", *signed(day, 9))
        publisher = ("--person", "publisher", *signed(day, 10))
        for done in (
            run_here(site, "withdraw", identifier, *options),
            run_here(site, "approve", f"status:{identifier}", *publisher),
        ):
            assert 0 == done.exit_code, done.output
    duty = ("--reason", REASONS["secret"], "--person", "duty", *signed(3, 23))
    done = run_here(site, "withdraw", MARKS["secret"][0], "--kind", "涉密处置", *duty)
    assert 0 == done.exit_code, done.output
    urgent = ("--kind", "一般撤回", "--reason", REASONS["urgent"], "--person", "duty", *signed(4, 23))
    done = run_here(site, "withdraw", MARKS["urgent"][0], "--urgent", "--authorised-by", "leader", *urgent)
    assert 0 == done.exit_code, done.output
    done = site.build(search=True, today="2026-06-16")
    assert done.returncode in (0, 1), done.stderr
    return site, before, digests


@pytest.mark.parametrize("kind", MARKS)
def test_all_of_it_was_public_before(offices, kind):
    """The proof below would hold of an empty site too: every trace that must go was there."""
    _, before, digests = offices
    for character in MARKS[kind][1]:
        assert places_of(before, character), f"{character} was not found when it was public"
    file = f"files/{YEAR}/{MARKS[kind][0]}/zq-{kind}.pdf"
    part = f"search/items/{YEAR}/{MARKS[kind][0]}.1.js"
    assert [file, f"{file}.html", part] == places_of(before, f"file-{kind}"), "file, text version, search"
    assert all(places_of(before, digest) for digest in digests[kind]), (
        "catalog.json and the page show digests"
    )
    assert any(place.startswith("search/") for place in places_of(before, MARKS[kind][1][0]))


@pytest.mark.parametrize("kind", MARKS)
def test_nothing_of_a_withdrawn_item_is_left(offices, kind):
    """Section 3, 条例第十五条: no word, file, name or digest in page, attachment, search, feed, sitemap, data, cache."""
    site, _, digests = offices
    cache = site.root / ".cache"
    needles = [*NEVER_LEFT[kind], f"file-{kind}", f"zq-{kind}", *digests[kind]]
    if kind in ("privacy", "secret", "urgent"):
        needles.append(REASONS[kind])
    for needle in needles:
        assert [] == places_of(site.out, needle), f"{needle} is still public"
        # The office's own copy is still checked, and the result kept by digest, but for what had to vanish whole.
        if kind == "secret" or needle not in digests[kind]:
            assert [] == places_of(cache, needle), f"{needle} is still in a cache"
    assert not (site.out / "files" / YEAR / MARKS[kind][0]).exists()


def test_what_a_general_withdrawal_leaves(offices):
    """Design 5: 一般撤回: title and reason at its address and in the feed of what was withdrawn, nowhere else."""
    site, _, _ = offices
    identifier, (one, *_) = MARKS["general"]
    wanted = ["feeds/withdrawn.xml", f"items/{YEAR}/{identifier}.html"]
    assert wanted == places_of(site.out, one)
    assert wanted == places_of(site.out, REASONS["general"])


@pytest.mark.parametrize("kind", ["privacy", "urgent"])
def test_what_a_neutral_withdrawal_leaves(offices, kind):
    """Design 5: 隐私撤回, and what one person alone hid: the address alone, no title, no name, no reason."""
    site, _, _ = offices
    identifier = MARKS[kind][0]
    assert {"feeds/withdrawn.xml", f"items/{YEAR}/{identifier}.html"} == {
        place for place in places_of(site.out, identifier) if not place.startswith("release")
    }


def test_what_must_vanish_leaves_nothing(offices):
    """Design 5: 涉密处置: not even a tombstone or its number in anything that is published or listed."""
    site, _, _ = offices
    identifier = MARKS["secret"][0]
    assert [] == places_of(site.out, identifier)
    manifest = next(iter(sorted((site.root / ".cache").rglob("manifest.json"))))
    assert identifier not in manifest.read_text(encoding="utf-8")
    lines = (site.root / "catalog/ledger.jsonl").read_text(encoding="utf-8")
    assert MARKS["secret"][1][0] not in lines


def test_what_an_ended_term_leaves(offices):
    """条例第十五条: the address and the title for afterwards stay; the person's name in the old title is gone too."""
    site, _, _ = offices
    identifier, (one, *_) = MARKS["ended"]
    assert [] == places_of(site.out, one), "title_after takes the place of the title everywhere"
    page = (site.out / "items" / YEAR / f"{identifier}.html").read_text(encoding="utf-8")
    assert "行政处罚决定书" in page
    assert f"公开期限已于 {TODAY} 届满" in page
    assert "catalog.json" in places_of(site.out, "行政处罚决定书")


def test_a_corrected_page_says_so(make_site):
    """Q15: a page that was corrected keeps saying when; the day of publication stays the first one."""
    site = published_office(make_site())
    path = "content/items/2026/2026-00090.md"
    site.write(path, site.read(path) + "\n服务电话改为0990-5560200。\n")
    for hour, (_, person) in enumerate(STEPS, 9):
        arguments = ("--person", person, "--sample-key", "--yes", "--time", f"2026-05-20T{hour:02}:00+08:00")
        assert 0 == run_here(site, "approve", "2026-00090", *arguments).exit_code
    newer = "2026-00091"
    site.add_item(newer, title="关于服务电话的更正公告", extra="corrects: [2026-00090]\n")
    approve_all(site, newer, day="2026-05-25")
    site.build()
    page = (site.out / "items/2026/2026-00090.html").read_text(encoding="utf-8")
    assert "更正：本信息于 <time>2026-05-20</time> 更正" in page
    assert '更正：本信息由<a href="../../items/2026/2026-00091.html">' in page
    assert '<meta name="PubDate" content="2026-05-12' in page
    changed = (site.out / "feeds/changed.xml").read_text(encoding="utf-8")
    assert "2026-05-20T12:00:00+08:00" in changed
    [entry] = [
        e
        for e in json.loads(site.out.joinpath("catalog.json").read_text())["items"]
        if e["id"] == "2026-00090"
    ]
    assert ["2026-05-20 12:00"] == entry["corrected"]

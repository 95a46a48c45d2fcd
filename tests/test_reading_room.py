"""The edition for reading rooms (条例第二十五条; S12): what it says, that it can be checked, and that it can be got back."""

import csv
import json
import shutil
import zipfile

import pytest
from click.testing import CliRunner
from disclosure.cli import main
from disclosure.index.bundles import bundle
from disclosure.index.script_file import as_script, from_script
from disclosure.read.editions import read_editions
from disclosure.verbs.purging import purge
from site_maker import TODAY, ScratchSite, places_of, tree

GONE, PRIVATE = "工业企业用能统计台账", "关于一起违规用能案件的行政处罚决定"


def pack(site, out, *arguments, today=TODAY, following="2026-12-01"):
    """Run `pack --reading-room` in this process."""
    given = ["pack", "--reading-room", "--site", str(site.root), "--today", today, "--next", following]
    return CliRunner().invoke(main, [*given, *arguments, str(out)], catch_exceptions=False)


def run(site, *arguments):
    return CliRunner().invoke(main, [*arguments, "--site", str(site.root)], catch_exceptions=False)


def copy_of(built, place):
    shutil.copytree(built.root, place)
    return ScratchSite(place)


@pytest.fixture
def office(built, tmp_path):
    """A copy of the small office with its built site."""
    return copy_of(built, tmp_path / "office")


def withdraw(site, identifier, kind, title=""):
    site.write(
        f"catalog/status/{identifier}.yml",
        f"format: 1\nwithdrawn:\n  kind: {kind}\n  on: {TODAY}\n  reason: 有误\n  index: 990203009/{identifier}\n"
        + (f"  title: {title}\n" if title else ""),
    )


def test_it_can_be_checked_and_is_in_the_log(office, tmp_path):
    """S12: folder and ZIP hold the same; `verify` finds nothing, by the list in it or the one kept here; the log names it."""
    out = tmp_path / "room"
    done = pack(office, out, "--to", "示例县图书馆", "--to", "政务大厅")
    assert 0 == done.exit_code, done.output
    assert 0 == run(office, "verify", str(out)).exit_code
    told = run(office, "verify", str(out), "--manifest", str(out / "SHA256SUMS"))
    assert 0 == told.exit_code, told.output
    with zipfile.ZipFile(tmp_path / "room.zip") as archive:
        packed = {name.removeprefix("room/"): archive.read(name) for name in archive.namelist()}
    assert {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()} == packed
    editions, problems = read_editions(office.root)
    assert ([], ["1"]) == (problems, [str(edition.number) for edition in editions])
    assert ("示例县图书馆", "政务大厅") == editions[0].holders
    assert editions[0].digest in done.output
    page = (out / "index.html").read_text(encoding="utf-8")
    for word in ("第 1 版", TODAY, "2026-12-01", "这是第一版"):
        assert word in page, f"the first page says {word}"
    (out / "site" / "index.html").write_text("x", encoding="utf-8")
    assert 1 == run(office, "verify", str(out), "--manifest", str(out / "SHA256SUMS")).exit_code


def test_the_same_site_gives_the_same_bytes(built, tmp_path):
    """Design 3: same input, same bytes, the ZIP's too; two offices in two folders."""
    trees = []
    for name in ("one", "two"):
        site = copy_of(built, tmp_path / name / "office")
        assert 0 == pack(site, tmp_path / name / "room").exit_code
        site.remove("site")
        trees.append(
            {
                **tree(tmp_path / name / "room"),
                **tree(site.root / "catalog"),
                "zip": (tmp_path / name / "room.zip").read_bytes(),
            }
        )
    assert trees[0] == trees[1]


def test_the_search_is_bundled(tmp_path):
    """Issue, section 3: not a file for each item; every key of the search is in the bundle that the entry points to."""
    names = [f"items/2026/2026-{n:05}{part}" for n in range(60) for part in ("", ".1", ".10", ".2")]
    keys = sorted([*names, *(f"0123456789abcdef/{n}" for n in range(120)), "pages/index", "traditional"])
    scripts = {key: as_script(key, b"{}") + " " * 9000 for key in keys}
    scripts["entry"] = as_script("entry", b'{"format": 1}')
    files = {f"search/{key}.js": tmp_path / str(n) for n, key in enumerate(scripts)}
    for path, script in zip(files.values(), scripts.values(), strict=True):
        path.write_text(script, encoding="ascii")
    made = dict(bundle(files))
    entry = json.loads(from_script(made.pop("search/entry.js").decode()))
    assert (1, True) == (entry["format"], 10 < len(made) == len(entry["bundles"]) < len(keys) / 10)
    for key in keys:
        place = max(n for n, first in enumerate(entry["bundles"]) if first <= key)
        assert scripts[key].encode() in made[f"search/bundles/{place}.js"], key


def test_the_next_edition_tells_what_changed_and_the_old_one_is_called_back(office, tmp_path):
    """J22, S12: new, changed, withdrawn as its kind allows; the edition with it is to be got back until it is."""
    assert 0 == pack(office, tmp_path / "one", "--to", "示例县图书馆").exit_code
    withdraw(office, "2026-00004", "一般撤回", GONE)
    withdraw(office, "2026-00008", "隐私撤回")
    assert 2 == pack(office, tmp_path / "two").exit_code, "the site still shows what was withdrawn"
    office.remove("content/items/2026/2026-00008.md")
    office.add_item("2026-00043", title="新发布的通知")
    office.edit("content/items/2026/2026-00011.md", "title: ", "title: 更正后的")
    assert [("V176", 4)] == [
        (row.code, row.line) for row in office.check() if row.path.endswith("editions.yml")
    ]
    office.build(search=True)
    done = pack(office, tmp_path / "two")
    assert 0 == done.exit_code, done.output
    page = (tmp_path / "two" / "index.html").read_text(encoding="utf-8")
    said = page.partition("与第 1 版")[2]
    for word in (
        "新增（1 件）",
        "新发布的通知",
        "有变动（1 件）",
        "更正后的",
        "已撤回（2 件）",
        f"990203009/2026-00004 {GONE}",
    ):
        assert word in said, f"the first page says {word}"
    assert "990203009/2026-00008" in said
    assert [] == places_of(tmp_path / "two", PRIVATE)
    due = run(office, "report", "due", "--today", TODAY).output
    assert "阅览室版 1：收回或更换（内有 2026-00004、2026-00008）（示例县图书馆）" in due
    assert "2026-12-01  阅览室版 3：编制" in due
    office.edit(
        "catalog/editions.yml",
        "      - to: 示例县图书馆\n",
        "      - to: 示例县图书馆\n        recalled: 2026-06-16\n",
    )
    assert "收回或更换" not in run(office, "report", "due", "--today", TODAY).output


def test_an_edition_outlives_a_public_term(office):
    """J22: what was public for a time only stays on a stick: when the term ends the edition is called back."""
    office.write(
        "catalog/editions.yml", f'format: 1\neditions:\n  - id: "1"\n    on: {TODAY}\n    digest: x\n'
    )
    office.write("catalog/editions/1.csv", "id,state\n2026-00044,x\n")
    office.add_item("2026-00044", title="名单公示", extra="public_until: 2026-07-01\n")
    codes = {
        day: [row.code for row in office.check(day) if "editions" in row.path]
        for day in (TODAY, "2026-07-02")
    }
    assert {TODAY: [], "2026-07-02": ["V176"]} == codes


def test_nothing_is_made_of_a_site_that_is_not_sound(office, tmp_path):
    """Design 7: a changed file, a site of another day, no site, a wrong date: nothing is written, the reason is told."""
    assert 2 == pack(office, tmp_path / "x", today="2026-06-16").exit_code
    assert 2 == pack(office, tmp_path / "x", following=TODAY).exit_code
    (office.out / "guide.html").write_text("x", encoding="utf-8")
    done = pack(office, tmp_path / "x")
    assert (1, True) == (done.exit_code, "guide.html" in done.output)
    office.remove("site")
    assert 2 == pack(office, tmp_path / "x").exit_code
    office.write("catalog/editions.yml", "format: 1\neditions: [x]\n")
    assert 0 == office.build(search=True).returncode, "a fault of the log stops no build"
    assert 2 == pack(office, tmp_path / "x").exit_code
    assert [] == [p.name for p in tmp_path.iterdir() if p.name != "office"]


def test_what_must_vanish_leaves_its_number_alone(make_site):
    """涉密处置: the lists of editions keep the id, so that they are got back, and no digest of what it was."""
    site = make_site()
    site.write("catalog/editions/1.csv", "id,state\n2026-00001,aaaa\n2026-00002,bbbb\n")
    assert "catalog/editions/1.csv" in purge(site.root, "2026-00001")
    with (site.root / "catalog/editions/1.csv").open(encoding="utf-8") as lines:
        assert [{"id": "2026-00001", "state": ""}, {"id": "2026-00002", "state": "bbbb"}] == list(
            csv.DictReader(lines)
        )

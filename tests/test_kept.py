"""What builds keep for the next one: never a wrong page, never a trace of what is withdrawn (design 3 and 8)."""

import os
import pickle
import shutil
import time
from pathlib import Path

import pytest
import site_maker
from disclosure import kept
from disclosure.gates.cache import FOLDER
from disclosure.kept import digest_of, in_order, load_kept, save_kept, stamp_of
from site_maker import tree

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
ITEM = "content/items/2026/2026-00011.md"
PAGE = "items/2026/2026-00011.html"


def settle(site):
    """Wait until the files are older than the disk's clock can blur, as they are on any later day."""
    youngest = max(path.stat().st_ctime_ns for path in site.root.rglob("*") if path.is_file())
    time.sleep(max(0.0, (youngest + kept.SETTLING - time.time_ns()) / 1e9))


def kept_file(site):
    """The one file of kept results."""
    [path] = (site.root / ".cache" / "disclosure" / "kept").glob("*.bin")
    return path


def clean_build(site, folder, today):
    """What a build makes of the same files without anything kept, but for what was seen in attachments, by digest."""
    office = site_maker.ScratchSite(folder)
    for name in ("content", "catalog"):
        shutil.copytree(site.root / name, office.root / name)
    shutil.copy(site.root / "mkdocs.yml", office.root)
    shutil.copytree(site.root / FOLDER, office.root / FOLDER)
    done = office.build(today=today, search=True)
    made = tree(office.out)
    shutil.rmtree(folder)
    return done.returncode, made


def test_incremental_equals_clean(make_site, tmp_path, monkeypatch):
    """Design 8: after each of twenty edits every byte equals a clean build of the same files."""
    monkeypatch.syspath_prepend(SCRIPTS)
    from bench_edits import Edits

    site = make_site()
    edits = Edits(site.root, site_maker.TODAY)
    site.build(search=True)
    for number, kind in enumerate(edits.order(20)):
        getattr(edits, kind)()
        # Meanwhile the edited file settles: what changed a moment ago would be looked at again in any case.
        code, expected = clean_build(site, tmp_path / f"clean-{number}", edits.today)
        done = site.build(today=edits.today, search=True)
        assert (code, expected) == (done.returncode, tree(site.out)), f"edit {number}, {kind}: {done.stderr}"


def test_what_did_not_change_keeps_its_time(make_site):
    """Copying programs upload by time and size: only what changed is new."""
    site = make_site()
    site.build()
    before = {path: path.stat().st_mtime_ns for path in site.out.rglob("*") if path.is_file()}
    site.edit(ITEM, "\n---\n", "\n---\n\n本通知自印发之日起执行。\n")
    done = site.build("--changes", "--quiet")
    lists = ("offline.json", "offline/downloads/list.json", "offline/pages/items/2026/list.json")
    expected = sorted(["catalog.json", PAGE, *lists])
    assert [f"+ {address}" for address in expected] == done.stdout.splitlines()
    changed = {
        p.relative_to(site.out).as_posix() for p, time in before.items() if p.stat().st_mtime_ns != time
    }
    assert set(expected) == changed, "the page of the changed item, and the lists that hold its digest"


def test_an_item_that_did_not_change_is_not_checked_again(make_site, monkeypatch):
    """Design 8: what one item was made of is compared, and only what changed goes through the check."""
    # No time to wait for the disk's clock.
    monkeypatch.setattr("disclosure.check.kept_items.is_settled", lambda *_: True)
    site = make_site()
    table, checked = {}, []
    site_maker.check_site(site.root, site_maker.TODAY, kept=table)
    from disclosure.check import site as stage

    plain = stage.check_item
    monkeypatch.setattr(stage, "check_item", lambda s, path: (checked.append(path), plain(s, path))[1])
    first = site_maker.check_site(site.root, site_maker.TODAY, kept=table)
    faulty = set(checked)
    assert ITEM not in faulty, "it was checked and has no error"
    site.edit(ITEM, "\n---\n", "\n---\n\n补一段。\n")
    checked.clear()
    second = site_maker.check_site(site.root, site_maker.TODAY, kept=table)
    assert {ITEM, *faulty} == set(checked)
    assert first.problems == second.problems
    checked.clear()
    site.write("content/files/2026/2026-00011/list.txt", "电话表\n")
    third = site_maker.check_site(site.root, site_maker.TODAY, kept=table)
    assert [("A011", "list.txt")] == [(p.code, p.value) for p in third.problems if p not in second.problems]
    checked.clear()
    site_maker.check_site(site.root, "2026-06-16", kept=table)
    assert ITEM in checked, "on another day everything is checked"


def test_a_file_changed_a_moment_ago_is_looked_at_again(make_site):
    """Fail closed: the disk's clock ticks in steps, so that a file changed twice in one step looks the same."""
    site = make_site()
    table = {}
    site_maker.check_site(site.root, site_maker.TODAY, kept=table)
    assert ITEM not in table, "it was made within the last second"


def test_a_defaced_file_is_not_taken_over(make_site):
    """Attack: what somebody changed in the output folder does not live on in the next build."""
    site = make_site()
    site.build()
    made = tree(site.out)
    page, listing = site.out / PAGE, site.out / "catalog" / "all.html"
    for path in (page, listing):
        info = path.stat()
        path.write_bytes(path.read_bytes().replace("信".encode(), "球".encode()))
        os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert made != tree(site.out), "both were changed, to the same size and time"
    site.build()
    assert made == tree(site.out)


DAMAGE = {
    "cut": lambda data: data[: len(data) // 2],
    "flipped": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "empty": lambda _: b"",
    "another version": lambda data: data.replace(kept.program_version().encode(), b"0" * 64),
    "no head": lambda data: data.partition(b"\n")[2],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_is_damaged_is_not_believed(tmp_path, damage):
    """Never trusted when damaged, or made by another version of the program."""
    path = tmp_path / "kept.bin"
    save_kept(path, {"items": {"x": ("a", 1)}})
    assert {"items": {"x": ("a", 1)}} == load_kept(path)
    path.write_bytes(damage(path.read_bytes()))
    assert {} == load_kept(path)


def test_damage_costs_time_and_nothing_else(make_site):
    """The site comes out the same, and so it does when nothing kept may be used."""
    site = make_site()
    site.build()
    made = tree(site.out)
    kept_file(site).write_bytes(b"disclosure-kept 1")
    assert 0 == site.build("--changes").returncode
    assert made == tree(site.out)
    done = site.build("--clean", "--changes", "--quiet")
    assert ("", made) == (done.stdout, tree(site.out)), "nothing to upload"


class _Evil:
    def __reduce__(self):
        return os.system, ("touch evil",)


def test_a_forged_file_runs_nothing(tmp_path, monkeypatch):
    """Attack: a kept file is data; one that names a function is refused before it is called."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "kept.bin"
    save_kept(path, {"items": {"x": _Evil()}})
    assert {} == load_kept(path)
    assert not (tmp_path / "evil").exists()
    assert b"system" in path.read_bytes(), "else nothing was tried"
    assert pickle.loads  # the plain one would have run it


def test_nothing_of_a_withdrawn_item_is_kept(make_site):
    """Q34: caches hold nothing of what was withdrawn, though its file may still lie in content/."""
    site = make_site()
    settle(site)
    site.build()
    assert ITEM in load_kept(kept_file(site))["items"], "else nothing was kept"
    site.write(
        "catalog/status/2026-00011.yml",
        "format: 1\nwithdrawn:\n  kind: 隐私撤回\n  on: 2026-06-01\n  index: 990203009/2026-00011\n",
    )
    done = site.build("--changes", "--quiet")
    assert "- files/2026/2026-00011/" in done.stdout or "+ items/2026/2026-00011.html" in done.stdout
    tables = load_kept(kept_file(site))
    assert ITEM not in tables["items"]
    assert "2026-00011" not in tables["pages"]


def test_equal_things_have_equal_digests():
    """A key is made of values: sharing of objects, order of sets and the process have no say."""
    text = "信息公开"
    assert digest_of((text, text)) == digest_of((text, bytes(text, "utf-8").decode()))
    assert digest_of("a", "b") != digest_of("ab")
    assert digest_of(in_order({"b", "a", "c"})) == digest_of(in_order(frozenset("cab")))


def test_a_stamp_changes_with_its_file(tmp_path):
    """Inode, mode, size and both times: a file put in another's place is another one."""
    path = tmp_path / "x"
    path.write_text("1")
    first = stamp_of(str(path))
    other = tmp_path / "y"
    other.write_text("2")
    os.utime(other, ns=(first[3], first[3]))
    other.replace(path)
    assert first != stamp_of(str(path))
    assert stamp_of(str(tmp_path / "none")) is None

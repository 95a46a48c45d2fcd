"""The gates within the check: what is held back for a finding, what is not, and when files are looked into."""

import os
import subprocess
import sys
import time
from pathlib import Path

import gate_marks
import package_maker as package
import pytest
import site_maker
from disclosure.check.site import check_site
from disclosure.gates import cache, runner
from disclosure.model.catalog import assemble

ITEM = "content/items/2026/2026-00011.md"


def checked(site):
    return check_site(site.root, site_maker.TODAY)


def codes_of(found, path):
    return [row.code for row in found.problems if row.path == path]


def test_an_item_with_an_error_is_held_back_and_shown_masked(make_site):
    """Design 3, J10: the item goes to 隔离清单, whose title, rows and report hide the number."""
    site, number = make_site(), gate_marks.identity()
    site.edit(ITEM, "title: 关于公布服务电话的通知", f"title: 关于{number}的通知")
    found = checked(site)
    catalog = assemble(found.site, found.items, found.problems)
    [entry] = catalog.quarantined
    assert ("2026-00011", ("P001",)) == (entry.id, entry.codes)
    assert "2026-00011" not in catalog.by_id
    assert number not in repr((entry, found.problems))
    done = site.run("check", "--today", site_maker.TODAY)
    assert 1 == done.returncode
    assert number not in done.stdout + done.stderr


def test_a_page_with_an_error_is_left_out_alone(make_site):
    """Design 3: one page's error holds back that page; the site is built without it."""
    site = make_site()
    site.write("content/about.md", f"# 机构概况\n\n{gate_marks.identity()}\n")
    site.write("content/list.xlsx", package.xlsx(package.row(1, gate_marks.identity())))
    site.write("content/notes.txt", "公开\n")
    found = checked(site)
    assert ("P001", "P001") == (*codes_of(found, "content/about.md"), *codes_of(found, "content/list.xlsx"))
    assert frozenset({"about.md", "list.xlsx"}) == found.left_out
    assert () == found.site_errors
    site.build()
    assert not site_maker.places_of(site.out, gate_marks.identity())
    assert not (site.out / "list.xlsx").exists()
    assert (site.out / "notes.txt").exists()


def test_settings_with_an_error_stop_the_build(make_site):
    """Design 5: published settings pass the same gates; every page shows them, so nothing is built."""
    site = make_site()
    site.edit("catalog/guide.yml", "format: 1\n", f"format: 1\n# {gate_marks.identity()}\n")
    found = checked(site)
    assert ["P001"] == [row.code for row in found.site_errors]


def test_a_withdrawal_is_not_held_up_by_its_reason(make_site):
    """Design 3: withdrawal is never held up; the words that must not be published are left out of the tombstone."""
    site, number = make_site(), gate_marks.identity()
    withdrawn = f"withdrawn: {{kind: 一般撤回, on: 2026-06-01, reason: '{number} 系误发', title: 通知}}\n"
    site.write("catalog/status/2026-00011.yml", f"format: 1\n{withdrawn}")
    found = checked(site)
    assert ["P001"] == codes_of(found, "catalog/status/2026-00011.yml")
    catalog = assemble(found.site, found.items, found.problems)
    [status] = [s for s in catalog.tombstones if s.id == "2026-00011"]
    assert ("隐私撤回", "", "") == (status.withdrawn_kind, status.withdrawn_reason, status.title)
    assert "2026-00011" not in catalog.by_id


def test_two_dates_in_a_row_are_no_number(make_site):
    """Fields are no lines of one text: their ends do not join into a number that breaks over two lines."""
    site = make_site()
    number = gate_marks.identity(6)
    site.edit(
        ITEM, "summary: 公布本机关服务电话。", f"summary: 编号{number[:10]}\neffective: '{number[10:]}'"
    )
    assert "P001" not in codes_of(checked(site), ITEM)


def test_no_process_is_started_where_there_is_no_file(make_site):
    """The issue: a site of text alone pays for no second process."""
    runner.scanner().close()
    checked(make_site("bare"))
    assert runner.scanner()._process is None


def test_a_second_check_looks_into_no_file(make_site):
    """The issue: results are kept by digest; those of files that are gone are removed."""
    site = make_site()
    checked(site)
    kept = {path.name for path in (site.root / cache.FOLDER).iterdir()}
    assert kept
    runner.scanner().close()
    first = checked(site).problems
    assert runner.scanner()._process is None
    assert first == checked(site).problems
    site.remove("content/items/2026/2026-00001.md")
    checked(site)
    assert kept > {path.name for path in (site.root / cache.FOLDER).iterdir()}


def test_workers_look_into_files_too(make_site):
    """Design 3: the per-item half runs in workers; each has its own process for files, and the rows are the same."""
    site = make_site("bare")
    for number in range(1, 521):
        extra = "attachments: [{file: list.xlsx, title: 名单}]\n" if number % 130 == 0 else ""
        site.add_item(f"2026-{number:05}", extra=extra)
        if extra:
            data = package.xlsx(package.row(1, gate_marks.identity(number)))
            site.write(f"content/files/2026/2026-{number:05}/list.xlsx", data)
    found = check_site(site.root, site_maker.TODAY, 2)
    expected = {f"2026-{number:05}" for number in (130, 260, 390, 520)}
    assert expected == {row.item for row in found.problems if row.code == "P001"}


@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX for a process by its number")
def test_the_process_ends_with_the_one_that_started_it(tmp_path):
    """A worker ends without tidying up; its scanner must not stay behind."""
    file = tmp_path / "a.txt"
    file.write_text("公开", encoding="utf-8")
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom disclosure.gates.runner import scanner\n"
        "from disclosure.gates.properties import Expected\n"
        "scanner().scan(Path(sys.argv[1]), 'txt', '0' * 64, Expected())\n"
        "print(scanner()._process.pid, flush=True)\nos._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, file], capture_output=True, text=True, check=True)
    process = Path("/proc") / done.stdout.strip()
    for _ in range(100):
        if not _runs(int(process.name)):
            return
        time.sleep(0.1)
    pytest.fail(f"process {process.name} is still there")


def _runs(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    # Where nobody reaps orphans, an ended process keeps its number.
    state = Path(f"/proc/{number}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"

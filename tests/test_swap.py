"""The former site stays until a new one is whole: killed, refused, or overtaken builds (design 3)."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest
import site_maker
from disclosure import workers
from disclosure.publish.writer import OutputConflictError, SiteWriter
from site_maker import TODAY, tree

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="builds are stopped and killed by signals of POSIX"
)


def start(site, *options):
    """Start `disclosure build` as a process group of its own."""
    command = [
        sys.executable,
        "-m",
        "disclosure",
        "build",
        "--site",
        str(site.root),
        "--today",
        TODAY,
        "--no-search",
    ]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    return subprocess.Popen(
        [*command, *options], start_new_session=True, env=site_maker.surroundings(), **quiet
    )


def wait_for(path, process):
    """Wait until `path` is there while `process` runs."""
    for _ in range(6000):
        if path.exists():
            return
        assert process.poll() is None, f"the build ended early: {process.stdout.read()}"
        time.sleep(0.01)
    pytest.fail(f"{path.name} did not appear within a minute")


def test_a_killed_build_leaves_the_last_good_site(make_site):
    """Design 3: killed while writing, the last good site stays, and the next build recovers by itself."""
    site = make_site()
    assert 0 == site.build().returncode
    before = tree(site.out)
    staging = site.root / ".site.next"
    process = start(site)
    wait_for(staging / "index.html", process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert staging.exists(), "it was killed in the middle"
    assert before == tree(site.out), "readers still see the last good site"
    site.edit("content/about.md", "全县", "本县")
    assert 0 == site.build().returncode, "no lock or folder is in the way"
    assert not staging.exists()
    changed = {a for a, digest in tree(site.out).items() if before[a] != digest}
    assert {"about.html", "offline.json", "offline/pages/list.json"} == changed


def test_killed_between_the_two_renames(make_site):
    """Design 3: the former site comes back even when it was moved aside already."""
    site = make_site("bare")
    assert 0 == site.build().returncode
    before = tree(site.out)
    site.out.rename(site.root / ".site.old")
    site.write(".site.next/index.html", "half")
    site.edit("catalog/site.yml", "approval: none", "approval: 口头")
    assert 2 == site.build().returncode, "a build that fails"
    assert before == tree(site.out)
    assert not (site.root / ".site.old").exists()


def test_two_builds_at_once(make_site):
    """Design 3: the second refuses with a message and exit code 2; the first goes on undisturbed."""
    site = make_site("bare")
    first = start(site)
    wait_for(site.root / ".site.next", first)
    os.killpg(first.pid, signal.SIGSTOP)
    try:
        second = site.build()
    finally:
        os.killpg(first.pid, signal.SIGCONT)
    output, _ = first.communicate(timeout=120)
    assert 2 == second.returncode
    assert "另一次生成正在进行" in second.stderr
    assert 0 == first.returncode, output
    assert (site.out / "index.html").is_file()


def test_a_folder_of_other_files_is_not_replaced(make_site, tmp_path):
    """Design 3: the swap removes the former site, and nothing that is none."""
    site = make_site("bare")
    private = tmp_path / "documents"
    private.mkdir()
    (private / "letter.txt").write_text("only copy", encoding="utf-8")
    done = site.build("--out", str(private))
    assert 2 == done.returncode
    assert "letter.txt" in done.stderr, "it says what is in the way"
    assert ["letter.txt"] == [path.name for path in private.iterdir()]
    assert not (tmp_path / ".documents.next").exists()


def test_a_file_that_changes_during_the_build(make_site):
    """Design 3: what is published is what was checked, or nothing."""
    site = make_site()
    assert 0 == site.build().returncode
    before = tree(site.out)
    site.edit("content/items/2026/2026-00011.md", "服务电话为", "服务热线为")
    process = start(site)
    wait_for(site.root / ".site.next", process)
    os.killpg(process.pid, signal.SIGSTOP)
    with contextlib.ExitStack() as stack:
        stack.callback(os.killpg, process.pid, signal.SIGCONT)
        site.edit("content/items/2026/2026-00011.md", "服务热线为", "转账账号为")
    output, _ = process.communicate(timeout=120)
    assert 2 == process.returncode, output
    assert "文件有变动" in output
    assert before == tree(site.out)
    assert not (site.root / ".site.next").exists()


@pytest.mark.parametrize("address", ["../x.html", "a/../../x.html", "/x.html", "a\\x.html", ""])
def test_nothing_is_written_outside_of_the_site(tmp_path, address):
    """Row 40: an address that leads out of the folder is refused by the writer itself."""
    with pytest.raises(OutputConflictError):
        SiteWriter(tmp_path / "site").write(address, "x")
    assert [] == list(tmp_path.rglob("x.html"))


def test_two_things_at_one_address(tmp_path):
    """Design 4: an address is a promise: neither a page of ours nor one that MkDocs wrote is written over."""
    writer = SiteWriter(tmp_path / "site")
    writer.write("a.html", "first")
    with pytest.raises(OutputConflictError):
        writer.write("a.html", "second")
    (tmp_path / "site" / "about.html").write_text("by MkDocs", encoding="utf-8")
    with pytest.raises(OutputConflictError):
        writer.write("about.html", "by a row of redirects.csv")
    assert "by MkDocs" == (tmp_path / "site" / "about.html").read_text(encoding="utf-8")


def test_an_error_that_the_last_of_the_check_finds(make_site):
    """Design 3, X3: while workers check many items MkDocs makes its pages; an error of the site still publishes none."""
    site = make_site()
    assert 0 == site.build().returncode
    before = tree(site.out)
    for number in range(100, 100 + workers.WORTH_IT):
        site.add_item(f"2026-{number:05d}", title=f"第{number}号通知")
    site.write("catalog/redirects.csv", "from,to\n../old.htm,2026-00001\n")
    refused = site.build("--clean")
    assert 2 == refused.returncode, refused.stdout
    assert "网站设置有错误，旧网站保持不变" in refused.stderr, refused.stderr
    assert "C015" in refused.stderr, refused.stderr
    assert "Traceback" not in refused.stderr, refused.stderr
    assert before == tree(site.out), "旧网站应当保持不变"
    assert not (site.root / ".site.next").exists(), "做了一半的网站没有清除"
    site.remove("catalog/redirects.csv")
    assert 0 == site.build().returncode
    home = (site.out / "index.html").read_text(encoding="utf-8")
    assert "@@" not in home, "首页的空没有填"
    assert "第599号通知" in home, "首页没有最新的事项"

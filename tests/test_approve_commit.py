"""`approve --commit`: for a reviewer who knows no git; real clones, a real remote, two people at once (design 5)."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from approval_maker import ITEM, approve, decide, paper, require_approval, subject_of
from disclosure.approval.check_code import check_code
from disclosure.check.site import check_site
from site_maker import TODAY, ScratchSite

ATTRIBUTES = Path(__file__).resolve().parents[1] / ".gitattributes"
SECOND = "2026-00091"
STEPS = (("draft", "head"), ("secrecy", "secrecy"), ("sign", "leader"))


def git(folder, *arguments):
    """Run git; returns what it prints."""
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.gov.cn", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert 0 == done.returncode, f"git {arguments}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    """A machine on which git was never told who works there, whose settings are its own."""
    for name in [n for n in os.environ if n.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def clones(make_site, tmp_path):
    """Two clones of one remote; two items wait, one of them for its publisher."""
    site = require_approval(make_site())
    site.add_item(SECOND)
    site.write(".gitattributes", ATTRIBUTES.read_bytes())
    site.write(".gitignore", ".cache/\nsite/\n")
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", remote)
    git(site.root, "init", "-q", "-b", "main")
    git(site.root, "add", "-A")
    git(site.root, "commit", "-qm", "base")
    git(site.root, "push", "-q", remote, "main")
    places = [tmp_path / name for name in ("one", "two")]
    for place in places:
        git(tmp_path, "clone", "-q", remote, place)
    return [ScratchSite(place) for place in places]


def sign(site, person, item=ITEM, hour=9, *options):
    time = f"2026-05-11T{hour:02}:00+08:00"
    return approve(
        site, item, "--person", person, "--sample-key", "--yes", "--time", time, "--commit", *options
    )


def problems(site, item=ITEM):
    """Codes of what keeps the item back."""
    return [r.code for r in site.check() if r.item == item and r.code[0] == "V" and r.severity == "error"]


def test_only_the_records_are_committed_and_sent(clones):
    """Design 5: exactly the record files of this decision; other changes, staged or not, stay as they are."""
    one, two = clones
    one.write("content/about.md", one.read("content/about.md") + "\n草稿\n")
    one.write("content/new.md", "另一份草稿\n")
    git(one.root, "add", "content/new.md")
    done = sign(one, "head")
    assert 0 == done.exit_code, done.output
    assert "已推送到 origin/main。" in done.output
    assert [f"catalog/approvals/2026/{ITEM}.jsonl"] == git(
        one.root, "show", "--name-only", "--format="
    ).split()[-1:]
    assert f"审批：{ITEM}\n" == git(one.root, "log", "-1", "--format=%s")
    status = git(one.root, "status", "--porcelain").splitlines()
    assert [" M content/about.md", "A  content/new.md"] == status, "drafts are left alone"
    git(two.root, "pull", "-q")
    assert ["V103"] == problems(two), "the next person sees the decision"


def test_two_reviewers_at_once_do_not_disturb_each_other(clones):
    """Design 5: the same item and another one, reviewed in two clones at the same time: no conflict, nothing lost."""
    one, two = clones
    for site, opinion in ((one, "甲看过"), (two, "乙看过")):
        decide(site, "draft", "head", "2026-05-11T09:00+08:00", opinion=opinion)
        decide(site, "draft", "head", "2026-05-11T09:00+08:00", identifier=SECOND, opinion=opinion)
    for site in (one, two):
        done = approve(site, "--commit")
        assert 0 == done.exit_code, done.output
    git(one.root, "pull", "-q")
    for item in (ITEM, SECOND):
        assert 2 == len(one.read(f"catalog/approvals/2026/{item}.jsonl").splitlines())
    assert git(one.root, "rev-parse", "HEAD") == git(two.root, "rev-parse", "HEAD")


def test_two_publishers_at_once_share_one_ledger(clones):
    """J20: both publications are registered, one after the other, in a chain without a break; nobody merges by hand."""
    one, two = clones
    for number, (step, person) in enumerate(STEPS):
        for item in (ITEM, SECOND):
            done = sign(one, person, item, 9 + number)
            assert 0 == done.exit_code, f"{step}: {done.output}"
    git(two.root, "pull", "-q")
    for site, item in ((one, ITEM), (two, SECOND)):
        done = approve(
            site, item, "--person", "publisher", "--sample-key", "--yes", "--time", "2026-05-11T13:00+08:00"
        )
        assert 0 == done.exit_code, done.output
    for site in (one, two):
        done = approve(site, "--commit")
        assert 0 == done.exit_code, done.output
        assert "，登记发布" in git(site.root, "log", "-1", "--format=%s")
    lines = two.read("catalog/ledger.jsonl").splitlines()
    assert 2 == len(lines)
    checked = check_site(two.root, TODAY)
    assert [] == [row for row in checked.problems if row.code.startswith("V14")], "the chain of lines holds"
    assert [] == problems(two, ITEM) + problems(two, SECOND)


def test_paper_is_sent_on_in_the_same_way(clones):
    """Design 5: the registrar's command commits what it entered."""
    one, two = clones
    done = paper(
        one, ITEM, "--decision", "draft=head@2026-05-11", "--commit", codes=[check_code(subject_of(one))]
    )
    assert 0 == done.exit_code, done.output
    git(two.root, "pull", "-q")
    assert ["V103"] == problems(two)


def test_what_cannot_be_sent_is_kept_and_sent_later(clones, tmp_path):
    """Design 5: no connection: a clear sentence, the commit stays, and the same command sends it when it can."""
    one, two = clones
    (tmp_path / "remote.git").rename(tmp_path / "away.git")
    done = sign(one, "head")
    assert 1 == done.exit_code
    assert "审批记录已提交在本机，没有丢失。但没有推送成功" in done.output
    assert f"审批：{ITEM}\n" == git(one.root, "log", "-1", "--format=%s")
    (tmp_path / "away.git").rename(tmp_path / "remote.git")
    again = approve(one, "--commit")
    assert 0 == again.exit_code, again.output
    git(two.root, "pull", "-q")
    assert ["V103"] == problems(two)


def test_a_remote_that_refuses_says_why_once(clones, tmp_path):
    """Design 5: a protected branch: its reason is shown, and the commit stays."""
    one, _ = clones
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho asked >> asked\necho protected branch >&2\nexit 1\n", encoding="ascii")
    hook.chmod(0o755)
    done = sign(one, "head")
    assert 1 == done.exit_code
    assert "protected branch" in done.output
    assert ["asked"] == (tmp_path / "remote.git/asked").read_text(encoding="ascii").split(), "asked once"


def test_a_real_conflict_is_undone_and_told(clones):
    """Design 5: somebody rewrote the same draft elsewhere: nothing is lost, and a person is asked to look."""
    one, two = clones
    two.write(f"content/items/2026/{ITEM}.md", two.read(f"content/items/2026/{ITEM}.md") + "乙改\n")
    git(two.root, "commit", "-qam", "two")
    git(two.root, "push", "-q")
    one.write(f"content/items/2026/{ITEM}.md", one.read(f"content/items/2026/{ITEM}.md") + "甲改\n")
    git(one.root, "commit", "-qam", "one")
    done = sign(one, "head")
    assert 1 == done.exit_code
    assert f"冲突（content/items/2026/{ITEM}.md）" in done.output
    assert "没有丢失" in done.output
    assert "" == git(one.root, "status", "--porcelain"), "as it was before"
    assert f"审批：{ITEM}\n" == git(one.root, "log", "-1", "--format=%s")


def test_redacted_lines_of_the_ledger_stay_redacted(clones):
    """涉密处置: what one side took out of the ledger does not come back with the other side's publication."""
    from disclosure.ledger import read_line, write_redacted

    one, two = clones
    for number, (step, person) in enumerate((*STEPS, ("publish", "publisher"))):
        assert 0 == sign(one, person, ITEM, 9 + number).exit_code, step
    git(two.root, "pull", "-q")
    text = two.read("catalog/ledger.jsonl")
    first = read_line(text.splitlines()[0], 1)
    two.write(
        "catalog/ledger.jsonl", write_redacted(first) + "\n" + "".join(text.splitlines(keepends=True)[1:])
    )
    git(two.root, "commit", "-qam", "redact")
    git(two.root, "push", "-q")
    one.edit(f"content/items/2026/{ITEM}.md", "服务电话为", "服务热线为")
    git(one.root, "commit", "-qam", "change")
    for number, (_, person) in enumerate((*STEPS, ("publish", "publisher"))):
        assert 0 == sign(one, person, ITEM, 14 + number).exit_code
    lines = one.read("catalog/ledger.jsonl").splitlines()
    assert 2 == len(lines), "the publication and its change"
    assert "服务电话" not in lines[0], "what was taken out stays out"
    checked = check_site(one.root, TODAY)
    assert [] == [row for row in checked.problems if row.code.startswith("V14")]


def test_without_git_or_a_remote_it_says_so(make_site):
    """Design 5: clear words where there is nothing to send to."""
    site = require_approval(make_site())
    done = approve(site, "--commit")
    assert 2 == done.exit_code
    assert "不在 git 版本库里" in done.output
    git(site.root, "init", "-q", "-b", "main")
    git(site.root, "add", "-A")
    git(site.root, "commit", "-qm", "base")
    again = approve(site, "--commit")
    assert 0 == again.exit_code, again.output
    assert "没有尚未提交的审批记录" in again.output
    assert "没有设置远程仓库" in again.output
    assert 0 == sign(site, "head").exit_code
    assert "disclosure\n" == git(site.root, "log", "-1", "--format=%an"), "git was never told who works here"
    shutil.rmtree(site.root / ".git")

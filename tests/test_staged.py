"""The pre-commit hook: what must not be published does not enter the history (Q27, Q33); a real git, real commits."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import gate_marks
import package_maker as package
import pytest
import site_maker

INSTALL = Path(__file__).resolve().parents[1] / "scripts" / "install_hooks.py"
ITEM = "content/items/2026/2026-00011.md"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
pytestmark = needs_git


def run(site, *command, **env):
    """Run a program in the site's folder, as a person's own shell would."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **env}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        command,
        cwd=site.root,
        env={**kept, **own},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def git(site, *arguments):
    named = ("-c", "user.name=t", "-c", "user.email=t@example.gov.cn", "-c", "core.autocrlf=false")
    return run(site, "git", *named, *arguments)


def commits(site):
    return int(git(site, "rev-list", "--count", "HEAD").stdout)


@pytest.fixture
def office(make_site):
    """A small office in a repository of its own, committed once, with the hook."""
    site = make_site()
    git(site, "init", "-q")
    git(site, "add", "-A")
    assert 0 == git(site, "commit", "-qm", "first").returncode
    done = run(site, sys.executable, INSTALL, site.root)
    assert 0 == done.returncode, done.stdout + done.stderr
    return site


def add_number(site):
    site.write(ITEM, site.read(ITEM) + f"\n{gate_marks.identity()}\n")


def test_a_commit_with_an_identity_number_is_refused(office):
    """The issue: refused, in Chinese, with file and line; nothing shows the number, nothing is in the history."""
    add_number(office)
    git(office, "add", "-A")
    done = git(office, "commit", "-qm", "second")
    said = done.stdout + done.stderr
    assert 0 != done.returncode
    assert f"{ITEM}:" in said
    assert "P001" in said
    assert "没有提交。提交以后就永远留在历史里" in said
    assert gate_marks.identity() not in said
    assert 1 == commits(office)


def test_a_commit_without_a_finding_passes(office):
    """The issue: a plain change is committed."""
    office.write(ITEM, office.read(ITEM) + "\n另行通知。\n")
    done = git(office, "commit", "-qam", "second")
    assert 0 == done.returncode, done.stdout + done.stderr
    assert 2 == commits(office)


def test_a_warning_refuses_no_commit(office):
    """The issue: never for a warning; it is shown all the same."""
    office.write(ITEM, office.read(ITEM) + f"\n手机 {gate_marks.mobile()}\n")
    done = git(office, "commit", "-qam", "second")
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "P004" in done.stdout + done.stderr
    assert 2 == commits(office)


def test_the_staged_bytes_count_and_not_the_folder(office):
    """The issue: it reads what would be committed, whatever lies in the folder by now."""
    plain = office.read(ITEM)
    add_number(office)
    git(office, "add", "-A")
    office.write(ITEM, plain)
    assert 0 != git(office, "commit", "-qm", "second").returncode, "the number is staged"
    git(office, "add", "-A")
    add_number(office)
    office.write("content/about.md", "# 概况\n\n好。\n")
    git(office, "add", "content/about.md")
    done = git(office, "commit", "-qm", "second")
    assert 0 == done.returncode, "the number is in the folder alone: " + done.stdout + done.stderr
    assert 0 != git(office, "commit", "-qm", "third", ITEM).returncode, (
        "a commit of some files has an index of its own"
    )


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (
            "content/files/2026/2026-00011/list.xlsx",
            package.xlsx(package.row(1, gate_marks.identity()), "hidden"),
        ),
        ("content/about.md", f"# 概况\n\n{gate_marks.identity()}\n"),
        ("content/list.csv", f"名单,{gate_marks.identity()}\n"),
        ("catalog/units.yml", f"format: 1 # {gate_marks.identity()}\n"),
        ("drafts/草稿.md", "机密★10年\n"),
        ("drafts/plan.docx", package.docx(package.paragraph("机密★10年"))),
        (
            "catalog/status/2026-00011.yml",
            f"format: 1\nvalidity: {{state: 废止, on: 2026-06-01, basis: '{gate_marks.identity()}'}}\n",
        ),
    ],
)
def test_every_kind_of_file_is_looked_at(office, path, content):
    """Q33: attachments nobody names yet, pages, settings, drafts anywhere in the repository."""
    office.write(path, content)
    git(office, "add", "-A")
    done = git(office, "commit", "-qm", "second")
    assert 0 != done.returncode, done.stdout
    assert path in (done.stdout + done.stderr).replace("\\", "/")


def test_an_attachment_is_judged_with_its_item(office):
    """The title of the item, which is not staged, says what the properties of its file may be."""
    office.edit(ITEM, "keywords: [电话]", "attachments: [{file: a.docx, title: 电话表}]")
    office.write("content/files/2026/2026-00011/a.docx", package.docx())
    git(office, "add", "-A")
    assert 0 == git(office, "commit", "-qm", "second").returncode
    titled = package.docx(**package.core_properties("title", "关于给予赵某某处分的决定"))
    office.write("content/files/2026/2026-00011/a.docx", titled)
    git(office, "add", "-A")
    done = git(office, "commit", "-qm", "third")
    assert 0 == done.returncode
    assert "M014" in done.stdout + done.stderr


def test_what_the_reviewer_may_let_pass_is_committed(make_site):
    """Where approval is required, a finding that a person may decide on reaches that person by a commit."""
    site = make_site()
    body = site.read(ITEM) + f"\n收款账号：{gate_marks.card()}\n"
    git(site, "init", "-q")
    site.write(ITEM, body)
    git(site, "add", "-A")
    assert 1 == run_check(site).returncode, "nobody could let it pass"
    site.edit("catalog/site.yml", "approval: none", "approval: required")
    git(site, "add", "-A")
    done = run_check(site)
    assert 0 == done.returncode, done.stdout
    assert "提醒 P005" in done.stdout


def run_check(site):
    return site.run("check", "--staged", "--today", site_maker.TODAY)


def test_a_site_in_a_folder_of_a_repository(make_site, tmp_path):
    """The site's folder need not be the repository's top."""
    site = make_site()
    outer = site_maker.ScratchSite(tmp_path)
    git(outer, "init", "-q")
    outer.write("readme.md", gate_marks.identity())
    git(outer, "add", "-A")
    done = run_check(site)
    assert 0 == done.returncode, done.stdout + done.stderr
    add_number(site)
    git(outer, "add", "-A")
    assert 1 == run_check(site).returncode


def test_no_repository_is_said(make_site):
    """Design 3: no traceback; the exit code says that it cannot run."""
    done = run_check(make_site())
    assert 2 == done.returncode
    assert "不是 git 仓库" in done.stderr


class TestInstalling:
    """The hook of somebody else is kept."""

    def test_a_hook_that_is_there_runs_first(self, office):
        """It is chained: its refusal stands, and it comes back when ours is removed."""
        hooks = office.root / ".git" / "hooks"
        run(office, sys.executable, INSTALL, office.root, "--remove")
        assert not (hooks / "pre-commit").exists()
        theirs = hooks / "pre-commit"
        theirs.write_text("#!/bin/sh\necho theirs >&2\n[ ! -e stop ]\n", encoding="utf-8", newline="\n")
        theirs.chmod(0o755)
        for _ in range(2):
            assert 0 == run(office, sys.executable, INSTALL, office.root).returncode, "twice is once"
        add_number(office)
        done = git(office, "commit", "-qam", "second")
        assert 0 != done.returncode
        assert "theirs" in done.stderr
        assert "P001" in done.stdout + done.stderr
        office.write("stop", "")
        done = git(office, "commit", "-qam", "second")
        assert "P001" not in done.stdout + done.stderr, "the first refusal is enough"
        run(office, sys.executable, INSTALL, office.root, "--remove")
        assert "theirs" in theirs.read_text(encoding="utf-8")

    def test_two_hooks_of_others_are_not_touched(self, office):
        """Where it can't be kept, nothing is done, and it is said."""
        hooks = office.root / ".git" / "hooks"
        (hooks / "pre-commit").write_text("#!/bin/sh\n", encoding="utf-8")
        (hooks / "pre-commit.before-disclosure").write_text("#!/bin/sh\n", encoding="utf-8")
        done = run(office, sys.executable, INSTALL, office.root)
        assert 2 == done.returncode
        assert "不知道该留哪一个" in done.stderr
        assert "#!/bin/sh\n" == (hooks / "pre-commit").read_text(encoding="utf-8")

    def test_a_folder_without_a_repository_is_told(self, make_site):
        """No traceback for what cannot work."""
        site = make_site()
        done = run(site, sys.executable, INSTALL, site.root, GIT_CEILING_DIRECTORIES=str(site.root.parent))
        assert 2 == done.returncode
        assert "不在 git 仓库里" in done.stderr

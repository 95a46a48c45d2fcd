"""`approve --commit`: the records of a decision into git, for a reviewer who knows no git.

Only record files and the ledger are committed, whatever else lies changed in the folder. Nothing is ever lost: the
commit is made first, and stays where sending it on fails.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from disclosure.ledger import PATH as LEDGER
from disclosure.ledger import Entry, LedgerFormatError, Line, read_line, rechained, write_redacted
from disclosure.verbs.git import GitError, Repository
from disclosure.verbs.options import FINE, PROBLEMS, fail

_RECORDS = "catalog/approvals"
_TRIES = 5
_KEPT = "审批记录已提交在本机，没有丢失。"


def commit_decisions(root: Path, files: Sequence[str] = ()) -> int:
    """Commit these files, or all changed records and the ledger; send them on where there is a remote.

    Returns the exit code.
    """
    try:
        git = Repository(root)
    except GitError:
        fail("站点文件夹不在 git 版本库里，不能提交。审批记录已写入文件，没有丢失。")
    changed = _changed(git, files or (_RECORDS, LEDGER))
    if changed:
        try:
            git.run("add", "--", *changed)
            git.run("commit", "--quiet", "--only", "-m", _message(changed), "--", *changed)
        except GitError as error:
            fail(f"审批记录已写入文件，但没有提交成功：{error}")
        click.echo(f"已提交 {'、'.join(changed)}。")
    elif not files:
        click.echo("没有尚未提交的审批记录。")
    return _send(git)


def _changed(git: Repository, places: Sequence[str]) -> list[str]:
    """Which of these differ from the last commit, or are new; relative to the site."""
    there = [place for place in places if (git.root / place).exists()]
    if not there:
        return []
    listed = git.ask("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *there)
    names = [entry.lstrip().split(" ", 1)[1].lstrip() for entry in listed.split("\0") if entry]
    return sorted((git.top / name).relative_to(git.root).as_posix() for name in names)


def _message(files: Sequence[str]) -> str:
    subjects = [file.removeprefix(f"{_RECORDS}/") for file in files if file != LEDGER]
    names = "、".join(name.removesuffix(".jsonl").rpartition("/")[2] for name in subjects)
    return f"审批：{names or '登记簿'}" + ("，登记发布" if subjects and LEDGER in files else "")


def _send(git: Repository) -> int:
    """Take in what others did, then push; again when somebody else was faster."""
    branch, remotes = git.ask("symbolic-ref", "--short", "HEAD"), git.ask("remote").split()
    if not branch or not remotes:
        click.echo("没有设置远程仓库，不必推送。")
        return FINE
    remote = git.setting(f"branch.{branch}.remote") or remotes[0]
    target = git.setting(f"branch.{branch}.merge").removeprefix("refs/heads/") or branch
    upstream, seen, reason = f"refs/remotes/{remote}/{target}", "nothing yet", ""
    for _ in range(_TRIES):
        try:
            git.run("fetch", "--quiet", remote)
            now = git.ask("rev-parse", "--verify", "--quiet", upstream)
            if now == seen:
                break  # the push failed, and nobody was faster: it is refused for another reason
            seen = now
            if now:
                _rebase(git, upstream)
            git.run("push", "--quiet", remote, f"HEAD:refs/heads/{target}")
        except GitError as error:
            reason = str(error)
        else:
            click.echo(f"已推送到 {remote}/{target}。")
            return FINE
    again = "请稍后再运行 disclosure approve --commit，或找网站管理员。"
    click.echo(f"{_KEPT}但没有推送成功，{again}\n{reason}", err=True)
    return PROBLEMS


def _rebase(git: Repository, upstream: str) -> None:
    """Put our commits after those of the others. Where both published, the ledger is chained anew in our commits."""
    steps = ("rebase", "--quiet", "--autostash", upstream)
    while True:
        try:
            git.run(*steps)
        except GitError as error:
            conflicts = git.ask("diff", "--name-only", "--diff-filter=U", "--relative").split("\n")
            if conflicts != [LEDGER] or not _join_ledgers(git):
                git.ask("rebase", "--abort")
                named = "、".join(filter(None, conflicts)) or str(error)
                raise GitError(f"别人的改动与本机的改动冲突（{named}），已还原到推送之前的样子。") from error
            git.run("add", "--", LEDGER)
            steps = ("-c", "core.editor=true", "rebase", "--continue")
        else:
            return


def _join_ledgers(git: Repository) -> bool:
    """Write the others' ledger with our new lines after it; False where either can't be read."""
    try:
        theirs_text = git.run("show", f":2:./{LEDGER}")
        theirs, ours = _lines(theirs_text), _lines(git.run("show", f":3:./{LEDGER}"))
    except (GitError, LedgerFormatError):
        return False
    stated, known = {line.digest for line in theirs}, {_content(line.entry) for line in theirs}
    new = [line.entry for line in ours if line.digest not in stated and _content(line.entry) not in known]
    # What was taken out of a line for good, on either side, stays out.
    redacted = {line.digest: write_redacted(line) for line in ours if line.redacted}
    kept = [
        redacted.get(line.digest, text)
        for line, text in zip(theirs, filter(None, theirs_text.split("\n")), strict=True)
    ]
    text = "".join(f"{line}\n" for line in kept) + rechained(theirs, new)
    (git.root / LEDGER).write_bytes(text.encode("utf-8"))
    return True


def _content(entry: Entry) -> Entry:
    """An entry without its place in the chain, which changes when it is chained anew."""
    return replace(entry, number=0, previous="")


def _lines(text: str) -> list[Line]:
    return [read_line(line, number) for number, line in enumerate(text.split("\n"), 1) if line]

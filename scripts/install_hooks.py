"""Install git's pre-commit hook: nothing that must not be published enters the history, where it would stay for ever.

    install_hooks.py               for this checkout
    install_hooks.py DIR           for the site in DIR, in whose repository it is installed
    install_hooks.py --remove      take it out again

A hook that is there already is kept and runs first. Standard library only.
"""

import argparse
import os
import stat
import subprocess
import sys
from pathlib import Path

from environment import ROOT, fail

MARK = "# disclosure: pre-commit, made by scripts/install_hooks.py"
KEPT = "pre-commit.before-disclosure"
NO_REPOSITORY = """{site} 不在 git 仓库里，没有安装。
{site} lies in no git repository; nothing was installed."""
TWO_HOOKS = """{kept} 已经存在，又有另一个 {hook}，不知道该留哪一个，没有安装。请先合并成一个。
There is {kept} already and another {hook} besides; nothing was installed. Merge them first."""
INSTALLED = "已安装：每次提交前检查将要提交的文件。 Installed: {hook}"
REMOVED = "已取消。 Removed: {hook}"


def main(arguments: list[str]) -> int:
    """Install or remove the hook; 0 when that was done, 2 when it could not be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--remove", action="store_true")
    options = parser.parse_args(arguments)
    site = options.site.resolve()
    hook = hooks_folder(site) / "pre-commit"
    kept = hook.with_name(KEPT)
    if options.remove:
        if is_ours(hook):
            hook.unlink()
            if kept.exists():
                kept.rename(hook)
        print(REMOVED.format(hook=hook))
        return 0
    if hook.exists() and not is_ours(hook):
        if kept.exists():
            fail(TWO_HOOKS, kept=kept, hook=hook)
        hook.rename(kept)
    hook.parent.mkdir(parents=True, exist_ok=True)
    hook.write_text(text(site), encoding="utf-8", newline="\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    print(INSTALLED.format(hook=hook))
    return 0


def hooks_folder(site: Path) -> Path:
    """Where the repository of `site` looks for hooks (core.hooksPath, worktrees); ends the program where there is none."""
    command = ["git", "-C", str(site), "rev-parse", "--git-path", "hooks"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        fail(NO_REPOSITORY, site=site)
    if done.returncode:
        fail(NO_REPOSITORY, site=site)
    return site / os.fsdecode(done.stdout.rstrip(b"\r\n"))


def is_ours(hook: Path) -> bool:
    """Whether a hook was made here."""
    return hook.is_file() and MARK in hook.read_text(encoding="utf-8", errors="replace")


def text(site: Path) -> str:
    """The hook. Git runs it by a POSIX shell on every system: its own one on Windows."""
    script = Path(__file__).resolve().with_name("pre_commit.py")
    return f"""#!/bin/sh
{MARK}
before="$(dirname "$0")/{KEPT}"
if [ -x "$before" ]; then "$before" "$@" || exit $?; fi
PYTHONUTF8=1 exec {quoted(Path(sys.executable))} {quoted(script)} {quoted(site)}
"""


def quoted(path: Path) -> str:
    """A path as the shell takes it literally; with forward slashes, which every system understands."""
    return "'" + path.as_posix().replace("'", "'\\''") + "'"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

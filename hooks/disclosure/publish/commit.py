"""Which commit a build was made of. Asks git, where there is one; a build needs none."""

import os
import subprocess
from pathlib import Path

from disclosure.kept import stamp_of

_PARTS = ("content", "catalog", "mkdocs.yml", "hooks", "overrides")
"""What the output is made of; other files of a repository may change as they like."""
_SECONDS = 30


def commit_of(root: Path) -> str:
    """The commit that lies in `root`, with `+` behind it where its files differ; an empty text outside of git."""
    commit = _ask(root, "rev-parse", "--verify", "HEAD")
    if not commit:
        return ""
    changes = _ask(root, "status", "--porcelain", "--", *_PARTS)
    return commit.strip() + ("" if changes == "" else "+")


def history_of(root: Path) -> str:
    """All that git's history begins from: while it is equal, git knows the same earlier bytes of files.

    An empty text outside of git.
    """
    found = _ask(root, "rev-parse", "--git-path", "shallow", "--all")
    if not found:
        return ""
    shallow, _, commits = found.partition("\n")  # a clone that was cut short says where in that file
    return f"{stamp_of(str(root / shallow))} {commits}"


def _ask(root: Path, *arguments: str) -> str | None:
    """What git prints; None where it can't be asked."""
    # A hook of git's runs with its own repository in the environment, which would answer for ours.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],  # noqa: S607  git is found on the path
            env=environment | {"GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None

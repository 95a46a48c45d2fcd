"""Git as a person who knows none would use it: started as a program, in the site's folder."""

import os
import subprocess
from pathlib import Path

_SECONDS = 300
_NOBODY = ("disclosure", "disclosure@localhost.invalid")
"""Who commits where git was never told: the record itself says, and proves, who decided."""


class GitError(Exception):
    """What git said on failing."""


class Repository:
    """The repository that holds the folder `root`. Raises GitError where there is none, or no git."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._surroundings = dict(os.environ)
        self.top = Path(self.run("rev-parse", "--show-toplevel").strip())
        if not self.setting("user.name") or not self.setting("user.email"):
            for part in ("AUTHOR", "COMMITTER"):
                self._surroundings.setdefault(f"GIT_{part}_NAME", _NOBODY[0])
                self._surroundings.setdefault(f"GIT_{part}_EMAIL", _NOBODY[1])

    def run(self, *arguments: str) -> str:
        """What git prints. Raises GitError with what it said instead."""
        command = ["git", "-C", str(self.root), "-c", "core.quotePath=false", *arguments]
        try:
            done = subprocess.run(
                command,
                env=self._surroundings,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitError(str(error)) from error
        if done.returncode:
            raise GitError((done.stderr or done.stdout).strip())
        return done.stdout

    def ask(self, *arguments: str) -> str:
        """What git prints, without its line end; nothing where it fails."""
        try:
            return self.run(*arguments).strip()
        except GitError:
            return ""

    def setting(self, name: str) -> str:
        """A value of git's configuration; empty where it is not set."""
        return self.ask("config", "--get", name)

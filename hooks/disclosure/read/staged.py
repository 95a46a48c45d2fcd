"""What is about to be committed: staged files of a site as git's index holds them, laid out in a folder of their own."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

_SECONDS = 300
_PLACES = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY")
"""Variables that git sets for a hook, with paths relative to where it starts it."""
_LINK = "120000"
_SUBMODULE = "160000"


class NoIndexError(Exception):
    """What git said instead: no repository here, or no git."""


class Index:
    """The index of the repository that holds the site folder `root`. Raises NoIndexError."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._surroundings = dict(os.environ)
        for name in _PLACES:
            if value := self._surroundings.get(name):
                self._surroundings[name] = str(Path(value).absolute())
        # mode, blob, path relative to the site folder; a file in a conflict stands there more than once
        self._entries: dict[str, tuple[str, str]] = {}
        for entry in self._names("ls-files", "--stage", "-z", "--", "."):
            facts, _, path = entry.partition("\t")
            mode, blob, _ = facts.split(" ")
            self._entries[path] = (mode, blob)

    def staged(self) -> list[str]:
        """Paths below the site folder that the commit adds or changes, sorted."""
        return sorted(
            self._names(
                "diff", "--cached", "--name-only", "--diff-filter=ACMRT", "--relative", "-z", "--", "."
            )
        )

    def lay_out(self, folder: Path, paths: Iterable[str]) -> None:
        """Write those of `paths` that the index has into `folder`, each with the bytes that would be committed."""
        wanted = [path for path in paths if self._entries.get(path, (_SUBMODULE,))[0] != _SUBMODULE]
        for path in wanted:
            mode, blob = self._entries[path]
            data = self._run("cat-file", "blob", blob)
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if mode == _LINK:
                file.symlink_to(os.fsdecode(data))
            else:
                file.write_bytes(data)

    def below(self, *folders: str) -> list[str]:
        """All paths of the index in these folders of the site, sorted."""
        return sorted(path for path in self._entries if path.startswith(folders))

    def _names(self, *arguments: str) -> list[str]:
        return [os.fsdecode(name) for name in self._run(*arguments).split(b"\0") if name]

    def _run(self, *arguments: str) -> bytes:
        command = ["git", "-C", str(self.root), *arguments]
        try:
            done = subprocess.run(
                command,
                env=self._surroundings,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoIndexError(str(error)) from error
        if done.returncode:
            raise NoIndexError(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

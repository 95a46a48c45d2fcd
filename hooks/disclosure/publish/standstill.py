"""Whether anything changed since the build before. Where nothing did there is nothing to do but to tell its report again.

One digest stands for all that a build is made of, another for all that it left: names and stamps of files, which hold a
time that no program can set, and the bytes of this program. Nothing of a build is loaded for it: at ten thousand items
it takes a few tenths of a second.
"""

import hashlib
import os
import time
from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from disclosure.kept import SETTLING, load_kept, save_kept
from disclosure.publish.commit import commit_of, history_of
from disclosure.publish.folders import CHANGES, MANIFEST, SUMS, kept_file, preview_folder, release_folder
from disclosure.publish.swap import has_leftovers

PARTS = ("content", "catalog", "mkdocs.yml")
"""What of a site folder a build reads."""
_SWITCHES = "DISCLOSURE_"
"""How the names of all environment variables begin that have a say in a build."""
_TABLE = "last"
_TICK = 0.02
"""Seconds after which the disk's clock has moved on: whatever is written then carries another time."""


def inputs_of(root: Path, today: str, *, search: bool) -> str:
    """The digest of all that a build of `root` started now is made of, beside this program itself.

    An empty text where nobody can tell: something changed within the last second, is a link, or can't be read.
    """
    started = time.time_ns()
    switches = sorted(row for row in os.environ.items() if row[0].startswith(_SWITCHES))
    facts = (today, search, switches, commit_of(root), history_of(root))
    return _digest([root / part for part in PARTS], facts, started)


class Standstill:
    """What the build before of `root` into the folder `site` was made of, what it left and what it reported."""

    def __init__(self, root: Path, site: Path) -> None:
        self.site, self.lists = site, release_folder(root, site)
        self.place = kept_file(root, site, preview=site == preview_folder(root)).with_suffix(".last")

    def report(self, inputs: str) -> dict[str, Any] | None:
        """The report of the build before, if it was made of `inputs` and all that it left still stands; else None."""
        if not inputs or has_leftovers(self.site):
            return None
        last = load_kept(self.place).get(_TABLE, {})
        outputs = self._outputs() if last.get("inputs") == inputs else ""
        if not outputs or last["outputs"] != outputs:
            return None
        if self.lists.is_dir():
            (self.lists / CHANGES).write_bytes(b"")
        report: dict[str, Any] = last["report"]
        return report

    def keep(self, inputs: str, report: dict[str, Any] | None) -> None:
        """Keep what a build made of `inputs` came to. Its site is in place, and no other build may begin meanwhile.

        Without `inputs` nothing is kept, and what an earlier build reported goes.
        """
        if not inputs:
            self.place.unlink(missing_ok=True)
            return
        time.sleep(_TICK)
        save_kept(self.place, {_TABLE: {"inputs": inputs, "outputs": self._outputs(), "report": report}})

    def _outputs(self) -> str:
        lists = (self.lists / MANIFEST, self.lists / SUMS)  # a preview has none
        return _digest([self.site, *(path for path in lists if path.exists())])


def _digest(paths: Iterable[Path], facts: object = None, started: int | None = None) -> str:
    """The digest of `facts` and of the names and stamps of `paths` and all below them.

    An empty text where stamps prove nothing: at a link, at what can't be read, and at a file that changed less than a
    second before `started`.
    """
    total = hashlib.sha256(repr(facts).encode())
    latest = 0
    try:
        pending = [(str(path), os.lstat(path)) for path in paths]
        while pending:
            path, info = pending.pop()
            total.update(b"%s\0" % os.fsencode(path))
            if S_ISDIR(info.st_mode):
                with os.scandir(path) as found:
                    inner = [(entry.path, entry.stat(follow_symlinks=False)) for entry in found]
                pending += sorted(inner, key=itemgetter(0))
            elif S_ISREG(info.st_mode):
                stamp = info.st_ino, info.st_mode, info.st_size, info.st_mtime_ns, info.st_ctime_ns
                total.update(b"%d %d %d %d %d\0" % stamp)
                latest = max(latest, info.st_mtime_ns, info.st_ctime_ns)
            else:
                return ""
    except OSError:
        return ""
    return total.hexdigest() if started is None or latest < started - SETTLING else ""

"""Earlier bytes of a file, out of git's history, found by their digest: what was approved before a change."""

import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

_BLOB = re.compile(r"\b[0-9a-f]{40,64}\b")
_SECONDS = 120


def find_earlier(root: Path, path: str, sha256: str) -> bytes | None:
    """The bytes with this SHA-256 that lay at `path` (relative to `root`) in any commit; None where there are none.

    None, too, where `root` is in no repository, git is not installed, or the history was cut short (a shallow clone).
    """
    return next((data for data in _versions(root, path) if hashlib.sha256(data).hexdigest() == sha256), None)


def _versions(root: Path, path: str) -> Iterator[bytes]:
    """Every version of the file that a commit holds, the newest first."""
    arguments = ("log", "--all", "--format=", "--raw", "--no-abbrev", "--no-renames", "-z", "--", path)
    listed = _git(root, *arguments).decode("utf-8", "replace")
    seen = dict.fromkeys(blob for entry in listed.split(":") for blob in _BLOB.findall(entry)[1:2])
    for blob in seen:
        if set(blob) != {"0"}:
            yield _git(root, "cat-file", "blob", blob)


def _git(root: Path, *arguments: str) -> bytes:
    """What git writes; nothing when it fails."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""

"""A published folder against the manifest: changed, missing, and extra files."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from disclosure.publish.writer import Written

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One file that is not as the manifest says."""

    address: str
    kind: Literal["changed", "missing", "extra"]


def compare(folder: Path, manifest: Mapping[str, Written]) -> Iterator[Difference]:
    """Differences between `folder` and `manifest`, sorted by address."""
    present = {
        p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() or p.is_symlink()
    }
    for address in sorted(manifest.keys() | present.keys()):
        row, path = manifest.get(address), present.get(address)
        if row is None:
            yield Difference(address, "extra")
        elif path is None:
            yield Difference(address, "missing")
        elif path.is_symlink() or _digest(path) != row.sha256:
            yield Difference(address, "changed")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

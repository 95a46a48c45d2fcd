"""What to upload and what to delete: a build's files beside those of the release before."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from disclosure.publish.manifest import read_listing
from disclosure.publish.writer import Written

UPLOAD, DELETE = "+", "-"


def changes_text(former: Mapping[str, Written], rows: Iterable[Written]) -> str:
    """A line for each file to upload (`+ address`), then for each to delete (`- address`), each part sorted."""
    new = {row.address: row for row in rows}
    lines = [f"{UPLOAD} {address}" for address in sorted(new) if former.get(address) != new[address]]
    lines += [f"{DELETE} {address}" for address in sorted(former.keys() - new.keys())]
    return "".join(f"{line}\n" for line in lines)


def files_in(manifest: Path) -> Mapping[str, Written]:
    """The files of the release whose manifest is at `manifest`; none where there is no sound one."""
    try:
        return read_listing(manifest).files
    except (OSError, ValueError):
        return {}

"""The two lists of what a build wrote: manifest.json, and SHA256SUMS, which `sha256sum -c` reads and a key can sign."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from disclosure.publish.writer import Written, by_address

FORMAT = 1
NAMESPACE = "disclosure-release@v1"
"""In which SHA256SUMS is signed, so that no signature made for another purpose passes for one of it."""
UNKNOWN = -1
"""The size of a file that only SHA256SUMS names."""

_HEAD = f"# disclosure-checksums {FORMAT}"
_ROW = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)")
_ESCAPED = re.compile(r"[\\\n\r]")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Release:
    """What a build was made of, so that anybody can make it again: all texts, empty where there is none.

    `commit` has a `+` behind it when files differed from it; `ledger` is the digest of the ledger's last line,
    `policy` that of the policy in force, `recovery` the paper on which that rests where its roots were lost.
    """

    catalog: str = ""
    address: str = ""
    today: str = ""
    approval: str = ""
    commit: str = ""
    ledger: str = ""
    policy: str = ""
    recovery: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as read: its files by address, and what it says of its build."""

    files: dict[str, Written]
    release: Release


def complete(folder: Path, known: Mapping[str, Written]) -> list[Written]:
    """A row for every file below `folder`, sorted; those not in `known` are read."""
    rows = []
    for place, _, names in os.walk(folder):
        inside = Path(place).relative_to(folder).as_posix()
        for name in names:
            address = name if inside == "." else f"{inside}/{name}"
            row = known.get(address)
            if row is None:
                data = Path(place, name).read_bytes()
                row = Written(address, len(data), hashlib.sha256(data).hexdigest())
            rows.append(row)
    return sorted(rows, key=by_address)


def manifest_json(rows: list[Written], release: Release, today_pages: list[str]) -> str:
    """The manifest as JSON, one file a line. `today_pages` are the addresses that may differ tomorrow."""
    head = {"format": FORMAT, **asdict(release), "depends_on_today": today_pages}
    lines = [f'{{"path": {json.dumps(r.address)}, "size": {r.size}, "sha256": "{r.sha256}"}}' for r in rows]
    return json.dumps(head, ensure_ascii=False)[:-1] + ', "files": [\n' + ",\n".join(lines) + "\n]}\n"


def checksums(rows: list[Written], release: Release) -> str:
    """SHA256SUMS: what the build was made of as comments, then a line a file as coreutils writes it, sorted."""
    head = [_HEAD, *(f"# {name} {' '.join(value.split()) or '-'}" for name, value in asdict(release).items())]
    return "\n".join((*head, *map(_row, rows), ""))


def read_listing(path: Path) -> Listing:
    """The list in a manifest.json or SHA256SUMS. Raises ValueError for a file that is neither, OSError as usual."""
    text = path.read_text(encoding="utf-8")
    return read_checksums(text) if text.startswith(_HEAD + "\n") else _read_manifest(text)


def _read_manifest(text: str) -> Listing:
    try:
        loaded = json.loads(text)
        if loaded["format"] != FORMAT or not isinstance(loaded["files"], list):
            raise ValueError("another format")
        files = {}
        for row in loaded["files"]:
            files[row["path"]] = _checked(row["path"], row["size"], row["sha256"])
        release = Release(**{name: str(loaded.get(name, "")) for name in asdict(Release())})
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a manifest") from error
    return Listing(files, release)


def read_checksums(text: str) -> Listing:
    """The list in the text of a SHA256SUMS. Raises ValueError for anything else."""
    if not text.startswith(_HEAD + "\n"):
        raise ValueError("not a list of checksums")
    facts, files = dict.fromkeys(asdict(Release()), ""), {}
    for line in text.split("\n")[1:]:
        if line.startswith("# "):
            name, _, value = line[2:].partition(" ")
            if name in facts:
                facts[name] = "" if value == "-" else value
        elif line:
            match = _ROW.fullmatch(line)
            if not match:
                raise ValueError("not a line of checksums")
            address = _unescape(match[3]) if match[1] else match[3]
            files[address] = _checked(address, UNKNOWN, match[2])
    return Listing(files, Release(**facts))


def _checked(address: object, size: object, digest: object) -> Written:
    whole = isinstance(address, str) and type(size) is int and isinstance(digest, str) and len(digest) == 64  # noqa: PLR2004
    if not whole:
        raise ValueError("not a row of a manifest")
    return Written(str(address), int(str(size)), str(digest))


def _row(row: Written) -> str:
    if not _ESCAPED.search(row.address):
        return f"{row.sha256}  {row.address}"
    return f"\\{row.sha256}  {_ESCAPED.sub(lambda found: _ESCAPES[found[0]], row.address)}"


def _unescape(name: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "r": "\r"}.get(match[1], match[1]), name)

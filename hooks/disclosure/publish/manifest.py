"""The manifest: every file of the site with size and SHA-256, against which a host can be verified."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from disclosure.publish.writer import Written

FORMAT = 1


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
    return sorted(rows)


def manifest_json(rows: list[Written], today: str, today_pages: list[str], mode: str) -> str:
    """The manifest as JSON, one file a line. `today_pages` are the addresses that may differ tomorrow."""
    head = {"format": FORMAT, "today": today, "approval": mode, "depends_on_today": today_pages}
    lines = [json.dumps({"path": r.address, "size": r.size, "sha256": r.sha256}) for r in rows]
    return json.dumps(head, ensure_ascii=False)[:-1] + ', "files": [\n' + ",\n".join(lines) + "\n]}\n"


def read_manifest(path: Path) -> dict[str, Written]:
    """The files of a manifest by address. Raises ValueError for a file that is none."""
    loaded = json.loads(path.read_text(encoding="utf-8"))
    if (
        not isinstance(loaded, dict)
        or loaded.get("format") != FORMAT
        or not isinstance(loaded.get("files"), list)
    ):
        raise ValueError(f"not a manifest: {path}")
    return {f["path"]: Written(f["path"], f["size"], f["sha256"]) for f in loaded["files"]}

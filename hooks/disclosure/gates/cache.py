"""Results of looking into files, kept by digest of the file and of the rules, so that a rebuild looks into none twice.

A record holds masked findings only. Records of files that a site no longer has are removed.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from disclosure.gates.findings import FileScan, Finding
from disclosure.gates.properties import Expected
from disclosure.gates.runner import as_json
from disclosure.gates.text_version.blocks import TextVersion, from_json, to_json

FOLDER = Path(".cache", "disclosure", "gates")
_DATA = ("gate_rules.yml", "gate_wording.yml", "watch_words.yml", "file_types.yml", "text_version.yml")
_READERS = ("pypdf", "pillow", "defusedxml", "python-stdnum")
_TEXT = "-text.json"
"""How the names of kept text versions end."""
_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def rules_version() -> str:
    """A digest of all that decides on a result: the code of the gates, their data, the libraries that read files."""
    from importlib.metadata import version  # noqa: PLC0415 (slow to import; sites without files need it never)

    total = hashlib.sha256()
    for path in (*sorted((_PACKAGE / "gates").rglob("*.py")), *(_PACKAGE / "data" / name for name in _DATA)):
        total.update(hashlib.sha256(path.read_bytes()).digest())
    total.update(" ".join(f"{name} {version(name)}" for name in _READERS).encode("ascii"))
    return total.hexdigest()


def find(root: Path, sha256: str, ending: str, expected: Expected) -> FileScan | None:
    """The kept result for a file, or None. A record that can't be read counts as none."""
    try:
        record: Any = json.loads((root / FOLDER / f"{sha256}-{ending}.json").read_bytes())
        if record["rules"] != rules_version() or record["expected"] not in ("", _digest(expected)):
            return None
        findings = tuple(Finding(**row) for row in record["findings"])
        return FileScan(findings, bool(record["has_text"]), bool(record["expected"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(root: Path, sha256: str, ending: str, expected: Expected, scan: FileScan) -> None:
    """Keep a result. A folder that can't be written to costs time, nothing else."""
    record = {
        "rules": rules_version(),
        "expected": _digest(expected) if scan.depends else "",
        "has_text": scan.has_text,
        "findings": [dataclasses.asdict(finding) for finding in scan.findings],
    }
    _write(root / FOLDER / f"{sha256}-{ending}.json", record)


def find_text(root: Path, sha256: str, ending: str) -> TextVersion | None:
    """The kept text version of a file, or None."""
    try:
        record: Any = json.loads((root / FOLDER / f"{sha256}-{ending}{_TEXT}").read_bytes())
        return from_json(record) if record["rules"] == rules_version() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_text(root: Path, sha256: str, ending: str, version: TextVersion) -> None:
    """Keep a text version."""
    _write(root / FOLDER / f"{sha256}-{ending}{_TEXT}", {"rules": rules_version(), **to_json(version)})


def _write(file: Path, record: dict[str, Any]) -> None:
    beside = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(record), encoding="ascii", newline="\n")
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()


def forget_others(root: Path, kept: Collection[str], public: Collection[str]) -> None:
    """Remove the records of files whose digest is not among `kept`, and the texts of those not among `public`.

    What is withdrawn leaves no trace here but the masked findings of a file that still lies in content/.
    """
    try:
        with os.scandir(root / FOLDER) as entries:
            gone = [
                entry.path
                for entry in entries
                if entry.name.partition("-")[0] not in (public if entry.name.endswith(_TEXT) else kept)
            ]
        for path in gone:
            Path(path).unlink(missing_ok=True)
    except OSError:
        return


def _digest(expected: Expected) -> str:
    return hashlib.sha256(json.dumps(as_json(expected), sort_keys=True).encode("ascii")).hexdigest()

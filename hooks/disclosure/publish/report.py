"""What a build found, for the command that started it: problems, 隔离清单, items that wait for their day."""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from disclosure.model.catalog import Catalog
from disclosure.problems import Problem

REPORT_VARIABLE = "DISCLOSURE_REPORT"
"""Names the file for the report when a command waits for it; else it is report.json in the cache."""


def cache_folder(root: Path) -> Path:
    """Where a build keeps what is not published: lock, report, manifest, search records."""
    return root / ".cache" / "disclosure"


def preview_folder(root: Path) -> Path:
    """Where `disclosure serve` builds what it shows on this machine; nothing there is ever published."""
    return cache_folder(root) / "preview"


def kept_file(root: Path, site: Path, *, preview: bool) -> Path:
    """What builds of `root` into the folder `site` keep for the next one of the same kind."""
    name = hashlib.sha256(
        f"{site.resolve().as_posix()} {preview}".encode("utf-8", "surrogateescape")
    ).hexdigest()
    return cache_folder(root) / "kept" / f"{name[:12]}.bin"


def forget_kept(root: Path) -> None:
    """Remove all that builds of `root` kept: results of checks, of looking into files, and pages."""
    for name in ("kept", "gates"):
        shutil.rmtree(cache_folder(root) / name, ignore_errors=True)


def write_report(root: Path, problems: Sequence[Problem], catalog: Catalog | None, files: int | None) -> None:
    """Write the report of a build of `root`; `files` counts published files, None for a build that stopped."""
    report: dict[str, Any] = {
        "format": 1,
        "published": len(catalog.items) if catalog and files is not None else None,
        "files": files,
        "quarantined": [asdict(q) for q in catalog.quarantined] if catalog else [],
        "held": [asdict(h) for h in catalog.held] if catalog else [],
        "problems": [asdict(p) for p in problems],
    }
    path = Path(os.environ.get(REPORT_VARIABLE) or cache_folder(root) / "report.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_report(path: Path) -> dict[str, Any] | None:
    """The report at `path`, or None where there is none."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return loaded if isinstance(loaded, dict) else None

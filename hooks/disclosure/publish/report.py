"""What a build found, for the command that started it: problems, 隔离清单, items that wait for their day."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from disclosure.model.catalog import Catalog
from disclosure.problems import Problem

NAME = "report.json"


def write_report(
    folder: Path, problems: Sequence[Problem], catalog: Catalog | None, files: int | None
) -> None:
    """Write <folder>/report.json. `files` is the number of published files, None for a build that stopped."""
    report: dict[str, Any] = {
        "format": 1,
        "published": len(catalog.items) if catalog and files is not None else None,
        "files": files,
        "quarantined": [asdict(q) for q in catalog.quarantined] if catalog else [],
        "held": [asdict(h) for h in catalog.held] if catalog else [],
        "problems": [asdict(p) for p in problems],
    }
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_report(folder: Path) -> dict[str, Any] | None:
    """The report of the last build, or None where there is none."""
    try:
        loaded = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return loaded if isinstance(loaded, dict) else None

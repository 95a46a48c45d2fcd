"""What a build found, for the command that started it: problems, 隔离清单, items that wait for their day."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disclosure.problems import Problem
from disclosure.publish.folders import REPORT_VARIABLE, cache_folder

if TYPE_CHECKING:  # whoever only reads a report need not load what makes it
    from disclosure.model.catalog import Catalog

_FIELDS = tuple(field.name for field in fields(Problem))


def write_report(
    root: Path, problems: Sequence[Problem], catalog: "Catalog | None", files: int | None
) -> None:
    """Write the report of a build of `root`; `files` counts published files, None for a build that stopped."""
    report: dict[str, Any] = {
        "format": 1,
        "published": len(catalog.items) if catalog and files is not None else None,
        "files": files,
        "quarantined": [asdict(q) for q in catalog.quarantined] if catalog else [],
        "held": [asdict(h) for h in catalog.held] if catalog else [],
        "problems": [{name: getattr(row, name) for name in _FIELDS} for row in problems],
    }
    path = Path(os.environ.get(REPORT_VARIABLE) or cache_folder(root) / "report.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False) + "\n", encoding="utf-8")


def read_report(path: Path) -> dict[str, Any] | None:
    """The report at `path`, or None where there is none."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return loaded if isinstance(loaded, dict) else None

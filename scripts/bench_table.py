"""The benchmark's results: a table for people, JSON for machines, and whether the target is met."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from statistics import median
from typing import Any

from bench_measure import Run

OURS, SEARCHED, PEER, HUGO = "disclosure", "disclosure, search", "MkDocs + Material", "Hugo"
APPROVED = "disclosure, approved"
COLUMNS = ("program", "runs", "wall s", "cpu s", "peak MiB", "pages", "files", "MiB out")
PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "pyromark", "pagefind-bin", "hugo")


def table(runs: Sequence[Run]) -> str:
    """A Markdown table, one row a program: medians of its runs, in the order in which programs came first."""
    rows = [COLUMNS, ("---", *("---:" for _ in COLUMNS[1:]))]
    for program in dict.fromkeys(run.program for run in runs):
        own = [run for run in runs if run.program == program]
        wall = f"{middle(own, 'wall'):.2f}"
        if len(own) > 1:
            wall += f" ({min(r.wall for r in own):.2f}–{max(r.wall for r in own):.2f})"
        rows.append(
            (
                program,
                str(len(own)),
                wall,
                f"{middle(own, 'cpu'):.2f}",
                f"{middle(own, 'peak'):.0f}",
                str(own[-1].pages),
                str(own[-1].files),
                f"{own[-1].size:.1f}",
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def middle(runs: Sequence[Run], field: str) -> float:
    """The median of a field over the runs."""
    return float(median(getattr(run, field) for run in runs))


def ratio(runs: Sequence[Run], ours: str, peer: str, field: str = "wall") -> tuple[float, list[float]]:
    """The median of the pairs' ratios, and each of them: a pair ran side by side, so that a busy machine slows both."""
    pairs = zip(
        [run for run in runs if run.program == ours],
        [run for run in runs if run.program == peer],
        strict=False,
    )
    found = [getattr(mine, field) / getattr(other, field) for mine, other in pairs]
    return float(median(found)), found


def say_ratio(runs: Sequence[Run], ours: str, peer: str) -> str:
    """The ratios of wall and processor time and memory in a line."""
    wall, each = ratio(runs, ours, peer)
    cpu, _ = ratio(runs, ours, peer, "cpu")
    peak, _ = ratio(runs, ours, peer, "peak")
    pairs = ", ".join(f"{one:.3f}" for one in each)
    return f"{ours} / {peer}: wall {wall:.3f} ({pairs}), cpu {cpu:.3f}, peak memory {peak:.2f}"


def case_rows(runs: Sequence[Run], peers: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row for each program, which is `tool: case`: medians, and its wall time beside the peer of that tool."""
    rows = []
    for program in dict.fromkeys(run.program for run in runs):
        own = [run for run in runs if run.program == program]
        tool, _, case = program.partition(": ")
        row = {"tool": tool, "case": case or "clean", "runs": len(own), "beside": peers[tool]}
        row |= {f"{name}_{unit}": round(middle(own, name), 2) for name, unit in (("wall", "s"), ("cpu", "s"))}
        row["peak_mib"] = round(middle(own, "peak"))
        rows.append(row | {"wall_ratio": round(ratio(runs, program, peers[tool])[0], 3)})
    return rows


def case_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same as a Markdown table."""
    names = ("tool", "case", "wall_s", "cpu_s", "peak_mib", "wall_ratio", "beside")
    lines = [names, ("---", "---", "---:", "---:", "---:", "---:", "---")]
    lines += [tuple(str(row[name]) for name in names) for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _installed(name: str) -> str:
    """The version of a package, or an empty text where a run does without it."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def record(runs: Sequence[Run], **facts: Any) -> dict[str, Any]:
    """Everything that was measured, with the machine and the versions."""
    return {
        "format": 1,
        **facts,
        "machine": {
            "cores": os.cpu_count(),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        },
        "python": python_version(),
        "versions": {name: found for name in PACKAGES if (found := _installed(name))},
        "runs": [asdict(run) for run in runs],
    }


def write_record(path: Path, content: dict[str, Any]) -> None:
    """Write what `record` gave."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

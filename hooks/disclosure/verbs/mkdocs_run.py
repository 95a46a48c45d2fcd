"""Start MkDocs on a site folder with the generator's hooks and theme, through a derived configuration."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from disclosure.progress import PROGRESS_VARIABLE
from disclosure.publish.folders import (
    INPUTS_VARIABLE,
    REPORT_VARIABLE,
    SEARCH_SWITCH,
    cache_folder,
    kept_file,
    preview_folder,
)
from disclosure.publish.report import read_report
from disclosure.publish.standstill import Standstill, inputs_of


@dataclass(frozen=True, slots=True)
class BuildResult:
    """How MkDocs ended: exit code, what it printed, and the build's report (None when it never got that far)."""

    code: int
    output: str
    report: dict[str, Any] | None

    @property
    def published(self) -> dict[str, Any] | None:
        """The report of a build that put a new site in place; None when the old one stays."""
        done = self.code == 0 and self.report is not None and self.report["files"] is not None
        return self.report if done else None

    @property
    def reason(self) -> str:
        """Why there is no new site, for people: what MkDocs said without its own ornaments."""
        kept, shown = [], True
        for line in self.output.splitlines():
            if not line.startswith(" "):  # else it goes on with the message before
                shown = not line.startswith(("INFO", "WARNING", "Aborted", "Traceback"))
            if shown and line.strip():
                kept.append(line.removeprefix("ERROR   -  "))
        return "\n".join(kept)


def run_build(root: Path, out: Path, today: str, *, search: bool, told: str = "") -> BuildResult:
    """Build `root` into `out`, unless nothing changed since the build before. Nothing is printed.

    `told` is a file in which the build tells how far it is (disclosure.progress).
    """
    inputs = inputs_of(root, today, search=search)
    if report := Standstill(root, out).report(inputs):
        return BuildResult(0, "", report)
    cache_folder(root).mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="build-", dir=cache_folder(root)) as scratch:
        environment = {
            "DISCLOSURE_TODAY": today,
            SEARCH_SWITCH: "on" if search else "off",
            INPUTS_VARIABLE: inputs,
            PROGRESS_VARIABLE: told,
        }
        return _run(root, out, Path(scratch), environment)


def _run(root: Path, out: Path, scratch: Path, settings: dict[str, str]) -> BuildResult:
    from disclosure.verbs.derived_configuration import derive_configuration  # YAML: not at a standstill

    try:
        configuration, plain = derive_configuration(root, out, scratch)
    except ValueError as error:
        return BuildResult(2, str(error), None)
    report = scratch / "report.json"
    ours = {REPORT_VARIABLE: str(report), "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    environment = os.environ | settings | ours | ({} if plain else {INPUTS_VARIABLE: ""})
    kept = kept_file(root, out, preview=out == preview_folder(root)).exists()
    module = "mkdocs" if kept else "disclosure.verbs.mkdocs_begun"
    done = subprocess.run(
        [sys.executable, "-m", module, "build", "--config-file", str(configuration)],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return BuildResult(done.returncode, done.stdout + done.stderr, read_report(report))

"""Start MkDocs on a site folder with the generator's hooks and theme, through a derived configuration."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from disclosure.places import HOOKS, OVERRIDES
from disclosure.publish.hooked_build import SEARCH_SWITCH
from disclosure.publish.report import REPORT_VARIABLE, cache_folder, read_report

BASE = HOOKS / "mkdocs.base.yml"


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


def run_build(root: Path, out: Path, today: str, *, search: bool) -> BuildResult:
    """Build `root` into `out`. The child's messages come back as text; nothing is printed."""
    cache_folder(root).mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="build-", dir=cache_folder(root)) as scratch:
        return _run(root, out, Path(scratch), today, search=search)


def _run(root: Path, out: Path, scratch: Path, today: str, *, search: bool) -> BuildResult:
    try:
        configuration = _derive_configuration(root, out, scratch)
    except (OSError, ValueError, yaml.YAMLError) as error:
        return BuildResult(2, f"mkdocs.yml 读不出来：{error}", None)
    report = scratch / "report.json"
    environment = os.environ | {
        "DISCLOSURE_TODAY": today,
        SEARCH_SWITCH: "on" if search else "off",
        REPORT_VARIABLE: str(report),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--config-file", str(configuration)],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return BuildResult(done.returncode, done.stdout + done.stderr, read_report(report))


def _derive_configuration(root: Path, out: Path, folder: Path) -> Path:
    """A mkdocs.yml that says what the site's own says, with absolute paths and our own base."""
    own = yaml.load((root / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_KeepTags)  # noqa: S506
    own = own if isinstance(own, dict) else {}
    theme = own.get("theme")
    derived = own | {
        "INHERIT": str(BASE),
        "docs_dir": str(root / "content"),
        "site_dir": str(out),
        "hooks": [str(HOOKS / "mkdocs_events.py")],
        "theme": (theme if isinstance(theme, dict) else {}) | {"custom_dir": str(OVERRIDES)},
    }
    path = folder / "mkdocs.yml"
    path.write_text(
        yaml.dump(derived, Dumper=_WriteTags, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return path


@dataclass(frozen=True, slots=True)
class _Tagged:
    """A value with a tag of MkDocs's own (`!ENV`), carried through unread."""

    tag: str
    value: Any


class _KeepTags(yaml.SafeLoader):
    """Loads mkdocs.yml; unknown tags stay what they are."""


class _WriteTags(yaml.SafeDumper):
    """Writes what `_KeepTags` loaded."""


def _load_tagged(loader: _KeepTags, suffix: str, node: yaml.Node) -> _Tagged:
    if isinstance(node, yaml.ScalarNode):
        return _Tagged("!" + suffix, loader.construct_scalar(node))
    if isinstance(node, yaml.SequenceNode):
        return _Tagged("!" + suffix, loader.construct_sequence(node, deep=True))
    return _Tagged("!" + suffix, loader.construct_mapping(node, deep=True))  # type: ignore[arg-type]


def _write_tagged(dumper: _WriteTags, tagged: _Tagged) -> yaml.Node:
    if isinstance(tagged.value, list):
        return dumper.represent_sequence(tagged.tag, tagged.value)
    return dumper.represent_scalar(tagged.tag, str(tagged.value))


_KeepTags.add_multi_constructor("!", _load_tagged)
_WriteTags.add_representer(_Tagged, _write_tagged)

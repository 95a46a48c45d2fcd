"""The files that a code host runs: design 2, "both call scripts/, no logic of their own"."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WITH_NAMES = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  `on` stays a word


def steps(path):
    return [step for job in load(path)["jobs"].values() for step in job["steps"]]


def test_the_four_workflows_are_there():
    """Design 3: checks on a proposed change, a demonstration, the daily rebuild, the daily look at what is served."""
    assert ["check.yml", "pages.yml", "scheduled.yml", "verify.yml"] == [path.name for path in WORKFLOWS]


@WITH_NAMES
def test_a_workflow_is_sound(path):
    """Design 2: a workflow with a mistake in it is found here and not on the day that it should run."""
    linter = shutil.which("actionlint", path=Path(sys.executable).parent)
    assert linter, "actionlint belongs to requirements/dev.txt"
    done = subprocess.run(
        [linter, "-no-color", "-shellcheck=", path], capture_output=True, text=True, check=False
    )
    assert "" == done.stdout + done.stderr
    assert 0 == done.returncode


@WITH_NAMES
def test_every_command_is_a_script_of_ours(path):
    """Design 2: what runs there can be run here, with the same words."""
    commands = [step["run"] for step in steps(path) if "run" in step]
    assert commands, "a workflow runs something"
    for command in commands:
        match = re.fullmatch(r"python (scripts/\w+\.py)( --?\w+( \w+)?)*", command)
        assert match, f"not one script with plain options: {command!r}"
        assert (ROOT / match[1]).is_file(), f"no such script: {command!r}"


@WITH_NAMES
def test_every_action_is_pinned_and_may_do_little(path):
    """SECURITY.md: a moved tag must not change what runs, and no job may write to the repository."""
    used = [step["uses"] for step in steps(path) if "uses" in step]
    loose = [name for name in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name)]
    assert [] == loose, "pin by commit, with the version as a comment"
    assert {"contents": "read"} == load(path)["permissions"]
    granted = [job.get("permissions", {}) for job in load(path)["jobs"].values()]
    assert {"pages", "id-token"} >= {name for grant in granted for name in grant}
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert {"fetch-depth": "0", "persist-credentials": "false"} == step["with"]


def test_the_daily_rebuild_is_ten_past_midnight_in_china():
    """Design 3: times are China Standard Time; publish_on, apply_until and public_until turn with its day."""
    (entry,) = load(ROOT / ".github" / "workflows" / "scheduled.yml")["on"]["schedule"]
    minute, hour, *rest = entry["cron"].split()
    assert ("10", 0, ["*", "*", "*"]) == (minute, (int(hour) + 8) % 24, rest)


def test_the_daily_verification_is_of_the_same_day():
    """Design 7: a page may say what day it is, so the build to compare with is of the day of the rebuild, after it."""
    times = []
    for name in ("scheduled.yml", "verify.yml"):
        (entry,) = load(ROOT / ".github" / "workflows" / name)["on"]["schedule"]
        minute, hour, *rest = entry["cron"].split()
        assert ["*", "*", "*"] == rest
        times.append(((int(hour) + 8) % 24, int(minute)))
    assert times == sorted(times), "it looks at what the night's rebuild published"


def test_verification_needs_an_address():
    """Design 7: with no address nothing was compared, and that is exit code 2, not success."""
    environment = {name: value for name, value in os.environ.items() if name != "DISCLOSURE_SITE_URL"}
    command = [sys.executable, ROOT / "scripts" / "verify.py"]
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    assert (2, "") == (done.returncode, done.stdout)
    assert "DISCLOSURE_SITE_URL" in done.stderr


def test_only_the_demonstration_is_deployed():
    """Design 2: an office's output goes to its own site; what is deployed here passed scripts/demo.py."""
    deploying = [path.name for path in WORKFLOWS if "deploy-pages" in path.read_text(encoding="utf-8")]
    assert ["pages.yml"] == deploying
    jobs = load(ROOT / ".github" / "workflows" / "pages.yml")["jobs"]
    assert "build" == jobs["deploy"]["needs"]
    assert "python scripts/demo.py" in [step.get("run") for step in jobs["build"]["steps"]]


def test_the_continuous_integration_calls_the_same_script():
    """Design 2: .ci/run holds no logic of its own."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert ["set -eu", 'cd "$(dirname "$0")/.."', 'exec python3 scripts/test.py "$@"'] == lines[1:]

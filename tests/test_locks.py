"""requirements/: design 3, output bytes are a function of commit and lock."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def locked(name):
    """Return the pins of one lock: each line that names a package."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return [Requirement(line.split(" \\")[0]) for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]


@pytest.mark.parametrize("name", ["runtime", "dev", "bench"])
def test_a_lock_pins_and_hashes_everything_and_names_no_index(name):
    """SECURITY.md: what is installed is fixed by version and hash, from whichever mirror an office has."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]
    assert len(blocks) == len(locked(name)) > 0
    loose = [block.splitlines()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block]
    assert [] == loose, "these have no version or no hash"
    assert not re.search(r"://|--(extra-)?index|--find-links|file:", text), "a lock names no address"


def test_the_locks_follow_what_is_asked_for():
    """Design 3: whoever changes pyproject.toml or an .in file runs scripts/lock.py."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "runtime": [*project["project"]["dependencies"], *asked("build")],
        "dev": asked("dev"),
        "bench": asked("bench"),
    }
    assert set(project["build-system"]["requires"]) <= set(asked("build")), "the build needs these installed"
    for name, lines in wanted.items():
        pins = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in locked(name)}
        for line in lines:
            requirement = Requirement(line)
            pinned = pins.get(canonicalize_name(requirement.name))
            assert pinned, f"{name}.txt lacks {requirement.name}: run scripts/lock.py"
            assert requirement.specifier.contains(pinned), (
                f"{name}.txt pins {requirement.name} {pinned}, not {line}"
            )


def asked(name):
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


def test_packages_in_two_locks_have_one_version():
    """Design 3: the tests run with the packages that build the site."""
    runtime = {(pin.name, str(pin.marker)): str(pin.specifier) for pin in locked("runtime")}
    for name in ("dev", "bench"):
        for pin in locked(name):
            here = runtime.get((pin.name, str(pin.marker)), str(pin.specifier))
            assert here == str(pin.specifier), f"{pin.name} differs between runtime.txt and {name}.txt"

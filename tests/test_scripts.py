"""The scripts that set a fresh clone up: design 7, "the README's two commands do all the set-up"."""

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = ROOT / "scripts"

# A package and a build backend as small as they can be, so that a real install needs no network.
BACKEND = """
import pathlib, zipfile

METADATA = "Metadata-Version: 2.1\\nName: disclosure\\nVersion: 1\\n"
WHEEL = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "disclosure-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        place = ascii(str(pathlib.Path.cwd() / "hooks"))  # Python reads .pth files in the locale's encoding
        wheel.writestr("disclosure.pth", f"import sys; sys.path.append({place})")
        wheel.writestr("disclosure-1.dist-info/METADATA", METADATA)
        wheel.writestr("disclosure-1.dist-info/WHEEL", WHEEL)
        wheel.writestr("disclosure-1.dist-info/RECORD", "")
    return name
"""
PROJECT = """
[build-system]
requires = []
build-backend = "small_backend"
[project]
name = "disclosure"
version = "1"
"""


def lock_backend(checkout, version, digest=None):
    """Put this version of the backend into the wheelhouse and lock it, with its own hash or another."""
    info = f"small_backend-{version}.dist-info"
    path = checkout / "wheelhouse" / f"small_backend-{version}-py3-none-any.whl"
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("small_backend.py", BACKEND)
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: small-backend\nVersion: {version}\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", f"small_backend.py,,\n{info}/RECORD,,\n")
    digest = digest or hashlib.sha256(path.read_bytes()).hexdigest()
    lock = f"small-backend=={version} --hash=sha256:{digest}\n"
    (checkout / "requirements" / "runtime.txt").write_text(lock, encoding="utf-8")


def surroundings():
    """Return the process environment without what a person's own pip settings would add."""
    mine = ("PIP_FIND_LINKS", "PIP_CONSTRAINT", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name not in mine}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8"}


def ensure(checkout):
    """Run the checkout's environment.py as every script does, from another folder."""
    command = [sys.executable, checkout / "scripts" / "environment.py"]
    options = {"capture_output": True, "text": True, "encoding": "utf-8", "check": False}
    return subprocess.run(command, cwd=checkout.parent, env=surroundings(), **options)  # noqa: PLW1510


def inside(checkout, code):
    """Return what this code prints in the environment's own Python."""
    python = checkout / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [python, "-X", "utf8", "-c", code]
    done = subprocess.run(command, capture_output=True, check=True, cwd=checkout.parent, env=surroundings())
    return done.stdout.decode("utf-8").strip()


def imported_from(checkout):
    """Say where the environment finds the package."""
    return Path(inside(checkout, "import disclosure; print(disclosure.__file__)"))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Lay out a small clone in a folder with spaces and Chinese in its name, installed once for all tests."""
    place = tmp_path_factory.mktemp("空 格") / "信息 公开"
    (place / "scripts").mkdir(parents=True)
    for name in ("environment.py", "one_process.py"):
        shutil.copy(SCRIPTS / name, place / "scripts" / name)
    (place / "hooks" / "disclosure").mkdir(parents=True)
    (place / "hooks" / "disclosure" / "__init__.py").write_text("", encoding="utf-8")
    (place / "requirements").mkdir()
    (place / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    lock_backend(place, "1")
    done = ensure(place)
    assert done.returncode == 0, done.stderr
    return place


def test_a_fresh_clone_gets_a_working_environment_in_any_folder(checkout):
    """Design 7: one command does the set-up; the path may hold spaces and Chinese."""
    done = ensure(checkout)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith(("python", "python.exe")), done.stdout
    expected = checkout / "hooks" / "disclosure" / "__init__.py"
    assert expected == imported_from(checkout), "the package must come from this checkout"


def test_a_second_run_starts_at_once(checkout):
    """Design 7: a stamped environment is taken as it is: nothing is installed, nothing in it is touched."""
    assert ensure(checkout).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in (checkout / ".venv").rglob("*")}
    done = ensure(checkout)
    assert "" == done.stderr, "a second run must install nothing"
    assert before == {path: path.stat().st_mtime_ns for path in (checkout / ".venv").rglob("*")}


def test_a_changed_lock_is_installed(checkout):
    """Design 3: output is a function of commit and lock, so a new lock must not run with old packages."""
    lock_backend(checkout, "2")
    done = ensure(checkout)
    assert done.returncode == 0, done.stderr
    code = "import importlib.metadata; print(importlib.metadata.version('small-backend'))"
    assert "2" == inside(checkout, code), "the new version must be the one that runs"
    assert ensure(checkout).stderr == "", "and be installed once"


def test_a_package_with_another_hash_is_refused(checkout):
    """SECURITY.md: only the files named in the lock are installed; the refusal says so in both languages."""
    lock_backend(checkout, "3", digest="0" * 64)
    done = ensure(checkout)
    assert done.returncode == 2, "a lock that cannot be met is no environment"
    assert "DO NOT MATCH THE HASHES" in done.stderr, done.stderr
    assert "安装依赖没有成功" in done.stderr
    assert "wheelhouse" in done.stderr, "the advice must name the way without a network"
    assert "Traceback" not in done.stderr, done.stderr
    (checkout / "requirements" / "runtime.txt").write_text("small-backend==3\n", encoding="utf-8")
    assert ensure(checkout).returncode == 2, "a lock without hashes is no lock"
    lock_backend(checkout, "3")
    assert ensure(checkout).returncode == 0, "once the lock is right it must go on"


def test_a_half_made_environment_is_made_anew_and_once(checkout):
    """Design 7: killed while installing, the next run starts over; two may start at the same time."""
    assert ensure(checkout).returncode == 0
    leftover = checkout / ".venv" / "leftover"
    leftover.touch()
    (checkout / ".venv" / "disclosure-unfinished").touch()
    (checkout / ".venv" / "disclosure-environment.json").unlink()
    command = [sys.executable, checkout / "scripts" / "environment.py"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "env": surroundings()}
    both = [subprocess.Popen(command, **quiet) for _ in range(2)]
    said = [process.communicate(timeout=120)[1].decode("utf-8") for process in both]
    assert [0, 0] == [process.returncode for process in both], said
    assert not leftover.exists(), "nothing of the half-made environment may stay"
    assert 1 == "".join(said).count("正在准备运行环境"), (
        "one installs, the other waits and takes what is there"
    )
    assert checkout / "hooks" / "disclosure" / "__init__.py" == imported_from(checkout)


@pytest.mark.parametrize("stamp", [None, "", "[1]", '"text"', "5", '{"runtime": ["old"]}', "\u0000"])
def test_an_unreadable_stamp_is_no_stamp(monkeypatch, tmp_path, stamp):
    """Design 3: no input gives a traceback."""
    monkeypatch.syspath_prepend(SCRIPTS)
    import environment

    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    if stamp is not None:
        environment.STAMP.write_text(stamp, encoding="utf-8")
    assert not environment.is_ready("runtime"), "it must be installed anew"


def test_a_copied_checkout_uses_its_own_package(checkout):
    """Design 7: a folder copied or moved with its .venv must not run the code of the old place."""
    assert ensure(checkout).returncode == 0
    copy = shutil.copytree(checkout, checkout.with_name("副 本"), symlinks=True)
    done = ensure(copy)
    assert done.returncode == 0, done.stderr
    assert copy / "hooks" / "disclosure" / "__init__.py" == imported_from(copy)


# The others are started by the environment's own Python.
ENTRIES = ("browser", "build", "check", "demo", "environment", "lock", "one_process", "serve", "test")


@pytest.mark.parametrize("name", ENTRIES)
def test_an_old_python_reads_far_enough_to_be_told(name):
    """Design 7: Python 3.6 to 3.10, common on office servers, must reach the message, no syntax error."""
    tree = ast.parse((SCRIPTS / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    futures = [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    assert [] == futures, "Python 3.6 does not know `annotations`"


def test_an_old_python_is_told_in_both_languages(monkeypatch, capsys):
    """Design 7: the version is checked before anything newer runs."""
    monkeypatch.syspath_prepend(SCRIPTS)
    monkeypatch.setattr(sys, "version_info", (3, 8, 2, "final", 0))
    source = (SCRIPTS / "environment.py").read_text(encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        exec(compile(source, "environment.py", "exec"), {"__file__": str(SCRIPTS / "environment.py")})  # noqa: S102
    message = capsys.readouterr().err
    assert stop.value.code == 2
    assert "需要 Python 3.11 或更新版本，现在是 3.8.2" in message
    assert "Python 3.11 or newer is needed, this is 3.8.2" in message


@pytest.fixture
def browser(monkeypatch):
    """Import scripts/browser.py with no browser to be found."""
    monkeypatch.syspath_prepend(SCRIPTS)
    import browser

    monkeypatch.delenv("CHROMIUM", raising=False)
    for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("FIREFOX", raising=False)
    monkeypatch.setattr(browser, "APPLICATIONS", "/no/such")
    return browser


def make_program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_browser_is_found_by_name_by_place_and_by_variable(browser, monkeypatch, tmp_path):
    """Design 7: the real-browser tests run with whatever Chromium there is."""
    assert browser.find() is None, "nothing is there to be found"
    edge = make_program(tmp_path / "Program Files" / "Microsoft" / "Edge" / "Application" / "msedge.exe")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path / "Program Files"))
    assert edge == browser.find()
    suffix = ".exe" if os.name == "nt" else ""
    on_path = make_program(tmp_path / "bin" / f"google-chrome{suffix}")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert on_path == browser.find(), "the search path comes before the usual places"
    named = make_program(tmp_path / "自 选" / f"my-browser{suffix}")
    monkeypatch.setenv("CHROMIUM", str(named))
    assert named == browser.find(), "what the person named comes first"


def test_a_missing_browser_is_explained(browser, monkeypatch, capsys):
    """Design 7: who runs the tests learns what to install or name, and how to go on without."""
    with pytest.raises(SystemExit) as stop:
        browser.ensure_browser()
    message = capsys.readouterr().err
    assert stop.value.code == 2
    assert "没有找到 Chromium" in message
    assert "--fast" in message
    monkeypatch.setenv("CHROMIUM", "/no/such/程序")
    with pytest.raises(SystemExit):
        browser.find()
    assert "/no/such/程序" in capsys.readouterr().err


def test_a_missing_firefox_is_explained(browser, monkeypatch, capsys, tmp_path):
    """Design 7: the same for the second browser, which is found by a name or variable of its own."""
    with pytest.raises(SystemExit) as stop:
        browser.ensure_browser(browser.FIREFOX)
    assert 2 == stop.value.code
    assert "没有找到 Firefox" in capsys.readouterr().err
    suffix = ".exe" if os.name == "nt" else ""
    on_path = make_program(tmp_path / "bin" / f"firefox-esr{suffix}")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert (on_path, None) == (browser.find(browser.FIREFOX), browser.find())


@pytest.fixture
def refusals(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPTS)
    from demo import refusals

    return refusals


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_sample_office_may_be_shown(refusals, tmp_path):
    """Design 2: what this repository itself ships is a demonstration, its sample approvals included."""
    write(tmp_path / "catalog" / "site.yml", "format: 1\nsample: true  # 样例\nname: 示例市工业和信息化局\n")
    write(tmp_path / "catalog" / "approvals" / "2026" / "2026-00001.jsonl", "{}\n")
    assert [] == refusals(tmp_path)
    assert [] == refusals(ROOT), "the repository's own site must pass"


@pytest.mark.parametrize(
    "text", [None, "", "sample: false\n", "a:\n  sample: true\n", "# sample: true\n", "sample: trueish\n"]
)
def test_a_real_office_is_not_shown(refusals, tmp_path, text):
    """Design 2 and 5: the repository is internal; only a site marked as a sample is demonstrated."""
    (tmp_path / "catalog").mkdir()
    if text is not None:
        write(tmp_path / "catalog" / "site.yml", text)
    assert 1 == len(refusals(tmp_path))
    write(tmp_path / "catalog" / "approvals" / "2026" / "2026-00001.jsonl", "{}\n")
    assert any("approvals" in reason for reason in refusals(tmp_path)), "real approvals are named"


def test_registers_are_never_shown(refusals, tmp_path):
    """Design 2: registers hold applicants; not even a sample's are demonstrated. An empty folder is none."""
    write(tmp_path / "catalog" / "site.yml", "sample: true\n")
    (tmp_path / "catalog" / "registers" / "2026").mkdir(parents=True)
    assert [] == refusals(tmp_path)
    write(tmp_path / "catalog" / "registers" / "2026" / "applications.jsonl", "{}\n")
    assert ["catalog/registers 里有登记台账 (holds registers)"] == refusals(tmp_path)

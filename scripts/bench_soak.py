"""Change a site at random, kill builds at random moments, and compare what stands after each with a clean build.

Everything runs on a copy of the generator, so that templates can be changed too.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench_content import TODAY, Maker
from bench_edits import Edits
from bench_sites import write_office

ROOT = Path(__file__).resolve().parents[1]


def soak(
    folder: Path, items: int, edits: int, *, kill: bool, search: bool, seed: int
) -> Iterator[tuple[str, str]]:
    """(what was done, what is wrong) for each of at least `edits` changes; what is wrong is empty while all is well."""
    generator = folder / "generator"
    for name in ("hooks", "overrides"):
        shutil.copytree(ROOT / name, generator / name, ignore=shutil.ignore_patterns("__pycache__"))
    office = write_office(folder / "office", Maker().documents(items))
    trial = _Trial(office, generator, search=search)
    changes = Edits(office, TODAY, seed=seed, generator=generator)
    took = trial.build(office, TODAY)
    for number, kind in enumerate(changes.order(edits), 1):
        former = standing(office / "site")
        getattr(changes, kind)()
        done, left = f"{number}, {kind}", former
        if kill:
            after = changes.chance.uniform(0, took)
            killed = trial.kill(office, changes.today, after)
            done += f", killed after {after:.1f} s" if killed else ", done before it was killed"
            left = standing(office / "site")
        expected = trial.clean(
            folder / "clean", changes.today
        )  # meanwhile files settle, as they do before any build
        took = trial.build(office, changes.today)
        found = tree(office / "site")
        wrong = sorted(a for a in {*found, *expected} if found.get(a) != expected.get(a))
        fault = " ".join(wrong[:5])
        if left not in (former, expected):
            fault = f"half a site stood after the kill; {fault}"
        yield done, fault


class _Trial:
    """Builds of the copied generator, each a process group of its own."""

    def __init__(self, office: Path, generator: Path, *, search: bool) -> None:
        self.office = office
        self.flags = () if search else ("--no-search",)
        self.surroundings = os.environ | {
            "PYTHONPATH": str(generator / "hooks"),
            "PYTHONUTF8": "1",
            "NO_MKDOCS_2_WARNING": "1",
        }

    def build(self, office: Path, today: str) -> float:
        """Build to the end; the seconds it took. Raises RuntimeError when nothing was built."""
        started = time.perf_counter()
        process = self._start(office, today)
        said, _ = process.communicate()
        if process.returncode not in (0, 1):
            raise RuntimeError(f"exit code {process.returncode}: {said[-2000:]}")
        return time.perf_counter() - started

    def kill(self, office: Path, today: str, after: float) -> bool:
        """Begin a build and kill it and all that it started after so many seconds; False where it was done by then."""
        process = self._start(office, today)
        try:
            process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return True
        return False

    def clean(self, folder: Path, today: str) -> dict[str, str]:
        """What a build of the same files comes to without anything kept, but for what was seen in files, by digest."""
        for name in ("content", "catalog"):
            shutil.copytree(self.office / name, folder / name)
        shutil.copy(self.office / "mkdocs.yml", folder)
        self.build(folder, today)
        found = tree(folder / "site")
        shutil.rmtree(folder)
        return found

    def _start(self, office: Path, today: str) -> subprocess.Popen[str]:
        command = (
            sys.executable,
            "-m",
            "disclosure",
            "build",
            "--site",
            office,
            "--today",
            today,
            "--quiet",
            *self.flags,
        )
        return subprocess.Popen(
            [str(part) for part in command],
            env=self.surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )


def standing(site: Path) -> dict[str, str]:
    """The files of the site, or of the one that the next build puts back."""
    return tree(site if site.exists() else site.with_name(f".{site.name}.old"))


def tree(folder: Path) -> dict[str, str]:
    """Every file below `folder`: its address and the digest of its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }

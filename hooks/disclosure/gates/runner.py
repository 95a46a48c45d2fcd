"""Starts the process that looks into files, gives it one after another, and ends it when it takes too long."""

import atexit
import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

from disclosure.gates.findings import FileScan, Finding
from disclosure.gates.limits import Limits
from disclosure.gates.properties import Expected
from disclosure.gates.text_version.blocks import TextVersion, from_json

_MODULE = "disclosure.gates.child"
_PACKAGES = Path(__file__).resolve().parents[2]


class Scanner:
    """One process, started with the first file and again after one that it did not survive."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[str] | None = None

    def scan(self, file: Path, ending: str, sha256: str, expected: Expected) -> FileScan:
        """Look into `file`, whose bytes must have the digest `sha256`. Never raises for content.

        A file that can't be looked at to the end gets M006: what was not checked is not published.
        """
        answer = self._ask(file, ending, sha256, {"wanted": "findings", "expected": as_json(expected)})
        if "failed" in answer:
            return FileScan(
                (Finding(answer["failed"], "", answer.get("shown", ""), 1),), has_text=False, depends=False
            )
        return FileScan(
            tuple(Finding(**row) for row in answer["findings"]),
            answer["has_text"],
            answer["depends"],
            from_json(answer["text"]) if answer["text"] else None,
        )

    def read(self, file: Path, ending: str, sha256: str) -> TextVersion:
        """The text version (文字版) of `file`, whose bytes must have the digest `sha256`; empty where it has none."""
        answer = self._ask(file, ending, sha256, {"wanted": "text"})
        return TextVersion(()) if "failed" in answer else from_json(answer)

    def _ask(self, file: Path, ending: str, sha256: str, wanted: dict[str, Any]) -> dict[str, Any]:
        limits = dataclasses.asdict(self.limits)
        asked = {"path": str(file), "ending": ending, "sha256": sha256, "limits": limits, **wanted}
        return self._send(json.dumps(asked))

    def _send(self, request: str) -> dict[str, Any]:
        process = self._running()
        if process is None or process.stdin is None or process.stdout is None:
            return {"failed": "M006"}
        timer = threading.Timer(self.limits.wall, process.kill)
        timer.start()
        try:
            process.stdin.write(request + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if answer.endswith("\n"):
                return dict(json.loads(answer))
        except (OSError, ValueError):
            pass  # it is gone: the answer below says what that means for the file
        finally:
            timer.cancel()
        self.close()
        return {"failed": "M006"}

    def _running(self) -> subprocess.Popen[str] | None:
        if self._process is None or self._process.poll() is not None:
            path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH", ""))))
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", _MODULE],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
                    text=True,
                    encoding="utf-8",
                )
            except OSError:
                return None
        return self._process

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(BrokenPipeError):  # what the dead process had not read yet
                        stream.close()


def as_json(expected: Expected) -> dict[str, Any]:
    """What a file is measured against, in one order for ever."""
    return {
        "document_number": expected.document_number,
        "titles": list(expected.titles),
        "allowed": {
            "phones": sorted(expected.allowed.phones),
            "emails": sorted(expected.allowed.emails),
            "domains": list(expected.allowed.domains),
            "names": list(expected.allowed.names),
        },
    }


@cache
def scanner() -> Scanner:
    """This process's scanner, ended with it."""
    made = Scanner()
    atexit.register(made.close)
    return made

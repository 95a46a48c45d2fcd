"""The process that looks into files: a line of JSON in, a line of JSON out. A file that kills it kills nothing else."""

import hashlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from disclosure.gates.allowed import Allowed
from disclosure.gates.file_scan import scan_bytes
from disclosure.gates.limits import Limits
from disclosure.gates.properties import Expected
from disclosure.gates.text_version.blocks import to_json
from disclosure.gates.text_version.reading import read_text_version
from disclosure.gates.wording import reason


class OutOfTimeError(BaseException):
    """The time of a scan is over. No `Exception`, since a reader may swallow those."""


def main() -> None:
    """Answer requests until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not be taken for an answer
    for line in sys.stdin:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        _bound_memory(limits.memory)
        _bound_time(limits.cpu)
        try:
            answer = _answer(request, limits)
        except (MemoryError, RecursionError, OutOfTimeError):
            answer = {"failed": "M006"}
        finally:
            _bound_time(0)
            _let_go()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _answer(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        data = Path(request["path"]).read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != request["sha256"]:
        return {"failed": "M002", "shown": reason("changed")}
    if request["wanted"] == "text":
        return to_json(read_text_version(request["ending"], data, limits))
    allowed = request["expected"]["allowed"]
    expected = Expected(
        request["expected"]["document_number"],
        tuple(request["expected"]["titles"]),
        Allowed(
            frozenset(allowed["phones"]),
            frozenset(allowed["emails"]),
            tuple(allowed["domains"]),
            tuple(allowed["names"]),
        ),
    )
    scan = scan_bytes(request["ending"], data, expected, limits)
    # What was read for the findings is at hand for the text version: a PDF is gone through once.
    text = to_json(read_text_version(request["ending"], data, limits)) if request["ending"] == "pdf" else None
    findings = [{"code": f.code, "place": f.place, "shown": f.shown, "count": f.count} for f in scan.findings]
    return {"findings": findings, "has_text": scan.has_text, "depends": scan.depends, "text": text}


def _let_go() -> None:
    """Free what was kept of a PDF for its second reader; where none came yet, its reader is not even loaded."""
    reader = sys.modules.get("disclosure.gates.carriers.pdf_print")
    if reader is not None:
        reader.forget()


def _bound_memory(size: int) -> None:
    """Bound the address space where the system can; elsewhere the limits of reading have to do."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (not on every system)

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = size if most == resource.RLIM_INFINITY else min(size, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))


def _bound_time(seconds: int) -> None:
    """Interrupt after so many seconds of computing, and again each second, or never for 0."""
    if sys.platform != "win32":

        def stop(_signal: int, _frame: object) -> None:
            raise OutOfTimeError

        signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, seconds, 1 if seconds else 0)


if __name__ == "__main__":
    main()

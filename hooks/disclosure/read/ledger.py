"""catalog/ledger.jsonl → its lines."""

import os
from pathlib import Path

from disclosure.ledger import PATH, LedgerFormatError, Line, digest_of, read_line
from disclosure.problems import Problem, problem
from disclosure.read.text_file import decode_text
from disclosure.system_errors import system_reason

PIN_VARIABLE = "DISCLOSURE_LEDGER_PIN"
"""Names a line that was there at an earlier publication (its SHA-256), kept outside the repository."""


def read_ledger(root: Path) -> tuple[list[Line], list[Problem]]:
    """All lines in order; a line that is none is an error of the site. A missing file is an empty ledger."""
    try:
        data = (root / PATH).read_bytes()
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [problem("V140", PATH, value=system_reason(error))]
    text, problems = decode_text(data, PATH)
    lines = []
    for number, content in enumerate(text.split("\n"), 1):
        if not content:
            continue
        try:
            lines.append(read_line(content, number))
        except LedgerFormatError:
            problems.append(problem("V140", PATH, number))
    return lines, problems


def ledger_head(root: Path) -> str:
    """The digest of the ledger's last line, by which a publication can be pinned; empty without a ledger."""
    try:
        lines = (root / PATH).read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return ""
    return next((digest_of(line) for line in reversed(lines) if line), "")


def find_ledger_pin() -> str:
    """The pinned line from the environment, or an empty text."""
    return os.environ.get(PIN_VARIABLE, "").strip()

"""catalog/ledger.jsonl → its lines."""

import os
from pathlib import Path

from disclosure.ledger import PATH, LedgerFormatError, Line, read_line
from disclosure.problems import Problem, problem
from disclosure.read.text_file import decode_text

PIN_VARIABLE = "DISCLOSURE_LEDGER_PIN"
"""Names a line that was there at an earlier publication (its SHA-256), kept outside the repository."""


def read_ledger(root: Path) -> tuple[list[Line], list[Problem]]:
    """All lines in order; a line that is none is an error of the site. A missing file is an empty ledger."""
    try:
        data = (root / PATH).read_bytes()
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [problem("V140", PATH, value=error.strerror or "")]
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


def find_ledger_pin() -> str:
    """The pinned line from the environment, or an empty text."""
    return os.environ.get(PIN_VARIABLE, "").strip()

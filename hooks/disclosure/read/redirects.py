"""catalog/redirects.csv → the former site's addresses and the items that answer for them."""

import csv
import io
from pathlib import Path

from disclosure.problems import Problem, problem
from disclosure.read.text_file import decode_text
from disclosure.system_errors import system_reason
from disclosure.types import Redirect

PATH = "catalog/redirects.csv"
COLUMNS = ["from", "to"]
_MARK = b"\xef\xbb\xbf"


def read_redirects(root: Path) -> tuple[tuple[Redirect, ...], list[Problem]]:
    """The rows of the table. Excel writes it too, so a byte order mark and CRLF are allowed here."""
    try:
        data = (root / PATH).read_bytes()
    except FileNotFoundError:
        return (), []
    except OSError as error:
        return (), [problem("S002", PATH, value=system_reason(error))]
    content, problems = decode_text(data.removeprefix(_MARK).replace(b"\r\n", b"\n"), PATH)
    if not content:
        return (), problems or [problem("S013", PATH, 1)]
    rows: list[list[str]] = []
    try:
        rows += csv.reader(io.StringIO(content), strict=True)
    except csv.Error:
        return (), [*problems, problem("S013", PATH, len(rows) + 1, value="双引号没有成对")]
    if not rows or [cell.strip() for cell in rows[0]] != COLUMNS:
        return (), [*problems, problem("S013", PATH, 1, value=",".join(rows[0]) if rows else "")]
    redirects = []
    for number, row in enumerate(rows[1:], 2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(COLUMNS) or not all(cells):
            problems.append(problem("S013", PATH, number, value=",".join(cells)))
            continue
        redirects.append(Redirect(cells[0].lstrip("/"), cells[1], number))
    return tuple(redirects), problems

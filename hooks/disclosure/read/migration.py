"""catalog/migration.csv (迁移清单): imported items that were approved together, each with the digest of its content."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from disclosure.identifiers import parse_item_id
from disclosure.problems import Problem, problem
from disclosure.read.text_file import decode_text
from disclosure.system_errors import system_reason

PATH = "catalog/migration.csv"
COLUMNS = ("编号", "名称", "校验值")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_migration(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """Digests by item id, and every line that can't be used. A missing list holds nothing."""
    try:
        data = (root / PATH).read_bytes()
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [problem("V152", PATH, value=system_reason(error))]
    text, problems = decode_text(data, PATH, "")
    listed: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        row = _cells(line)
        if number == 1 or not line:
            continue
        if len(row) != len(COLUMNS) or not parse_item_id(row[0]) or not _DIGEST.fullmatch(row[2]):
            problems.append(problem("V152", PATH, number, value=line[:40]))
        else:
            listed[row[0]] = row[2]
    return listed, problems


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def migration_text(rows: Iterable[Sequence[str]]) -> str:
    """The list as text: a line of column names, then one line an item, in the order of `rows`."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue()

"""catalog/imports.jsonl: which row of which source became which item, so that a second run doubles nothing.

One JSON object a line, the first of them the format. Lines are only ever added; of several with the same key the
last one holds.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from disclosure.problems import Problem, problem

REGISTER = "imports.jsonl"
_FORMAT = {"format": 1}


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """`key` names the row in its source; `row` and `file` are the SHA-256 of the row and of the item file made of it."""

    key: str
    id: str
    index: str
    row: str
    file: str


class ImportRegister:
    """The records of a site by key and by the content they were made of."""

    def __init__(self, root: Path) -> None:
        self.path = root / "catalog" / REGISTER
        self.records: dict[str, ImportRecord] = {}
        self.by_row: dict[str, ImportRecord] = {}
        self.last: ImportRecord | None = None
        self.extends = False
        self.problems: list[Problem] = []
        self._read()

    def _read(self) -> None:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        except (OSError, ValueError):
            self.problems.append(problem("I016", f"catalog/{REGISTER}", 0))
            return
        for number, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
                if number == 1 and entry.get("format") == 1:
                    self.extends = bool(entry.get("extends"))
                    continue
                self._hold(ImportRecord(**{k: str(entry[k]) for k in ("key", "id", "index", "row", "file")}))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                self.problems.append(problem("I016", f"catalog/{REGISTER}", number))

    def begin(self, *, extends: bool) -> None:
        """Make the register file if it is not there; `extends`: imports may add offices and categories."""
        if not self.path.exists():
            self.extends = extends
            self.path.write_text(
                json.dumps(_FORMAT | {"extends": extends}) + "\n", encoding="utf-8", newline="\n"
            )
        elif not self.path.read_bytes().endswith(b"\n"):
            with self.path.open("ab") as file:  # the last run was broken off within a line
                file.write(b"\n")

    def add(self, record: ImportRecord) -> None:
        """Write `record` at once, before its item: a run that is broken off then knows what it was doing."""
        self._hold(record)
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")

    def _hold(self, record: ImportRecord) -> None:
        self.records[record.key] = record
        self.by_row.setdefault(record.row, record)
        self.last = record

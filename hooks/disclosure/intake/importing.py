"""Rows → item files: the run of an import over a site. The only place of the package that writes items."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from disclosure.intake.body import make_body
from disclosure.intake.clean import one_line
from disclosure.intake.field_map import NOTE_LIMIT, MappedRow, map_row
from disclosure.intake.numbering import NumberBook, NumbersExhaustedError
from disclosure.intake.register import ImportRecord, ImportRegister
from disclosure.intake.rows import SourceRow
from disclosure.intake.summary import make_summary
from disclosure.intake.text_facts import find_title
from disclosure.intake.vocabulary import Vocabulary
from disclosure.intake.write_front_matter import item_text
from disclosure.problems import Problem, Severity, problem
from disclosure.read.item_file import SIZE_LIMIT
from disclosure.types import Site

_BATCH = 200
"""Rows after which new offices and categories are written, so that a broken-off run leaves a whole site."""
_SOURCE_LENGTH = 200
_ON_REQUEST = "依申请公开"
_LOST_SHOWN = 5


@dataclass(slots=True)
class ImportResult:
    """What a run did, in items, and every row that was not mapped whole."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0
    offices: int = 0
    categories: int = 0
    problems: list[Problem] = field(default_factory=list)


class Importer:
    """One run of an import. `label` names the source in the register; `today` gives the year of undated items."""

    def __init__(
        self,
        site: Site,
        register: ImportRegister,
        numbers: NumberBook,
        *,
        label: str,
        source_name: str,
        today: str,
    ) -> None:
        self.site, self.register, self.numbers = site, register, numbers
        self.label, self.source_name, self.today = label, source_name, today
        self.vocabulary = Vocabulary(site, extends=register.extends)
        self.result = ImportResult(problems=list(register.problems))
        self.strange: Counter[str] = Counter()
        self.pending: dict[str, SourceRow] = {}

    def run(self, rows: Iterable[SourceRow | Problem]) -> ImportResult:
        """Import `rows`; one that can't be is reported, and the next follows."""
        stream = iter(rows)
        while batch := list(islice(stream, _BATCH)):
            mapped = list(self._map_batch(batch))
            self.result.offices += len(self.vocabulary.new_offices)
            self.result.categories += len(self.vocabulary.new_categories)
            self.vocabulary.save(self.site.root)
            for row, made in mapped:
                self._write(row, made)
        for key, count in sorted(self.strange.items()):
            self.result.problems.append(problem("I004", self.label, 0, key, key, count=count))
        return self.result

    def _map_batch(self, batch: list[SourceRow | Problem]) -> Iterator[tuple[SourceRow, MappedRow]]:
        self.pending.clear()
        for row in batch:
            if isinstance(row, Problem):
                self.result.left_out += 1
                self.result.problems.append(row)
            elif self._is_news(row):
                self.pending[row.digest] = row
                made = map_row(row.values, self.vocabulary)
                self.strange.update(made.strange)
                if self._importable(row, made):
                    yield row, made
                else:
                    self.result.left_out += 1

    def _is_news(self, row: SourceRow) -> bool:
        record = self.register.records.get(self._key(row))
        if record and record.row == row.digest:
            if self._path(record).exists():
                self.result.unchanged += 1
                return False
            if record is self.register.last:  # the run before was broken off between register and item
                return True
            self._report("I013", row, value=record.id, severity="info")
            self.result.left_out += 1
            return False
        twin = self.register.by_row.get(row.digest)
        twin_id = twin.id if twin else "同一来源" if row.digest in self.pending else ""
        if not record and twin_id:
            self._report("I007", row, value=row.key, first=twin_id)
            self.result.unchanged += 1
            return False
        return True

    def _importable(self, row: SourceRow, made: MappedRow) -> bool:
        self.result.problems += row.problems
        text = row.body if row.body is not None else made.text
        if made.withheld:
            self._report("I010", row, value=str(made.values.get("title", "")))
            return False
        if not text.strip() and not row.files:
            self._report("I002", row, value=str(made.values.get("title", "")))
            return False
        if not made.values.get("title") and made.values["disclosure"] == _ON_REQUEST:
            self._report("I002", row)  # a title taken from its text would give the text away
            return False
        if not made.values.get("title"):
            lines = [line.strip("#* \u3000") for line in text.split("\n") if line.strip()]
            made.values["title"] = find_title(lines) or one_line(lines[0])[:80] or row.key
            self._report("I012", row, "title", made.values["title"])
        return True

    def _write(self, row: SourceRow, made: MappedRow) -> None:
        record = self.register.records.get(self._key(row))
        if record and self._path(record).exists() and _digest(self._path(record).read_bytes()) != record.file:
            self._report("I005", row, value=record.id)
            self.result.left_out += 1
            return
        try:
            identifier, index = (record.id, record.index) if record else self._numbers(made)
        except NumbersExhaustedError:
            self._report("I015", row)
            self.result.left_out += 1
            return
        data = self._item(row, made, index).encode("utf-8")
        if len(data) > SIZE_LIMIT:
            self._report("I006", row, reason=f"正文超过 {SIZE_LIMIT >> 20} MB")
            self.result.left_out += 1
            return
        for key, label, value in made.unmapped:
            self._report("I003", row, key, value, label=label)
        fresh = ImportRecord(self._key(row), identifier, index, row.digest, _digest(data))
        if fresh != record:
            self.register.add(fresh)
        if made.values["disclosure"] != _ON_REQUEST:
            self._write_files(row, identifier)
        path = self._path(fresh)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        changed = record is not None and record.row != row.digest
        self.result.updated += changed
        self.result.added += not changed

    def _numbers(self, made: MappedRow) -> tuple[str, str]:
        year = int((made.values.get("formed") or made.values.get("published") or self.today)[:4])
        if made.index and not self.numbers.take_index(made.index):
            made.unmapped.append(("index", "索引号", made.index))
            made.index = ""
        index = made.index or self.numbers.next_index(self.site.unit_codes[0], year)
        return self.numbers.next_id(year), index

    def _item(self, row: SourceRow, made: MappedRow, index: str) -> str:
        values: dict[str, Any] = dict(made.values) | {"index": index}
        if values["disclosure"] == _ON_REQUEST:
            self._report("I011", row, value=values["title"])
            body = ""
        else:
            body = self._body(row, made)
            values.setdefault("summary", make_summary(body))
            values["attachments"] = self._attachments(row)
        source = made.source or self.source_name
        values["imported"] = {
            "source": source[:_SOURCE_LENGTH],
            "url": made.url,
            "unmapped": made.note[:NOTE_LIMIT],
        }
        return item_text(values, body)

    def _body(self, row: SourceRow, made: MappedRow) -> str:
        if row.body is not None:
            return row.body
        text = make_body(made.text, made.values["title"])
        if text.lost:
            shown = "、".join(text.lost[:_LOST_SHOWN])
            self._report("I008", row, value=shown, count=len(text.lost))
            made.notes.append(f"未保留的链接和图片: {shown}")
        return text.markdown

    def _attachments(self, row: SourceRow) -> list[dict[str, str]]:
        """The originals that go with a row, unless the site does not publish files of their size."""
        entries = []
        for file in row.files:
            if file.title and len(file.data) <= self.site.attachment_limit:
                entries.append({"file": file.name, "title": file.title})
            elif file.title:
                self._report(
                    "I009", row, value=file.name, reason=f"超过 {self.site.attachment_limit >> 20} MB"
                )
        return entries

    def _write_files(self, row: SourceRow, identifier: str) -> None:
        folder = self.site.root / "content" / "files" / identifier[:4] / identifier
        for file in row.files:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / file.name).write_bytes(file.data)

    def _key(self, row: SourceRow) -> str:
        return f"{self.label}/{row.key}"

    def _path(self, record: ImportRecord) -> Path:
        return self.site.root / "content" / "items" / record.id[:4] / f"{record.id}.md"

    def _report(
        self,
        code: str,
        row: SourceRow,
        name: str = "",
        value: str = "",
        *,
        severity: Severity | None = None,
        **facts: Any,
    ) -> None:
        self.result.problems.append(
            problem(code, row.place, row.line, name, value, severity=severity, **facts)
        )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

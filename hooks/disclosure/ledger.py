"""The ledger (登记簿): one line for every publication, each holding the digest of the line before (J20).

Nothing in it is ever changed or removed; a line is the exact text of which the next one holds the digest.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

FORMAT = 1
PATH = "catalog/ledger.jsonl"
PUBLISH = "发布"


class LedgerFormatError(ValueError):
    """A line that is no entry of this format."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what was published under which number and address, when, by whose decision.

    `decision` is the digest of the publisher's decision, `previous` that of the line before (empty in the first).
    """

    number: int
    previous: str
    action: str
    item: str
    index: str
    address: str
    title: str
    sha256: str
    time: str
    decision: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with its place in the file and the digest of its text."""

    line: int
    digest: str
    entry: Entry


def digest_of(text: str) -> str:
    """The digest by which the next line names this one."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_line(text: str, line: int) -> Line:
    """The entry in `text`. Raises LedgerFormatError for anything else."""
    try:
        values = json.loads(text)
        if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
            raise LedgerFormatError("not an entry of format 1")
        entry = Entry(**values)
    except (ValueError, TypeError, RecursionError) as error:
        raise LedgerFormatError(str(error)) from error
    texts = [value for key, value in values.items() if key != "number"]
    if type(entry.number) is not int or not all(isinstance(value, str) for value in texts):
        raise LedgerFormatError("a value has the wrong type")
    return Line(line, digest_of(text), entry)


def write_line(entry: Entry) -> str:
    """The text of an entry, without its line end."""
    return json.dumps({"format": FORMAT, **asdict(entry)}, ensure_ascii=False, sort_keys=True)


def next_entry(lines: Sequence[Line], **facts: str) -> Entry:
    """The entry that follows `lines`; `facts` are its other values."""
    last = lines[-1] if lines else None
    return Entry(
        number=last.entry.number + 1 if last else 1,
        previous=last.digest if last else "",
        **facts,
    )

"""The ledger (登记簿): one line for every publication, each holding the digest of the line before (J20, J22).

Nothing in it is ever changed or removed; a line is the exact text of which the next one holds the digest. One thing
may go: what a line says of an item that had to vanish whole (涉密处置). Its number, item and digest stay, so that
the chain of lines can still be checked.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

FORMAT = 1
PATH = "catalog/ledger.jsonl"
PUBLISH, CHANGE = "发布", "变更"
LATER_FACT, RESTORE = "状态变更", "恢复"
WITHDRAW, PURGE = "撤回", "涉密处置"
REVISIONS = (PUBLISH, CHANGE)
"""Actions that put a revision of an item before the public."""
STATUSES = (LATER_FACT, RESTORE, WITHDRAW, PURGE)
"""Actions that rest on a status file."""
ACTIONS = (*REVISIONS, *STATUSES)
_REDACTED = {"format", "redacted", "number", "previous", "digest", "item"}


class LedgerFormatError(ValueError):
    """A line that is no entry of this format."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what was published, changed or withdrawn under which number and address, when, by whose decision.

    `sha256` is the digest of the item's file or of the status file. `decision` is the digest of the decision that
    the action rests on, `previous` that of the line before (empty in the first). A redacted line keeps `number`,
    `previous` and `item`.
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
    """An entry with its place in the file and the digest of its text, which a redacted line only states."""

    line: int
    digest: str
    entry: Entry
    redacted: bool = False


def digest_of(text: str) -> str:
    """The digest by which the next line names this one."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_line(text: str, line: int) -> Line:
    """The entry in `text`. Raises LedgerFormatError for anything else."""
    try:
        values = json.loads(text)
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise LedgerFormatError("not an entry of format 1")
        if values.get("redacted") is True:
            return _redacted(values, line)
        entry = Entry(**{key: value for key, value in values.items() if key != "format"})
    except (ValueError, TypeError, RecursionError) as error:
        raise LedgerFormatError(str(error)) from error
    texts = [value for key, value in values.items() if key not in ("number", "format")]
    if type(entry.number) is not int or not all(isinstance(value, str) for value in texts):
        raise LedgerFormatError("a value has the wrong type")
    if entry.action not in ACTIONS:
        raise LedgerFormatError("an unknown action")
    return Line(line, digest_of(text), entry)


def _redacted(values: dict[str, object], line: int) -> Line:
    number, texts = values.get("number"), [values.get(key) for key in ("previous", "digest", "item")]
    if set(values) != _REDACTED or type(number) is not int:
        raise LedgerFormatError("not a redacted entry")
    previous, digest, item = (text if isinstance(text, str) else None for text in texts)
    if previous is None or not digest or not item:
        raise LedgerFormatError("a value has the wrong type")
    return Line(line, digest, Entry(number, previous, "", item, "", "", "", "", "", ""), redacted=True)


def write_line(entry: Entry) -> str:
    """The text of an entry, without its line end."""
    return json.dumps({"format": FORMAT, **asdict(entry)}, ensure_ascii=False, sort_keys=True)


def write_redacted(line: Line) -> str:
    """The text that takes the place of `line`, without its line end: nothing of the item but its id."""
    entry = line.entry
    values = {"number": entry.number, "previous": entry.previous, "digest": line.digest, "item": entry.item}
    return json.dumps({"format": FORMAT, "redacted": True, **values}, ensure_ascii=False, sort_keys=True)


def next_entry(lines: Sequence[Line], **facts: str) -> Entry:
    """The entry that follows `lines`; `facts` are its other values."""
    last = lines[-1] if lines else None
    return Entry(
        number=last.entry.number + 1 if last else 1,
        previous=last.digest if last else "",
        **facts,
    )


def entries_by_item(lines: Iterable[Line]) -> Mapping[str, tuple[Entry, ...]]:
    """What the ledger says of each item, oldest first; redacted lines say nothing."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for line in lines:
        if not line.redacted:
            found[line.entry.item].append(line.entry)
    return {item: tuple(entries) for item, entries in found.items()}


def last_of(entries: Iterable[Entry], actions: Iterable[str]) -> Entry | None:
    """The newest of `entries` with one of these actions, or None."""
    wanted = tuple(actions)
    return next((entry for entry in reversed(tuple(entries)) if entry.action in wanted), None)


def withdrawal_of(entries: Iterable[Entry]) -> Entry | None:
    """The withdrawal that stands at the end of an item's entries: nothing after it restored the item."""
    last = last_of(entries, (WITHDRAW, PURGE, RESTORE))
    return last if last and last.action != RESTORE else None


def rechained(lines: Sequence[Line], entries: Sequence[Entry]) -> str:
    """The text of `entries` as they follow `lines`: two people who publish at once both began at the same line."""
    lines, text = list(lines), ""
    for entry in entries:
        values = asdict(entry)
        facts = {key: value for key, value in values.items() if key not in ("number", "previous")}
        written = write_line(next_entry(lines, **facts))
        lines.append(read_line(written, len(lines) + 1))
        text += written + "\n"
    return text

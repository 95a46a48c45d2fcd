"""Signed decisions → record files and the ledger (登记簿): all of one call, or none of them."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from disclosure.approval.decision import Decision, digest_of, write_payload
from disclosure.approval.evaluate import Outcome, Record
from disclosure.check.approval import judge
from disclosure.ledger import PATH as LEDGER
from disclosure.ledger import Line, entries_by_item, next_entry, read_line, write_line
from disclosure.read.approvals import records_path, write_record
from disclosure.read.ledger import read_ledger
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate
from disclosure.verbs.registering import entry_facts

Signer = Callable[[bytes], str]
"""Signs the text of a decision; base64 of an SSHSIG blob."""

_LOCK = Path(".cache") / "disclosure" / "approvals.lock"


class NotRecordedError(Exception):
    """Why nothing was written; its text is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Written:
    """Names of the files that were written, relative to the site, and the state of each subject after it."""

    files: tuple[str, ...]
    outcomes: tuple[tuple[Candidate, Outcome], ...]


def make_record(decision: Decision, sign: Signer) -> Record:
    """The record of a decision, signed now; it has no line of a file yet."""
    payload = write_payload(decision)
    return Record(0, payload, digest_of(payload), decision, sign(payload.encode("utf-8")))


def write_decisions(site: Site, made: Sequence[tuple[Candidate, Sequence[Record]]]) -> Written:
    """Append records to their files, and each publication they complete to the ledger.

    Raises NotRecordedError when a file can't be read or written; then every file is as it was.
    """
    lock = site.root / _LOCK
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        additions: dict[str, str] = {}
        outcomes = []
        for candidate, records in made:
            name = records_path(candidate.subject.id)
            lines = "".join(write_record(record.payload, record.signature) for record in records)
            additions[name] = additions.get(name, "") + lines
            outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts, records)
            outcomes.append((candidate, outcome))
        if entries := _ledger_lines(site, outcomes):
            additions[LEDGER] = entries
        _write_together(site.root, additions)
    return Written(tuple(additions), tuple(outcomes))


def _ledger_lines(site: Site, made: Iterable[tuple[Candidate, Outcome]]) -> str:
    """What the ledger gets (登记) for what is published, changed or withdrawn now."""
    lines, problems = read_ledger(site.root)
    added = ""
    for candidate, outcome in made:
        facts = entry_facts(site, candidate, outcome, entries_by_item(lines))
        if facts is None:
            continue
        if problems:
            raise NotRecordedError("登记簿有错误，没有登记；请先恢复登记簿。")
        _refuse_backdating(facts, outcome, lines)
        text = write_line(next_entry(lines, **facts))
        lines = [*lines, read_line(text, len(lines) + 1)]
        added += text + "\n"
    return added


def _refuse_backdating(facts: Mapping[str, str], outcome: Outcome, lines: Sequence[Line]) -> None:
    """What is signed by key is signed now: it can't come before what stands in the ledger. Paper is entered later."""
    last = lines[-1].entry.time if lines else ""
    by_key = any(r.digest == facts["decision"] and r.decision.mode == "key" for r in outcome.counted.values())
    if by_key and facts["time"] < last:
        raise NotRecordedError(f"登记簿上一次登记的时间是 {last}，现在签署的不能写更早的时间。")


def _write_together(root: Path, additions: Mapping[str, str]) -> None:
    """Append to every file or to none: new files are written beside, then renamed; a failure puts the old back."""
    old: dict[Path, bytes | None] = {}
    try:
        for name in additions:
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            old[file] = file.read_bytes() if file.exists() else None
            with _beside(file).open("wb") as copy:
                copy.write(_ended(old[file] or b"") + additions[name].encode("utf-8"))
                copy.flush()
                os.fsync(copy.fileno())
        for file in old:
            _beside(file).replace(file)
    except OSError as error:
        for file, data in old.items():
            _beside(file).unlink(missing_ok=True)
            if data is not None:
                file.write_bytes(data)
            elif file.is_file():
                file.unlink()
        raise NotRecordedError(f"没有写入任何记录：{error.strerror}。") from error


def _ended(data: bytes) -> bytes:
    """Old lines with their last line end, which an editor may have taken away."""
    return data + b"\n" if data and not data.endswith(b"\n") else data


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ".new")

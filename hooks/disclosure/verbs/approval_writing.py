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
from disclosure.problems import sentence
from disclosure.read.approvals import records_path, write_record
from disclosure.read.ledger import read_ledger
from disclosure.system_errors import system_reason
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate
from disclosure.verbs.registering import entry_facts

Signer = Callable[[bytes], str]
"""Signs the text of a decision; base64 of an SSHSIG blob."""

NOT_IN_PUBLIC = "V118"
"""Dissent and names of persons do not go into a repository that anybody can read."""
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

    A subject whose file is still to be written is written with them.

    Raises NotRecordedError when a file can't be read or written, and for what a public repository may not hold; then
    every file is as it was.
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
            outcome, rows = judge(site, candidate.subject, candidate.category, candidate.facts, records)
            if refused := next((row for row in rows if row.code == NOT_IN_PUBLIC), None):
                raise NotRecordedError(f"{sentence(refused)}没有写入任何记录。")
            outcomes.append((candidate, outcome))
        contents = {name: longer(site.root / name, lines) for name, lines in additions.items()}
        contents |= {c.path: c.unwritten for c, _ in made if c.unwritten}
        if entries := _ledger_lines(site, outcomes):
            contents[LEDGER] = longer(site.root / LEDGER, entries)
        write_together(site.root, contents)
    return Written(tuple(contents), tuple(outcomes))


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


def write_together(root: Path, contents: Mapping[str, bytes]) -> None:
    """Write every file or none: new ones are written beside, then renamed; a failure puts the old back.

    `contents` are the bytes of each file by its name. Raises NotRecordedError.
    """
    old: dict[Path, bytes | None] = {}
    try:
        for name, data in contents.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            old[file] = file.read_bytes() if file.exists() else None
            with _beside(file).open("wb") as copy:
                copy.write(data)
                copy.flush()
                os.fsync(copy.fileno())
        for file in old:
            _beside(file).replace(file)
    except OSError as error:
        for file, before in old.items():
            _beside(file).unlink(missing_ok=True)
            if before is not None:
                file.write_bytes(before)
            elif file.is_file():
                file.unlink()
        raise NotRecordedError(f"没有写入任何记录：{system_reason(error)}。") from error


def longer(file: Path, addition: str) -> bytes:
    """The file with more at its end; its last line end, which an editor may have taken away, comes first.

    Raises NotRecordedError.
    """
    try:
        old = file.read_bytes() if file.exists() else b""
    except OSError as error:
        raise NotRecordedError(f"没有写入任何记录：{system_reason(error)}。") from error
    return (old + b"\n" if old and not old.endswith(b"\n") else old) + addition.encode("utf-8")


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ".new")

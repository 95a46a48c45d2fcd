"""catalog/approvals/<year>/<id>.jsonl → records of decisions, as they were signed."""

import json
from pathlib import Path

from disclosure.approval.decision import DecisionFormatError, digest_of, read_payload
from disclosure.approval.evaluate import Record
from disclosure.problems import Problem, problem
from disclosure.read.text_file import decode_text
from disclosure.sshsig import ALGORITHM
from disclosure.system_errors import system_reason

KEYS = {"payload", "sig", "alg"}


def records_path(subject: str) -> str:
    """The record file of a subject: catalog/approvals/<year>/<id>.jsonl, or …/pages|data/<name>.jsonl.

    Decisions on a status file lie beside those on its item: catalog/approvals/<year>/<id>.status.jsonl.
    """
    kind, colon, name = subject.partition(":")
    if kind == "status":
        return records_path(name).removesuffix(".jsonl") + ".status.jsonl"
    if colon:
        return f"catalog/approvals/{kind}/{name}.jsonl"
    return f"catalog/approvals/{subject.split('-')[-2]}/{subject}.jsonl"


def read_records(root: Path, subject: str) -> tuple[list[Record], list[Problem]]:
    """The records of `subject` in the order of their lines, which means nothing, and unusable lines as problems.

    A missing file is no problem: there are no decisions yet. A line that comes twice (git's union merge keeps
    both) counts once.
    """
    path = records_path(subject)
    try:
        data = (root / path).read_bytes()
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [problem("V114", path, value=system_reason(error), item=subject)]
    text, problems = decode_text(data, path, subject)
    records: dict[tuple[str, str], Record] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        record = _read_line(line, number)
        if record is None:
            problems.append(problem("V101", path, number, item=subject))
        else:
            records.setdefault((record.payload, record.signature), record)
    return list(records.values()), problems


def _read_line(line: str, number: int) -> Record | None:
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict) or set(entry) != KEYS or entry["alg"] != ALGORITHM:
            return None
        payload, signature = entry["payload"], entry["sig"]
        if not isinstance(payload, str) or not isinstance(signature, str):
            return None
        return Record(number, payload, digest_of(payload), read_payload(payload), signature)
    except (ValueError, RecursionError, DecisionFormatError):
        return None


def write_record(payload: str, signature: str) -> str:
    """A line for a record file, with its line end."""
    entry = {"payload": payload, "sig": signature, "alg": ALGORITHM}
    return json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"

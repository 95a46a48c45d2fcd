"""校验码: the few characters on paper that say which bytes a signature on the sheet was for."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence

from disclosure.approval.subject import Subject

_LENGTH, _GROUP = 16, 4
"""64 bits: nobody finds a second text with the same code by chance, and a person can still type it."""
_BETWEEN = str.maketrans("", "", " -—–_·.\t\n\r")


def check_code(subject: Subject) -> str:
    """The code of a subject: over its id, the bytes of its file and of every file published with it."""
    return _grouped([subject.id, subject.sha256, [list(file) for file in subject.files]])


def sheet_code(subjects: Sequence[Subject]) -> str:
    """One code for a whole sheet (整表校验码): over the codes of its items, in whatever order they stand on it."""
    return _grouped(sorted(f"{subject.id} {check_code(subject)}" for subject in subjects))


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same as a person writes them: spaces, dashes, case and full width mean nothing."""
    return _plain(one) == _plain(other) != ""


def _grouped(content: Sequence[object]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    digits = hashlib.sha256(text.encode("utf-8")).hexdigest()[:_LENGTH].upper()
    return " ".join(digits[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _plain(code: str) -> str:
    return unicodedata.normalize("NFKC", code).translate(_BETWEEN).upper()

"""What a decision is about: exact bytes of an item, page or data file, and of every file published with it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from disclosure.types import Attachment, Item


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing approved (审批对象). `files` are sorted (name, size, SHA-256).

    `id` is an item id, or `page:<name>` and `data:<name>` for hand-written pages and catalog data.
    """

    id: str
    sha256: str
    files: tuple[tuple[str, int, str], ...] = ()


def subject_digest(subject: Subject) -> str:
    """SHA-256 over all that a decision on `subject` covers: 64 hexadecimal digits."""
    text = json.dumps(astuple(subject), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def item_subject(item: Item) -> Subject:
    """The subject of an item: its file's bytes, its attachments and its body's pictures."""
    return Subject(item.id, item.sha256, _files((*item.attachments, *item.pictures)))


def _files(attachments: Iterable[Attachment]) -> tuple[tuple[str, int, str], ...]:
    return tuple(sorted((a.name, a.size, a.sha256) for a in attachments))

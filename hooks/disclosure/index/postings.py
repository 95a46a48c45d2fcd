"""The postings of one document: which tokens it holds, where, and how much they say there. Made in the workers.

They depend on the document alone, so they can be kept by its digest. How much a token says in a part (BM25's share of
frequency and length, against a fixed length instead of the catalog's mean) is rounded to four levels.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from disclosure.index.document import FACETS, Document
from disclosure.index.script_file import text_name
from disclosure.index.tokens import Keys, date_tokens, normalise, pairs, single_characters, words

IN_TITLE, IN_NUMBER, IN_LABEL = 1, 2, 4
"""Where in a document's head a token stands; a token may stand in several places."""

FORMAT = 1
"""Moves when the same document would give other postings."""

_SATURATION, _LENGTH_SHARE, _USUAL_LENGTH = 1.2, 0.6, 1200
_LEVELS = (0.3, 0.5, 0.7)
"""Where a level ends. Levels 0 to 3 count as .2, .4, .6, .82: search-index.js."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Tokens of a document's head and of its parts, as rows of (token, place, value).

    Pairs are numbers; words are texts, with rows of (number of the word in `words`, place, value). The place of a head's
    row is 0. `facts` is what the whole catalog's tables take from the document.
    """

    head: NDArray[np.uint32]
    body: NDArray[np.uint32]
    words: tuple[str, ...]
    word_head: NDArray[np.uint32]
    word_body: NDArray[np.uint32]
    facts: dict[str, object]

    def to_bytes(self) -> bytes:
        """As a file that `from_bytes` reads."""
        tables = (self.head, self.body, self.word_head, self.word_body)
        about = {"facts": self.facts, "words": self.words, "rows": [len(table) for table in tables]}
        text = json.dumps(about, ensure_ascii=False, sort_keys=True).encode("utf-8")
        return len(text).to_bytes(4, "little") + text + b"".join(t.astype("<u4").tobytes() for t in tables)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Postings":
        """The reverse of `to_bytes`."""
        start = 4 + int.from_bytes(data[:4], "little")
        about = json.loads(data[4:start])
        rows = np.frombuffer(data, dtype="<u4", offset=start).reshape(-1, 3)
        a, b, c, _ = accumulate(about["rows"])
        return cls(rows[:a], rows[a:b], tuple(about["words"]), rows[b:c], rows[c:], about["facts"])


def make_postings(document: Document) -> Postings:
    """The postings of a document."""
    vocabulary: dict[str, int] = {}

    def numbered(found: Iterable[str]) -> Keys:
        return np.array([vocabulary.setdefault(word, len(vocabulary)) for word in found], dtype=np.uint32)

    title, numbers, labels = (
        normalise(text) for text in (document.title, "\n".join(document.numbers), "\n".join(document.labels))
    )
    head = _flags(
        (IN_TITLE, np.concatenate([pairs(title), single_characters(title)])),
        (IN_NUMBER, pairs(numbers)),
        (IN_LABEL, pairs(labels)),
    )
    word_head = _flags(
        (IN_TITLE, numbered(words(title))),
        (IN_NUMBER, numbered([*words(numbers), *document.dates])),
        (IN_LABEL, numbered(words(labels))),
    )
    bodies, word_bodies = [], []
    for place, part in enumerate(document.parts):
        text = normalise(part.text)
        found, said = pairs(text), words(text)
        length = len(found) + len(said)
        bodies.append(_weighed(found, place, length))
        word_bodies.append(_weighed(numbered([*said, *date_tokens(text)]), place, length))
    facts: dict[str, object] = {
        "name": text_name(document.address),
        "address": document.address,
        "parts": len(document.parts),
        "length": min(len(pairs(title)) + len(words(title)), 255),
        "order": document.order,
        "current": document.current,
        "words": list(document.words),
        "facets": {facet: document.facets.get(facet, []) for facet in FACETS},
    }
    return Postings(
        head, np.concatenate(bodies), tuple(vocabulary), word_head, np.concatenate(word_bodies), facts
    )


def _flags(*places: tuple[int, Keys]) -> NDArray[np.uint32]:
    """One row for each token, its value the places where it stands."""
    keys = np.concatenate([found for _, found in places])
    flags = np.concatenate([np.full(len(found), flag, dtype=np.uint32) for flag, found in places])
    unique, inverse = np.unique(keys, return_inverse=True)
    values = np.zeros(len(unique), dtype=np.uint32)
    np.bitwise_or.at(values, inverse, flags)
    return np.column_stack([unique, np.zeros_like(unique), values]).astype(np.uint32)


def _weighed(keys: Keys, place: int, length: int) -> NDArray[np.uint32]:
    """One row for each token of a part of `length` tokens, its value the level of what it says there."""
    unique, counts = np.unique(keys, return_counts=True)
    norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / _USUAL_LENGTH)
    levels = np.searchsorted(_LEVELS, counts / (counts + norm))
    return np.column_stack([unique, np.full(len(unique), place), levels]).astype(np.uint32)

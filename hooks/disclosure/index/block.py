"""One block of the index: the postings of some thousand documents as small files, and what is said of each document.

A list of postings is a row of numbers, each the distance to the document before with the value in its low bits, written
in bytes of seven bits. Lists lie in shards, in the order of their tokens; one that is long has a shard of its own, so
that nobody fetches it for its neighbour's sake.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from disclosure.index.document import FACETS
from disclosure.index.postings import Postings
from disclosure.index.tokens import pair_names

HEAD_BITS, BODY_BITS = 3, 2

SHARD = 6000
"""Bytes from which a shard is full."""
_NAME = 4
"""Bytes that a token itself takes in a shard, about."""
HEAVY = 2500
"""Bytes of one list from which it has a shard of its own."""

MOST_WORDS = 2000
"""That a block offers as suggestions."""

_KEY, _PLACE = 32, 3
_FIRST_WORD = 0xC0000000
"""Where the keys of words begin, behind those of all pairs."""
_PLACES = (1 << (_KEY - _PLACE)) - 1

Bytes = NDArray[np.uint8]
Rows = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Lists:
    """Encoded lists, one behind the other: their tokens, bytes and numbers of entries."""

    keys: NDArray[np.uint32]
    lengths: NDArray[np.int64]
    entries: NDArray[np.int64]
    data: Bytes


def build_block(documents: Iterable[Postings]) -> dict[str, bytes]:
    """The files of a block by name: `meta`, `facets`, `words`, and the shards `0`, `1`, ….

    The same documents in the same order give the same bytes.
    """
    vocabulary: dict[str, int] = {}
    facts: list[dict[str, object]] = []
    heads, bodies, word_heads, word_bodies = _Tables(), _Tables(), _Tables(), _Tables()
    numbers: list[NDArray[np.uint32]] = []
    unit = known = 0
    for number, document in enumerate(documents):
        found = [vocabulary.setdefault(word, len(vocabulary)) for word in document.words]
        heads.add(document.head, 0, number)
        bodies.add(document.body, 0, unit)
        word_heads.add(document.word_head, known, number)
        word_bodies.add(document.word_body, known, unit)
        numbers.append(np.array(found, dtype=np.uint32))
        facts.append(document.facts)
        unit += int(str(document.facts["parts"]))
        known += len(found)
    names = sorted(vocabulary, key=lambda word: word.encode("utf-16-be"))
    places = np.empty(len(names), dtype=np.uint64)
    for place, name in enumerate(names):
        places[vocabulary[name]] = place + _FIRST_WORD
    keys = places[np.concatenate(numbers)] if numbers else places
    head = _encode([heads.rows(), word_heads.rows(keys)], HEAD_BITS)
    body = _encode([bodies.rows(), word_bodies.rows(keys)], BODY_BITS)
    shards, directory = _shards(head, body, names)
    files = {str(number): shard for number, shard in enumerate(shards)}
    files["meta"] = _json(_meta(facts) | directory)
    files["facets"] = _json(_facets(facts))
    files["words"] = _json(_words(facts))
    return files


class _Tables:
    """Tables of one kind of all documents, (token, place, value), taken together: a call for each would take longer."""

    def __init__(self) -> None:
        self.tables: list[NDArray[np.uint32]] = []
        self.starts: list[tuple[int, int]] = []

    def add(self, table: NDArray[np.uint32], first: int, start: int) -> None:
        """A document's table; its tokens count from `first`, its places from `start`."""
        self.tables.append(table)
        self.starts.append((first, start))

    def rows(self, keys: Rows | None = None) -> Rows:
        """All rows as numbers that sort by token, then place; `keys` are the tokens by their number. Empties the tables."""
        if not self.tables:
            return np.empty(0, dtype=np.uint64)
        sizes = [len(table) for table in self.tables]
        firsts, starts = np.array(self.starts, dtype=np.uint32).T
        rows = np.concatenate(self.tables)
        self.tables.clear()
        made: Rows = (
            rows[:, 0].astype(np.uint64) if keys is None else keys[rows[:, 0] + np.repeat(firsts, sizes)]
        )
        made <<= np.uint64(_KEY)  # in place: a full block has millions of rows
        made |= (rows[:, 1] + np.repeat(starts, sizes)).astype(np.uint64) << np.uint64(_PLACE)
        made |= rows[:, 2]
        return made


def _encode(parts: list[Rows], bits: int) -> _Lists:
    rows = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    parts.clear()
    rows.sort()
    keys = (rows >> np.uint64(_KEY)).astype(np.uint32)
    places = (rows >> np.uint64(_PLACE)).astype(np.uint32) & np.uint32(_PLACES)
    values = rows.astype(np.uint32) & np.uint32((1 << _PLACE) - 1)
    del rows  # a full block has millions
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    steps = places.copy()
    steps[1:] -= np.where(first[1:], np.uint32(0), places[:-1])
    del places
    steps <<= np.uint32(bits)
    steps |= values
    del values
    data, ends = _bytes(steps)
    starts = np.flatnonzero(first)
    last = np.append(starts[1:], len(keys)) - 1 if len(keys) else starts
    stops = ends[last]
    return _Lists(keys[starts], np.diff(stops, prepend=0), np.diff(last, prepend=-1), data)


def _bytes(numbers: NDArray[np.uint32]) -> tuple[Bytes, NDArray[np.int64]]:
    """Numbers in bytes of seven bits, low bits first, the eighth bit set but in the last; and where each ends."""
    sizes = np.ones(len(numbers), dtype=np.uint8)
    for limit in (1 << 7, 1 << 14, 1 << 21, 1 << 28):
        sizes += numbers >= limit
    ends = np.cumsum(sizes, dtype=np.int64)
    data = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    starts = ends - sizes
    for place in range(5):
        reached = np.flatnonzero(sizes > place)
        low = (numbers[reached] >> np.uint32(7 * place)) & np.uint32(0x7F)
        data[starts[reached] + place] = low | np.where(sizes[reached] > place + 1, 0x80, 0)
    return data, ends


def _shards(head: _Lists, body: _Lists, words: list[str]) -> tuple[list[bytes], dict[str, object]]:
    """The shards, and the directory: first tokens of those of pairs, of those of words, and the heavy tokens."""
    keys = np.union1d(head.keys, body.keys)
    of_head, of_body = _aligned(keys, head), _aligned(keys, body)
    pairs = int(np.searchsorted(keys, _FIRST_WORD))
    names = [*pair_names(keys[:pairs]), *words]
    weights = of_head[0] + of_body[0]
    heavy = weights > HEAVY
    shards: list[bytes] = []
    directory: dict[str, object] = {}
    light_head = head.data[~np.repeat(heavy, of_head[0])]
    light_body = body.data[~np.repeat(heavy, of_body[0])]
    head_ends = np.cumsum(np.where(heavy, 0, of_head[0]))
    body_ends = np.cumsum(np.where(heavy, 0, of_body[0]))
    for kind, chosen in (("pairs", np.arange(pairs)), ("words", np.arange(pairs, len(keys)))):
        light = chosen[~heavy[chosen]]
        groups = np.cumsum(weights[light] + _NAME) // SHARD
        firsts = []
        for group in np.split(light, np.flatnonzero(np.diff(groups)) + 1) if len(light) else []:
            a, b = int(group[0]), int(group[-1])
            parts = [
                data[int(ends[a] - size[a]) : int(ends[b])]
                for data, ends, size in (
                    (light_head, head_ends, of_head[0]),
                    (light_body, body_ends, of_body[0]),
                )
            ]
            firsts.append(names[a])
            shards.append(_shard([names[n] for n in group], of_head[0][group], of_body[0][group], parts))
        directory[kind] = firsts
    head_starts, body_starts = np.cumsum(of_head[0]) - of_head[0], np.cumsum(of_body[0]) - of_body[0]
    long = []
    for n in np.flatnonzero(heavy):
        parts = [
            data[int(starts[n]) : int(starts[n] + size[n])]
            for data, starts, size in (
                (head.data, head_starts, of_head[0]),
                (body.data, body_starts, of_body[0]),
            )
        ]
        long.append([names[n], int(max(of_head[1][n], of_body[1][n]))])
        shards.append(_shard([names[n]], of_head[0][n : n + 1], of_body[0][n : n + 1], parts))
    directory["heavy"] = long
    return shards, directory


def _aligned(keys: NDArray[np.uint32], lists: _Lists) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Bytes and entries of the list of each of `keys`, 0 where there is none."""
    at = np.searchsorted(keys, lists.keys)
    lengths, entries = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    lengths[at], entries[at] = lists.lengths, lists.entries
    return lengths, entries


def _shard(names: list[str], head: NDArray[np.int64], body: NDArray[np.int64], data: list[Bytes]) -> bytes:
    """Length of the tokens' text, that text, the lengths of both lists of each token, the lists."""
    text = "\n".join(names).encode("utf-8")
    lengths, _ = _bytes(np.column_stack([head, body]).ravel().astype(np.uint32))
    start, _ = _bytes(np.array([len(text)], dtype=np.uint32))
    return start.tobytes() + text + lengths.tobytes() + data[0].tobytes() + data[1].tobytes()


def _meta(facts: list[dict[str, object]]) -> dict[str, object]:
    days = [_day(str(fact["order"])) for fact in facts]
    return {
        "names": "\n".join(str(fact["name"]) for fact in facts),
        "parts": [fact["parts"] for fact in facts],
        "lengths": [fact["length"] for fact in facts],
        "days": [day - before for before, day in zip([0, *days], days, strict=False)],
        "past": [number for number, fact in enumerate(facts) if not fact["current"]],
    }


def _facets(facts: list[dict[str, object]]) -> dict[str, object]:
    """For each facet its values, and for each document the numbers of those it has."""
    tables: dict[str, object] = {}
    for facet in FACETS:
        rows = [fact["facets"][facet] for fact in facts]  # type: ignore[index]
        values = sorted({value for row in rows for value in row})
        number = {value: place for place, value in enumerate(values)}
        tables[facet] = {"values": values, "rows": [[number[value] for value in row] for row in rows]}
    return tables


def _words(facts: list[dict[str, object]]) -> list[tuple[str, int]]:
    """Words that can be suggested while somebody types, with the number of documents, the most used first."""
    counts = Counter(word for fact in facts for word in set(fact["words"]))  # type: ignore[call-overload]
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:MOST_WORDS]


def _day(order: str) -> int:
    """Days since 1970, 0 for a page without a day."""
    try:
        return (date.fromisoformat(order[:10]) - date(1970, 1, 1)).days
    except ValueError:
        return 0


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

"""Editions for reading rooms that still hold what went from the public: somebody has to get them back."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from disclosure.check.values import wrong_date
from disclosure.problems import Problem, problem
from disclosure.read.editions import FILE, Edition, held_in, list_of, read_editions
from disclosure.types import Item, Site

_NAMED = 3


def check_editions(site: Site, items: Iterable[Item]) -> list[Problem]:
    """Problems of the log, none of which stops a build, and every edition out there that is to be got back."""
    editions, found = read_editions(site.root)
    rows = [replace(row, severity="warning") for row in found]
    place = f"catalog/{FILE}"
    for edition in editions:
        days = [("on", edition.on), ("next", edition.next)]
        days += [
            (key, day)
            for copy in edition.copies
            for key, day in (("on", copy.on), ("recalled", copy.recalled))
        ]
        rows += [
            problem(
                "S008", place, edition.line, key, day, severity="warning", choices="2026-03-02 这样的日期"
            )
            for key, day in days
            if day and wrong_date(day)
        ]
        lists = list_of(site.root, edition.number)
        if edition.holders and not lists.is_file():
            name = lists.relative_to(site.root).as_posix()
            rows.append(problem("V177", place, edition.line, "id", name, number=edition.number))
    for edition, gone in to_recall(site, editions, items):
        holders = "、".join(edition.holders)
        rows.append(
            problem("V176", place, edition.line, number=edition.number, items=few(gone), holders=holders)
        )
    return rows


def to_recall(
    site: Site, editions: Iterable[Edition], items: Iterable[Item]
) -> Iterator[tuple[Edition, list[str]]]:
    """Editions that somebody still has, each with the ids in it that were withdrawn since or whose public term ended."""
    withdrawn = {status.id for status in site.statuses.values() if status.withdrawn_kind}
    ended = {
        item.id: item.public_until for item in items if item.public_until and item.public_until < site.today
    }
    for edition in editions:
        if edition.holders:
            held = held_in(site.root, edition.number)
            gone = {i for i in held if i in withdrawn or ended.get(i, "") >= edition.on > ""}
            if gone:
                yield edition, sorted(gone)


def few(identifiers: list[str]) -> str:
    """Some ids by name, and how many there are."""
    rest = f" 等 {len(identifiers)} 件" if len(identifiers) > _NAMED else ""
    return "、".join(identifiers[:_NAMED]) + rest

"""The office's own board (内部看板): timeliness, coverage, late, empty and stale, and evidence for each liability. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from disclosure.companions import companion_rule
from disclosure.data_files import load_data
from disclosure.deadlines import find_deadline
from disclosure.model.catalog import Catalog
from disclosure.problems import Problem, sentence
from disclosure.systems import shipped_systems
from disclosure.types import Category, Item

LATE = ("T001", "T004")
"""Codes of an item that was published after its term."""
LATE_ANSWER = "E027"
"""Code of an answer to public opinion that came after its hours."""
UNTOLD = "T002"
"""The term could not be counted, since a calendar is missing."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A category whose newest item is older than its term (更新期限) allows; `due` is when it was to be renewed."""

    category: Category
    latest: str
    term: str
    due: str
    days: int


@dataclass(frozen=True, slots=True)
class Trigger:
    """One liability (责任追究情形): `evidence` are sentences, none where nothing was found; `by_person` if none can be."""

    number: int
    name: str
    by_person: bool
    evidence: tuple[str, ...]


def timeliness(catalog: Catalog, rows: Iterable[Problem], year: str) -> list[tuple[str, ...]]:
    """(department, published in the year, in time, late, not to be told, share in time), all together at the end."""
    late = {row.item for row in rows if row.code in LATE}
    untold = {row.item for row in rows if row.code == UNTOLD} - late
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for item in catalog.items:
        if item.imported_source or not item.publication.startswith(year):
            continue
        kind = "late" if item.id in late else "untold" if item.id in untold else "in_time"
        found[item.department or item.office][kind] += 1
    lines = [_timely(name, counts) for name, counts in sorted(found.items())]
    total = sum(found.values(), Counter[str]())
    return [*lines, _timely("合计", total)] if lines else []


def opinion_answers(catalog: Catalog, rows: Iterable[Problem], year: str) -> list[tuple[str, ...]]:
    """(level, answers to public opinion found in the year, in time, late, not to be told, share in time), then all (Q53).

    Not to be told are those for whose level no term binds the office.
    """
    late = {row.item for row in rows if row.code == LATE_ANSWER}
    terms = companion_rule("public_opinion")["terms"]
    found: dict[str, Counter[str]] = {level: Counter() for level in terms}
    for item in catalog.items:
        told = item.details.get("public_opinion", {})
        if told.get("found_at", "").startswith(year) and told.get("level") in found:
            judged = terms[told["level"]] in catalog.site.limits
            found[told["level"]]["late" if item.id in late else "in_time" if judged else "untold"] += 1
    total = sum(found.values(), Counter[str]())
    return [*(_timely(level, counts) for level, counts in found.items()), _timely("合计", total)]


def _timely(name: str, counts: Counter[str]) -> tuple[str, ...]:
    judged = counts["in_time"] + counts["late"]
    share = f"{100 * counts['in_time'] / judged:.1f}%" if judged else "—"
    figures = (counts.total(), counts["in_time"], counts["late"], counts["untold"])
    return (name, *map(str, figures), share)


def coverage(catalog: Catalog) -> list[tuple[str, ...]]:
    """(category, article, items, newest publication) of every category, empty ones too."""
    members = _by_category(catalog)
    return [
        (
            category.name,
            category.article,
            str(len(members[category.name])),
            max((i.publication[:10] for i in members[category.name]), default=_nothing(category)),
        )
        for category in catalog.site.categories.values()
    ]


def empty_categories(catalog: Catalog) -> list[Category]:
    """Categories without an item, of which nobody has stated that there is nothing to publish (本机关无此类信息)."""
    members = _by_category(catalog)
    return [c for c in catalog.site.categories.values() if not members[c.name] and not c.absent]


def _nothing(category: Category) -> str:
    return f"本机关无此类信息（{category.absent}）" if category.absent else "没有内容"


def stale_categories(catalog: Catalog) -> list[Stale]:
    """Categories that were not renewed within the term that is set for them, the longest overdue first."""
    members, today, found = _by_category(catalog), catalog.site.today, []
    terms = {entry["id"] for entry in load_data("time_limits.yml")["freshness"]}
    for limit in catalog.site.limits.values():
        for category in catalog.site.categories.values():
            items = members[category.name]
            if limit.id not in terms or category.id not in limit.categories or not items:
                continue
            latest = max(item.publication[:10] for item in items)
            due = find_deadline(latest, limit, catalog.site.calendar).due
            if due < today:
                days = (date.fromisoformat(today) - date.fromisoformat(due)).days
                found.append(Stale(category, latest, limit.words, due, days))
    return sorted(found, key=lambda stale: (-stale.days, stale.category.id))


def triggers(
    catalog: Catalog, rows: Sequence[Problem], cases: Mapping[str, str], outside: Sequence[str]
) -> list[Trigger]:
    """Each liability with its evidence. `cases` tell the register of the file of a case.

    `outside` are published items that a ledger does not know.
    """
    found = []
    for entry in load_data("liability.yml")["triggers"]:
        registers = entry.get("registers", ())
        chosen = [
            row
            for row in rows
            if row.code in entry["codes"] and (row.path not in cases or cases[row.path] in registers)
        ]
        evidence = [f"{row.path}（{row.code}）{sentence(row)}" for row in sorted(chosen)]
        evidence += _more(entry, catalog, outside)
        found.append(Trigger(entry["number"], entry["name"], bool(entry.get("person")), tuple(evidence)))
    return found


def _more(entry: Mapping[str, object], catalog: Catalog, outside: Sequence[str]) -> Iterator[str]:
    """Evidence that is no row of the check."""
    if entry.get("empty"):
        yield from (f"类别“{c.name}”没有内容。" for c in empty_categories(catalog))
    if entry.get("stale"):
        yield from (
            f"类别“{s.category.name}”最近更新 {s.latest}，更新期限 {s.term}，已超过 {s.days} 天。"
            for s in stale_categories(catalog)
        )
    if entry.get("corrections"):
        yield from (
            f"{i.id} 于 {'、'.join(i.corrected)} 更正：{i.title}" for i in catalog.items if i.corrected
        )
    if entry.get("outside"):
        yield from (f"{name} 已公开，登记簿没有记载。" for name in outside)
    if entry.get("conflicts"):
        for system in catalog.site.profiles:
            yield from (
                f"{shipped_systems()[system].name}（{c.duty}）{c.point}：{c.local}；上位规定：{c.law}。{c.counts}"
                for c in shipped_systems()[system].conflicts
            )


def _by_category(catalog: Catalog) -> dict[str, list[Item]]:
    members: dict[str, list[Item]] = defaultdict(list)
    for item in catalog.items:
        members[item.category].append(item)
    return members

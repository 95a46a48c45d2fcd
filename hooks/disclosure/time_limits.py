"""Time limits (期限) as data: the law's and local ones from data/time_limits.yml, tightened by an office's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from disclosure.data_files import load_data

GROUPS = ("publication", "public_opinion", "application", "remedies", "freshness")
"""Groups of data/time_limits.yml whose terms are counted from an event; the rest are dates and fees."""
UNITS = {"working-day": "个工作日", "day": "日", "hour": "小时", "week": "周", "month": "个月"}
"""Units with the words that a person reads after the number."""
_DAYS = ("working-day", "day")


@dataclass(frozen=True, slots=True)
class Limit:
    """One term (期限). `length` counts `unit`; `counts_from` names the dates that start it.

    `profile` is the local system it belongs to, empty for the law's own; `since` is the day from which it holds.
    `hard`: the office has decided that running over it is an error, not a warning.
    """

    id: str
    name: str
    length: int
    unit: str = "working-day"
    counts_from: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    replaces: str = ""
    profile: str = ""
    since: str = ""
    article: str = ""
    source: str = ""
    verified: bool = True
    hard: bool = False

    @property
    def words(self) -> str:
        """The length as a person reads it: 20 个工作日."""
        return f"{self.length} {UNITS[self.unit]}"


@cache
def shipped_limits() -> Mapping[str, Limit]:
    """The terms that are counted, by id, in the order of the file. Terms without a length are left out."""
    data = load_data("time_limits.yml")
    return {
        entry["id"]: _limit(entry)
        for group in GROUPS
        for entry in data[group]
        if "length" in entry and entry["unit"] in UNITS
    }


def publication_limits() -> frozenset[str]:
    """The ids of the terms of publication (公开、转交), which the check of items counts."""
    return frozenset(entry["id"] for entry in load_data("time_limits.yml")["publication"])


def _limit(entry: Mapping[str, Any]) -> Limit:
    return Limit(
        id=entry["id"],
        name=entry["name"],
        length=entry["length"],
        unit=entry["unit"],
        counts_from=tuple(entry["counts_from"]),
        categories=tuple(entry.get("categories", ())),
        replaces=entry.get("replaces", ""),
        profile=entry.get("profile", ""),
        since=entry.get("since", ""),
        article=entry.get("article", ""),
        source=entry["source"],
        verified=entry["verified"],
    )


def is_longer(limit: Limit, length: int, unit: str) -> bool:
    """Whether `length` in `unit` may run longer than `limit`: a law's term is tightened, never stretched.

    Working days in place of calendar days of the same number are longer; the other way round they are shorter.
    """
    if unit == limit.unit:
        return length > limit.length
    if unit not in _DAYS or limit.unit not in _DAYS:
        return True
    return length > limit.length or unit == "working-day"


def tightened(limit: Limit, *, length: int, unit: str, hard: bool, source: str) -> Limit:
    """The office's own form of `limit`; what it does not change stays."""
    own = f"{source}；{limit.source}" if source and limit.source else source or limit.source
    shorter = (length, unit) != (limit.length, limit.unit)
    return replace(
        limit, length=length, unit=unit, hard=hard, source=own, article=source if shorter else limit.article
    )

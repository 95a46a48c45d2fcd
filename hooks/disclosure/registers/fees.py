"""信息处理费: what may be asked for, from the tariff in data/time_limits.yml (国办函〔2020〕109号)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from disclosure.data_files import load_data
from disclosure.time_limits import Limit

METHODS = {"按件": "by-item", "按量": "by-page"}
"""The methods as a case names them → their ids in the tariff. One application is charged by one of them."""


@cache
def _methods() -> Mapping[str, Mapping[str, Any]]:
    return {method["id"]: method for method in load_data("time_limits.yml")["fees"]["methods"]}


def fee(method: str, count: int, before: int = 0) -> int:
    """Yuan for `count` items (按件) or pages (按量), counted on from `before` of the same applicant and month.

    Each tier's price holds for what lies within it alone (超额累进). Raises KeyError for an unknown method.
    """
    tariff = _methods()[METHODS[method]]
    if tariff["counted_over"] == "application":
        before = 0
    return _total(tariff, before + count) - _total(tariff, before)


def _total(tariff: Mapping[str, Any], number: int) -> int:
    total, reached, price = 0, 0, 0
    for tier in tariff["tiers"]:
        last = min(number, tier.get("to", number))
        price = tier["yuan"]
        total += max(0, last - reached) * price
        reached = max(reached, last)
    then = tariff.get("then")
    while then and reached < number:
        price += then["adds_yuan"]
        step = min(then["every"], number - reached)
        total += step * price
        reached += step
    return total


@cache
def payment_limit() -> Limit:
    """The applicant's term to pay, counted from the day of the notice."""
    entry = next(e for e in load_data("time_limits.yml")["fees"]["notice"] if e["id"] == "fee-payment")
    return Limit(
        entry["id"],
        entry["name"],
        entry["length"],
        entry["unit"],
        source=entry["source"],
        verified=entry["verified"],
    )

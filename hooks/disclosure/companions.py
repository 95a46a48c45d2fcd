"""What has to stand beside an item (配套要求), as data: data/companions.yml, and whom each rule binds."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from disclosure.data_files import load_data
from disclosure.time_limits import Limit
from disclosure.types import Item, Site


@cache
def companion_rule(name: str) -> Mapping[str, Any]:
    """The rule `name` of data/companions.yml."""
    rule = load_data("companions.yml")[name]
    assert isinstance(rule, Mapping), name  # noqa: S101 (shipped files are ours)
    return rule


def companion_limit(rule: Mapping[str, Any], name: str = "") -> Limit:
    """The term that `rule` states itself, called `name`."""
    return Limit("", name, rule["length"], rule["unit"], source=rule["source"], verified=rule["verified"])


def binds(rule: Mapping[str, Any], site: Site, item: Item) -> bool:
    """Whether `rule` binds `item`: by the office's chosen systems, by category, importance and the day it was formed.

    Imported history is published as it is, and bound by nothing.
    """
    category = site.categories.get(item.category)
    wanted = rule.get("categories")
    return (
        not item.imported_source
        and rule.get("profile", "") in ("", *site.profiles)
        and (wanted is None or (category is not None and category.id in wanted))
        and rule.get("importance", item.importance) == item.importance
        and rule.get("since", "") <= item.formed
    )

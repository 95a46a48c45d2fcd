"""The narrative of the annual report: numbers put in from the same tables, typed numbers compared with them. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from disclosure.annual_format import Figures, annual_format
from disclosure.reports.annual_counts import CatalogCounts

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_CATEGORY = re.compile(r"公开[:：](.+)")


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that somebody typed, `stated` in the words `phrase`, where the tables say `counted`."""

    phrase: str
    name: str
    counted: str


def placeholder_values(year: int, figures: Figures, counts: CatalogCounts | None) -> dict[str, str]:
    """What each placeholder stands for; those whose table or row is missing have no value."""
    values = {}
    for entry in annual_format().placeholders:
        if entry.get("value") == "year":
            values[entry["name"]] = str(year)
        elif "count" in entry:
            if counts:
                values[entry["name"]] = str(counts.published)
        elif (total := _total(figures, entry["table"], entry["rows"], entry["columns"])) is not None:
            values[entry["name"]] = annual_format().tables[entry["table"]].shown(total)
    for name, count in (counts.by_category if counts else {}).items():
        values[f"公开:{name}"] = str(count)
    return values


def fill(text: str, values: Mapping[str, str], categories: Callable[[str], bool]) -> tuple[str, list[str]]:
    """`text` with its placeholders replaced, and those that have no value, which stay as they are.

    `categories` tells whether a name is that of a category: nothing published in one is 0, not a mistake.
    """
    unknown = []

    def value(match: re.Match[str]) -> str:
        name = match[1].strip()
        if found := _CATEGORY.fullmatch(name):
            name = f"公开:{found[1].strip()}"
            if categories(found[1].strip()):
                return values.get(name, "0")
        if name not in values:
            unknown.append(match[0])
            return match[0]
        return values[name]

    return _PLACEHOLDER.sub(value, text), unknown


def differences(text: str, values: Mapping[str, str]) -> list[Difference]:
    """Numbers in `text` after words that name a figure of the tables, where they are not that figure."""
    found = []
    for entry in annual_format().phrases:
        counted = values.get(entry["name"])
        found += [
            Difference(match[0], entry["name"], counted)
            for match in re.finditer(entry["pattern"], text)
            if counted is not None and match[1] != counted
        ]
    return found


def _total(figures: Figures, table: str, rows: list[str], columns: list[str]) -> int | None:
    given = figures.get(table, {})
    places = [annual_format().tables[table].place_of(column) for column in columns]
    if any(row not in given for row in rows):
        return None
    return sum(given[row][place] for row in rows for place in places)

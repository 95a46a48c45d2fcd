"""Items as rows of lists: the four columns that the law asks of a catalog (索引、名称、内容概述、生成日期) and more."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from disclosure.kept import digest_of
from disclosure.model.catalog import Catalog
from disclosure.render.address import item_address
from disclosure.render.templates import render_template
from disclosure.types import Item

SILENT_STATES = ("有效",)
"""States that a list does not print: they are the rule."""


def entries(catalog: Catalog, items: Iterable[Item], root: str) -> list[dict[str, Any]]:
    """Rows for the template macros of entries.html, in the order given."""
    return [_entry(catalog, item, root) for item in items]


class Rows:
    """Items as rows in HTML, each made when it is first asked for."""

    def __init__(self, catalog: Catalog, root: str) -> None:
        self.catalog, self.root = catalog, root
        self._made: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def html(self, items: Iterable[Item]) -> Markup:
        """The rows of `items`, as the macro `entries` prints them."""
        return Markup("\n".join(map(self._row, items)))  # noqa: S704 (the template has escaped them)

    def _row(self, item: Item) -> str:
        found = self._made.get(item.id)
        if found is None:
            row = {"entry": _entry(self.catalog, item, self.root)}
            found = self._made[item.id] = render_template("entry", row)
        return found

    def key(self, item: Item) -> str:
        """What the row of `item` is made of, as a digest."""
        found = self._keys.get(item.id)
        if found is None:
            found = self._keys[item.id] = digest_of(_entry(self.catalog, item, self.root))
        return found


def _entry(catalog: Catalog, item: Item, root: str) -> dict[str, Any]:
    state = catalog.validity[item.id].state
    return {
        "href": root + item_address(item.id, item.year),
        "title": item.title,
        "index": item.index,
        "document_number": item.document_number or None,
        "office": item.office,
        "formed": item.formed,
        "published": item.publication or None,
        "validity": None if state in SILENT_STATES else state,
        "summary": item.summary or None,
        "category": item.category,
        "from": item.apply_from or None,
        "until": item.apply_until or None,
        "amount": item.amount or None,
        "who": item.who or None,
        "where": item.where or None,
    }

"""One answer of a person at a time, judged as the check will judge it in the file."""

from typing import Any

from disclosure.check.fields import check_fields
from disclosure.contract import FieldSpec, item_fields
from disclosure.intake.write_front_matter import item_text
from disclosure.problems import Problem
from disclosure.read.item_file import RawItem, split_front_matter
from disclosure.read.nodes import Mapping, parse_nodes
from disclosure.types import Category, Site

_SEPARATORS = str.maketrans("，,；;、", "     ")
_GIVEN = ("index", "published", "imported")
"""Fields that the program writes, never a person."""


def askable_fields() -> tuple[FieldSpec, ...]:
    """The fields that a person may give, the category first since it decides what else is needed."""
    fields = [spec for spec in item_fields() if spec.key not in _GIVEN]
    return tuple(sorted(fields, key=lambda spec: spec.key != "category"))


def is_needed(spec: FieldSpec, values: dict[str, Any], site: Site) -> bool:
    """Whether the contract, the category or another answer asks for this field; attachments can be added later."""
    category: Category | None = site.categories.get(str(values.get("category", "")))
    by_category = bool(
        category and (spec.key in category.required or getattr(category, spec.key, False) is True)
    )
    if spec.type in ("attachments", "entries"):
        return False
    if spec.when:
        key, wanted = spec.when
        return values.get(key) in wanted
    return spec.required == "always" or by_category or bool(spec.companion and values.get(spec.companion))


def choices_of(spec: FieldSpec, site: Site) -> tuple[str, ...]:
    """The names that a choice may take, in the order of the site's files; empty for free text."""
    if isinstance(spec.choices, tuple):
        return spec.choices
    in_force = tuple(o.name for o in site.offices.values() if not o.valid_to or o.valid_to >= site.today)
    known = {"categories": tuple(site.categories), "themes": tuple(site.themes), "offices": in_force}
    return known.get(spec.choices, ())


def shaped(spec: FieldSpec, text: str) -> Any:
    """The answer `text` in the shape of its field: a list is written with commas or 、 between."""
    if spec.type in ("list", "items"):
        return text.translate(_SEPARATORS).split()
    return " ".join(text.split())


def faults_of(site: Site, values: dict[str, Any], *keys: str) -> list[Problem]:
    """What the check will say of the fields `keys` of an item with these values; missing ones aside."""
    head, body, line = split_front_matter(item_text(values, ""))
    node, _ = parse_nodes(head or "", "", 2)
    if not isinstance(node, Mapping):
        return []
    _, problems = check_fields(RawItem("", "", "", node, body, line), site)
    return [p for p in problems if p.field.split(".")[0] in keys and p.code != "F001"]

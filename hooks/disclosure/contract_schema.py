"""The front-matter contract as a JSON Schema (draft 2020-12), with which editors complete and check while one types."""

import json
from collections.abc import Mapping
from typing import Any

from disclosure.contract import FieldSpec, ground_names, item_fields
from disclosure.types import Category, Site

_DATE = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2})?$"
_ITEM_ID = r"^([a-z0-9]{1,18}-)?\d{4}-\d{5}$"
_INDEX = r"^([0-9A-Z]{9}|[0-9A-Z]{18})/\d{4}-\d{5}$"
_FORMS: dict[str, dict[str, str]] = {
    "text": {},
    "choice": {},
    "phone": {},
    "count": {"pattern": "^(0|[1-9][0-9]{0,6})$"},
    "digest": {"pattern": "^[0-9a-f]{64}$"},
    "date": {"pattern": _DATE},
    "moment": {"pattern": _MOMENT},
    "index": {"pattern": _INDEX},
    "url": {"pattern": "^https?://"},
    "items": {"pattern": _ITEM_ID},
}
IMPORTED = "imported"


def item_schema(site: Site) -> dict[str, Any]:
    """The schema of an item's front-matter with the names that `site` uses for categories, themes and offices."""
    specs = item_fields()
    names = {
        "categories": tuple(site.categories),
        "themes": tuple(site.themes),
        "offices": tuple(site.offices),
        "grounds": ground_names(),
    }
    always = [s.key for s in specs if s.required == "always" and not s.relaxed]
    relaxed = [s.key for s in specs if s.required == "always" and s.relaxed]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "公开事项的字段",
        "description": f"{site.name}的公开事项。由 disclosure schema 生成，请勿手工修改。",
        "type": "object",
        "additionalProperties": False,
        "properties": {spec.key: _property(spec, names) for spec in specs},
        "required": always,
        "allOf": [
            {
                "if": {"not": {"required": [IMPORTED]}},
                "then": {"required": relaxed, "not": {"required": ["published"]}},
            },
            *_companions(specs),
            *_by_category(specs, site.categories),
        ],
    }


def schema_text(site: Site) -> str:
    """The schema as it is written to schemas/item.schema.json."""
    return json.dumps(item_schema(site), ensure_ascii=False, indent=2) + "\n"


def _property(spec: FieldSpec, names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    words: dict[str, Any] = {"title": spec.label}
    about = [spec.hint, f"依据：{spec.source}。" if spec.source else ""]
    if any(about):
        words["description"] = "".join(about)
    if spec.example:
        words["examples"] = [spec.example]
    if spec.type == "mapping":
        return words | _mapping(spec.fields, names)
    if spec.type in ("attachments", "entries"):
        return words | {"type": "array", "items": _mapping(spec.fields, names)}
    value = {"type": "string"} | _FORMS.get(spec.type, {}) | _limits(spec, names)
    if spec.type == "items":
        return words | {"anyOf": [value, {"type": "array", "items": value}]}
    if spec.type == "list":
        most = {"maxItems": spec.max_items} if spec.max_items else {}
        return words | {"type": "array", "items": value} | most
    return words | value


def _mapping(fields: tuple[FieldSpec, ...], names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {inner.key: _property(inner, names) for inner in fields},
        "required": [inner.key for inner in fields if inner.required == "always"],
    }


def _limits(spec: FieldSpec, names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    limits: dict[str, Any] = {"maxLength": spec.max} if spec.max else {}
    if spec.choices:
        limits["enum"] = list(spec.choices if isinstance(spec.choices, tuple) else names[spec.choices])
    return limits


def _companions(specs: tuple[FieldSpec, ...]) -> list[dict[str, Any]]:
    """Fields that another field, or a value of it, asks for."""
    rules: list[dict[str, Any]] = [
        {"if": {"required": [spec.companion]}, "then": {"required": [spec.key]}}
        for spec in specs
        if spec.companion
    ]
    for spec in specs:
        if spec.when:
            key, values = spec.when
            condition = {"properties": {key: {"enum": list(values)}}, "required": [key]}
            rules.append({"if": condition, "then": {"required": [spec.key]}})
    return rules


def _by_category(specs: tuple[FieldSpec, ...], categories: Mapping[str, Category]) -> list[dict[str, Any]]:
    """What single categories ask for; of imported history the check asks it with a warning only."""
    rules = []
    for category in categories.values():
        asked = [
            s.key
            for s in specs
            if s.key in category.required or (s.required == "category" and getattr(category, s.key))
        ]
        if asked:
            condition = {
                "properties": {"category": {"const": category.name}},
                "required": ["category"],
                "not": {"required": [IMPORTED]},
            }
            rules.append({"if": condition, "then": {"required": asked}})
    return rules

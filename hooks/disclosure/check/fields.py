"""Front-matter nodes → checked values, by the contract alone. One problem row per fault, none stops the rest."""

from collections.abc import Callable, Collection
from difflib import get_close_matches
from functools import cache
from typing import Any

from disclosure.check.values import (
    near_names,
    wrong_count,
    wrong_date,
    wrong_digest,
    wrong_moment,
    wrong_phone,
    wrong_url,
)
from disclosure.contract import FieldSpec, ground_names, item_fields
from disclosure.identifiers import normal_index, parse_index, parse_item_id, valid_unit_code
from disclosure.problems import Problem, Severity, problem
from disclosure.read.item_file import RawItem
from disclosure.read.nodes import Mapping, Node, Scalar, Sequence
from disclosure.types import Site

Values = dict[str, Any]
_FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "date": (wrong_date, "F006"),
    "moment": (wrong_moment, "F007"),
    "phone": (wrong_phone, "F008"),
    "url": (wrong_url, "F009"),
    "digest": (wrong_digest, "F022"),
    "count": (wrong_count, "F023"),
}


def check_fields(raw: RawItem, site: Site) -> tuple[Values, list[Problem]]:
    """The values of `raw` by field key (text, list of text, or mapping of text) and all faults found.

    Only values without a fault are returned, so that later stages can rely on their form.
    """
    return _FieldCheck(raw, site).run()


@cache
def _specs() -> dict[str, FieldSpec]:
    return {spec.key: spec for spec in item_fields()}


@cache
def _ever_required() -> list[FieldSpec]:
    """Fields that may be required whatever the category: a third of them."""
    return [spec for spec in item_fields() if spec.required != "no"]


class _FieldCheck:
    def __init__(self, raw: RawItem, site: Site) -> None:
        self.raw, self.site = raw, site
        self.problems: list[Problem] = []
        self.imported = "imported" in raw.front_matter.entries

    def run(self) -> tuple[Values, list[Problem]]:
        specs = _specs()
        values = self._mapping(self.raw.front_matter, specs, "")
        self._requirements(values, specs)
        return values, self.problems

    def _fault(
        self,
        code: str,
        line: int,
        name: str,
        value: str = "",
        *,
        severity: Severity | None = None,
        **facts: Any,
    ) -> Any:
        """Note a fault; the value of the faulty field is then None."""
        row = problem(code, self.raw.path, line, name, value, item=self.raw.id, severity=severity, **facts)
        self.problems.append(row)

    def _mapping(self, node: Mapping, specs: dict[str, FieldSpec], prefix: str) -> Values:
        values: Values = {}
        for key, inner in node.entries.items():
            line = node.key_lines[key]
            spec = specs.get(key)
            if spec is None:
                near = get_close_matches(key, specs, n=1, cutoff=0.6)
                advice = (
                    f"是否要写 {near[0]}（{specs[near[0]].label}）？"
                    if near
                    else "请删去这一行，或核对字段名。"
                )
                self._fault("F002", line, prefix + key, key, near=advice)
                continue
            value = self._value(inner, spec, line, prefix + key)
            if value not in (None, "", [], {}):
                values[key] = value
        return values

    def _value(self, node: Node, spec: FieldSpec, line: int, name: str) -> Any:
        if spec.type == "mapping":
            if not isinstance(node, Mapping):
                return self._fault("F003", line, name, label=spec.label, expected="下一行起缩进的“键: 值”")
            return self._nested(node, spec, line, name)
        if spec.type in ("attachments", "entries"):
            return self._entries(node, spec, line, name)
        if spec.type in ("list", "items"):
            if isinstance(node, Scalar) and spec.type == "items":
                node = Sequence([node], node.line)
            if not isinstance(node, Sequence):
                return self._fault("F003", line, name, label=spec.label, expected="列表，例如 [甲, 乙]")
            if spec.max_items and len(node.items) > spec.max_items:
                self._fault("F012", line, name, str(len(node.items)), label=spec.label, limit=spec.max_items)
            return [v for inner in node.items if (v := self._scalar(inner, spec, inner.line, name))]
        return self._scalar(node, spec, line, name)

    def _nested(self, node: Mapping, spec: FieldSpec, line: int, name: str) -> Values | None:
        values = self._mapping(node, {inner.key: inner for inner in spec.fields}, f"{name}.")
        for inner in spec.fields:
            given = node.entries.get(inner.key)
            empty = given is None or (isinstance(given, Scalar) and not given.value.strip())
            if inner.required == "always" and empty:
                place = node.key_lines.get(inner.key, line)
                self._fault("F001", place, f"{name}.{inner.key}", label=inner.label)
        return values

    def _entries(self, node: Node, spec: FieldSpec, line: int, name: str) -> Any:
        if not isinstance(node, Sequence) or not all(isinstance(n, Mapping) for n in node.items):
            keys = " 和 ".join(inner.key for inner in spec.fields if inner.required == "always")
            return self._fault("F003", line, name, label=spec.label, expected=f"列表，每项写 {keys}")
        entries = []
        for inner in node.items:
            if isinstance(inner, Mapping):
                entry = self._nested(inner, spec, inner.line, name)
                if entry and (spec.type == "entries" or "file" in entry):
                    entries.append(entry | {"line": inner.line})
        return entries

    def _scalar(self, node: Node, spec: FieldSpec, line: int, name: str) -> Any:
        if not isinstance(node, Scalar):
            return self._fault("F003", line, name, label=spec.label, expected="一个值")
        value = node.value.strip()
        if node.ambiguous and value:
            return self._fault("F004", line, name, value, label=spec.label)
        if not value:
            return None
        if "\n" in value:
            return self._fault("F003", line, name, label=spec.label, expected="写在一行内的文字")
        if spec.max and len(value) > spec.max:
            severity: Severity | None = "warning" if self.imported else None
            self._fault(
                "F005",
                line,
                name,
                value,
                label=spec.label,
                limit=spec.max,
                length=len(value),
                severity=severity,
            )
            return value if self.imported else None
        return self._form(value, spec, line, name)

    def _form(self, value: str, spec: FieldSpec, line: int, name: str) -> Any:
        if spec.type in _FORMS:
            wrong, code = _FORMS[spec.type]
            return self._fault(code, line, name, value, label=spec.label) if wrong(value) else value
        if spec.type == "index":
            return self._index(value, line, name)
        if spec.type == "items":
            return value if parse_item_id(value) else self._fault("F011", line, name, value, label=spec.label)
        if spec.choices:
            return self._choice(value, spec, line, name)
        return value

    def _index(self, value: str, line: int, name: str) -> Any:
        parsed = parse_index(value)
        if parsed is None:
            return self._fault("F010", line, name, value, proper=normal_index(value))
        if not valid_unit_code(parsed.unit_code):
            return self._fault("F013", line, name, value)
        codes = self.site.unit_codes  # none where site.yml can't be read: told once, not by every item
        if codes and parsed.unit_code not in codes and not self.imported:
            self._fault("F014", line, name, value, codes="、".join(codes))
        return value

    def _choice(self, value: str, spec: FieldSpec, line: int, name: str) -> Any:
        names = self._names(spec)
        if value in names or not names:  # a vocabulary that can't be read is told once, not by every item
            return value
        severity: Severity | None = "warning" if self.imported and spec.relaxed else None
        hint = spec.hint if isinstance(spec.choices, tuple) else ""
        self._fault(
            "F015",
            line,
            name,
            value,
            label=spec.label,
            near=near_names(value, tuple(names)) + hint,
            severity=severity,
        )
        return None

    def _names(self, spec: FieldSpec) -> Collection[str]:
        if isinstance(spec.choices, tuple):
            return spec.choices
        vocabularies: dict[str, Collection[str]] = {
            "categories": self.site.categories,
            "themes": self.site.themes,
            "offices": self.site.offices,
            "grounds": ground_names(),
        }
        return vocabularies[spec.choices]

    def _requirements(self, values: Values, specs: dict[str, FieldSpec]) -> None:
        category = self.site.categories.get(values.get("category", ""))
        given = self.raw.front_matter.entries
        asked = category.required if category else ()
        for spec in specs.values() if asked else _ever_required():
            if spec.key in values or (spec.required == "no" and spec.key not in asked):
                continue
            if not self._needed(spec, values, category):
                continue
            if spec.key in given and any(p.field.split(".")[0] == spec.key for p in self.problems):
                continue  # its own fault is told already
            line = self.raw.front_matter.key_lines.get(spec.key, 1)
            # History is published as it is: what only our own categories ask for can't be known any more.
            asked_by_category = spec.required in ("category", "no")
            mild = self.imported and (spec.relaxed or asked_by_category)
            severity: Severity | None = "warning" if mild else None
            self._fault("F001", line, spec.key, label=spec.label, severity=severity)
        if "published" in values and not self.imported:
            self._fault(
                "F016", self.raw.front_matter.key_lines["published"], "published", values["published"]
            )
            del values["published"]

    def _needed(self, spec: FieldSpec, values: Values, category: Any) -> bool:
        if spec.required == "category":
            return bool(category and (getattr(category, spec.key) or spec.key in category.required))
        if spec.companion:
            return spec.companion in values
        if spec.when:
            key, wanted = spec.when
            return values.get(key) in wanted
        return spec.required == "always" or bool(category and spec.key in category.required)

"""The front-matter contract of data/fields.yml as typed specifications, for checker, schema, forms and handbook."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from disclosure.data_files import load_data


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its key, Chinese label, type, and when it must be there.

    `required` is always | category | no | with: <field> | when; `when` maps a field to the values that ask for
    this one. `relaxed`: missing in imported history is a warning. `fields` are those of a mapping.
    """

    key: str
    label: str
    type: str
    required: str
    hint: str = ""
    example: Any = ""
    source: str = ""
    max: int = 0
    max_items: int = 0
    choices: str | tuple[str, ...] = ""
    relaxed: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    fields: tuple["FieldSpec", ...] = ()

    @property
    def companion(self) -> str:
        """The field whose presence asks for this one, or an empty text."""
        return self.required.removeprefix("with: ") if self.required.startswith("with: ") else ""


@cache
def item_fields() -> tuple[FieldSpec, ...]:
    """The fields of an item in the order in which they are written."""
    return tuple(_spec(entry) for entry in load_data("fields.yml")["fields"])


@cache
def ground_names() -> tuple[str, ...]:
    """不予公开情形, by their names in data/exemptions.yml."""
    return tuple(entry["name"] for entry in load_data("exemptions.yml")["grounds"])


def _spec(entry: dict[str, Any]) -> FieldSpec:
    required, when = str(entry["required"]), None
    if required.startswith("when: "):
        key, values = required.removeprefix("when: ").strip("{}").split(": ", 1)
        when = (key, tuple(v.strip() for v in values.strip("[]").split(",")))
        required = "when"
    choices = entry.get("choices", "")
    return FieldSpec(
        key=entry["key"],
        label=entry["label"],
        type=entry["type"],
        required=required,
        hint=entry.get("hint", ""),
        example=entry.get("example", ""),
        source=entry.get("source", ""),
        max=int(entry.get("max", 0)),
        max_items=int(entry.get("max_items", 0)),
        choices=tuple(choices) if isinstance(choices, list) else choices,
        relaxed=bool(entry.get("relaxed", False)),
        when=when,
        fields=tuple(_spec(inner) for inner in entry.get("fields", ())),
    )

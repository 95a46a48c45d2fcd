"""A row of another system → the field values of an item, and what of it could not be mapped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from disclosure.check.values import wrong_phone, wrong_url
from disclosure.contract import FieldSpec, item_fields
from disclosure.data_files import load_data
from disclosure.identifiers import normal_index, parse_index, valid_unit_code
from disclosure.intake.clean import one_line
from disclosure.intake.dates import parse_date, parse_moment
from disclosure.intake.vocabulary import Vocabulary

_JOINED = "、"
NOTE_LIMIT = 2000


@dataclass(slots=True)
class MappedRow:
    """`values` by field key; `index` is the row's own index number where it has a right one; `text` its body.

    `unmapped` are (key of the source, our label, value) of what had a field but did not fit; `notes` go with the
    item; `strange` are keys without a field. `withheld`: the row says that it may not be published.
    """

    values: dict[str, Any] = field(default_factory=dict)
    index: str = ""
    text: str = ""
    url: str = ""
    source: str = ""
    unmapped: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    withheld: bool = False

    @property
    def note(self) -> str:
        """What could not be mapped, as the item keeps it (imported.unmapped)."""
        parts = [*self.notes, *(f"{label}: {value}" for _, label, value in self.unmapped)]
        text = "；".join(dict.fromkeys(parts))
        return text if len(text) <= NOTE_LIMIT else f"{text[: NOTE_LIMIT - 1]}…"


def map_row(row: Mapping[str, Any], vocabulary: Vocabulary) -> MappedRow:
    """Map every key of `row` that data/import_fields.yml knows. Pure, but for names that `vocabulary` learns."""
    return _RowMap(row, vocabulary).run()


class _RowMap:
    def __init__(self, row: Mapping[str, Any], vocabulary: Vocabulary) -> None:
        self.row, self.vocabulary = row, vocabulary
        self.data = load_data("import_fields.yml")
        self.specs = {spec.key: spec for spec in item_fields()}
        self.used: set[str] = set()
        self.made = MappedRow()

    def run(self) -> MappedRow:
        made = self.made
        made.text = self._text()
        made.source = self._first(self.data["origin"])[1]
        url_key, url = self._first(self.data["url"])
        made.url = self._fits(url_key, "原网址", url, wrong=wrong_url(url))
        self._first(self.data["id"])
        for key in self.data["noted"]:
            if value := self._value(key):
                made.notes.append(f"{key}: {value}")
        for name, aliases in self.data["fields"].items():
            key, value = self._first(aliases)
            if value:
                self._map(name, key, value)
        made.values = {k: v for k, v in made.values.items() if v}
        self._contact()
        self._defaults()
        self._order(("effective", "expires"), ("formed", "expires"))
        made.strange = [key for key, value in self.row.items() if key not in self.used and _shown(value)]
        return made

    def _map(self, name: str, key: str, value: str) -> None:
        made, label = self.made, self._label(name)
        if name in ("formed", "effective", "expires"):
            made.values[name] = self._fits(
                key, label, parse_date(value) or value, wrong=not parse_date(value)
            )
        elif name == "published":
            made.values[name] = self._fits(
                key, label, parse_moment(value) or value, wrong=not parse_moment(value)
            )
        elif name == "index":
            parsed = parse_index(normal_index(value))
            wrong = parsed is None or not valid_unit_code(parsed.unit_code)
            made.index = self._fits(key, label, normal_index(value) if not wrong else value, wrong=wrong)
        elif name == "office":
            names = self.vocabulary.find_offices(value)
            made.values[name] = self._fits(key, label, names[0] if names else value, wrong=not names)
            if len(names) > 1:
                made.values |= {"joint_offices": names[1:], "lead_office": names[0]}
        elif name == "category":
            self._category(key, value)
        elif name == "theme":
            theme = self.vocabulary.find_theme(value)
            made.values[name] = self._fits(key, label, theme or value, wrong=not theme) or made.values.get(
                name, ""
            )
        elif name == "disclosure":
            self._disclosure(key, value)
        elif name == "keywords":
            self._keywords(key)
        elif name == "phone":
            made.values[name] = self._fits(key, label, value, wrong=wrong_phone(value))
        else:
            limit = self.specs[name].max if name == "document_number" else 0
            made.values[name] = self._fits(key, label, value, wrong=bool(limit and len(value) > limit))

    def _category(self, key: str, value: str) -> None:
        """Old sites file documents by theme as well: a value of the list of themes is one."""
        theme = self.vocabulary.find_theme(value)
        category = "" if theme else self.vocabulary.find_category(value)
        if theme:
            self.made.values["theme"] = theme
        else:
            self.made.values["category"] = self._fits(
                key, self._label("category"), category or value, wrong=not category
            )

    def _disclosure(self, key: str, value: str) -> None:
        choices = self.specs["disclosure"].choices
        meant = self.data["values"]["disclosure"].get(value, value)
        self.made.withheld = not meant
        fits = meant in choices
        self.made.values["disclosure"] = self._fits(
            key, self._label("disclosure"), meant or value, wrong=not fits
        )

    def _keywords(self, key: str) -> None:
        found = self.row.get(key)
        words = found if isinstance(found, list) else str(found).replace("；", " ").replace(";", " ").split()
        words = list(dict.fromkeys(w for word in words if (w := _shown(word).strip("，,、 "))))
        limit = self.specs["keywords"].max_items
        self.made.values["keywords"] = words[:limit]
        if words[limit:]:
            self.made.unmapped.append((key, self._label("keywords"), _JOINED.join(words[limit:])))

    def _contact(self) -> None:
        """提供科室 and 咨询电话 make one field, which needs both."""
        values = self.made.values
        department, phone = values.pop("department", ""), values.pop("phone", "")
        names = self.vocabulary.find_offices(department) if department else []
        if names and phone:
            values["contact"] = {"department": names[0], "phone": phone}
        elif department or phone:
            self.made.unmapped.append(("contact", "提供科室和咨询电话", f"{department} {phone}".strip()))

    def _defaults(self) -> None:
        for name, value in self.data["defaults"].items():
            self.made.values.setdefault(name, value)

    def _order(self, *pairs: tuple[str, str]) -> None:
        """A date that ends before it began is a slip of the old system: it is reported, not published."""
        for first, last in pairs:
            values = self.made.values
            if values.get(first, "") > values.get(last, "~"):
                self.made.unmapped.append((last, self._label(last), values.pop(last)))

    def _fits(self, key: str, label: str, value: str, *, wrong: bool) -> str:
        if not value or not wrong:
            return value
        self.made.unmapped.append((key, label, value))
        return ""

    def _text(self) -> str:
        for key in self.data["text"]:
            value = self.row.get(key)
            if isinstance(value, str) and value.strip():
                self.used.add(key)
                return value
        return ""

    def _first(self, keys: Iterable[str]) -> tuple[str, str]:
        """The first of `keys` that has a value, and the value; empty texts where none has."""
        return next(((key, value) for key in keys if (value := self._value(key))), ("", ""))

    def _value(self, key: str) -> str:
        if key not in self.row:
            return ""
        self.used.add(key)
        return _shown(self.row[key])

    def _label(self, name: str) -> str:
        spec: FieldSpec | None = self.specs.get(name)
        return spec.label if spec else {"department": "提供科室", "phone": "咨询电话"}[name]


def _shown(value: Any) -> str:
    """A value of any JSON type as one line of text; nothing where it says nothing."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return _JOINED.join(filter(None, map(_shown, value)))
    if isinstance(value, dict):
        return "；".join(f"{k}: {shown}" for k, v in value.items() if (shown := _shown(v)))
    return one_line(str(value))

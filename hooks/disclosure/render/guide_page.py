"""政府信息公开指南 (条例第十二条): the nine statutory fields and what local regulations add, from guide data."""

from typing import Any

from disclosure.data_files import load_data
from disclosure.model.catalog import Catalog
from disclosure.model.listings import Listing


def guide_context(catalog: Catalog, _listings: list[Listing], _root: str) -> dict[str, Any]:
    """What the template guide.html needs."""
    guide, fields = catalog.site.guide, load_data("guide_fields.yml")
    statutory = fields["statutory"]
    return {
        "updated": guide.get("updated"),
        "information": _rows(guide, statutory["information"]),
        "bureau": _rows(guide, [*statutory["bureau"], *fields["contact"]]),
        "sections": [
            *_added(guide, fields["added"]),
            *_definitions(guide),
            *_working_group(guide),
            *_places(guide),
        ],
    }


def _rows(guide: Any, wanted: list[dict[str, str]]) -> list[dict[str, Any]]:
    verified = guide.get("verified")
    on = verified if isinstance(verified, dict) else {}
    return [
        {
            "label": field["label"],
            "value": guide[field["key"]],
            "href": _href(str(guide[field["key"]])),
            "verified": str(on.get(field["key"], "")) or None,
        }
        for field in wanted
        if isinstance(guide.get(field["key"]), str) and guide[field["key"]]
    ]


def _href(value: str) -> str | None:
    return f"mailto:{value}" if "@" in value and " " not in value and "/" not in value else None


def texts(value: Any) -> list[str]:
    """A text, its paragraphs, or a list of texts, as paragraphs."""
    if isinstance(value, list):
        return [v for v in value if isinstance(v, str)]
    return [part for part in value.split("\n") if part.strip()] if isinstance(value, str) else []


def mappings(value: Any) -> list[dict[str, Any]]:
    """The mappings in a list; anything else is passed over."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _added(guide: Any, wanted: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"heading": field["label"], "paragraphs": found}
        for field in wanted
        if (found := texts(guide.get(field["key"])))
    ]


def _definitions(guide: Any) -> list[dict[str, Any]]:
    rows = [
        {"label": str(d.get("term", "")), "value": str(d.get("text", ""))}
        for d in mappings(guide.get("definitions"))
    ]
    return [{"heading": "名词说明", "rows": rows}] if rows else []


def _working_group(guide: Any) -> list[dict[str, Any]]:
    group = guide.get("working_group")
    if not isinstance(group, dict):
        return []
    rows = [
        {"label": str(m.get("role", "")), "value": str(m.get("person", ""))}
        for m in mappings(group.get("members"))
    ]
    return [
        {
            "heading": str(group.get("name", "领导小组")),
            "paragraphs": texts(group.get("office")),
            "rows": rows,
        }
    ]


def _places(guide: Any) -> list[dict[str, Any]]:
    rows = []
    for place in mappings(guide.get("places")):
        facts = [str(place[k]) for k in ("address", "hours", "phone", "offers") if place.get(k)]
        verified = str(place.get("verified", "")) or None
        rows.append({"label": str(place.get("name", "")), "value": "；".join(facts), "verified": verified})
    return [{"heading": "政府信息查阅场所", "rows": rows}] if rows else []

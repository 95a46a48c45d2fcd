"""依申请公开 (条例第四章): channels, receipt dates, time limits, form, remedies, from law data and guide data."""

from typing import Any

from disclosure.data_files import load_data
from disclosure.model.catalog import Catalog
from disclosure.model.listings import Listing
from disclosure.render.address import item_address
from disclosure.render.guide_page import mappings, texts
from disclosure.render.item_page import file_label, size_label


def apply_context(catalog: Catalog, _listings: list[Listing], root: str) -> dict[str, Any]:
    """What the template apply.html needs. Law stands in data/application.yml, the office's facts in the guide."""
    law, guide = load_data("application.yml"), catalog.site.guide
    own = guide.get("application")
    own = own if isinstance(own, dict) else {}
    phone = guide.get("consultation_phone") or guide.get("phone") or ""
    asking = law["consultation"]["text"].format(phone=phone)
    return {
        "limits_of_site": [law["notice"]["text"], asking, *texts(own.get("note"))],
        "channels": _channels(guide, own),
        "receipt_rules": [
            {"way": c["name"], "rule": c["text"], "source": c["article"]} for c in law["channels"]
        ],
        "time_limits": [
            {"step": s["name"], "limit": s["text"], "source": s["article"]} for s in law["steps"]
        ],
        "flow": _flow(catalog, law),
        "remedies": _remedies(guide),
        "form": _form(catalog, law, guide, own, root),
        "sections": _sections(law, guide),
    }


def _channels(guide: Any, own: dict[str, Any]) -> list[dict[str, Any]]:
    found = [
        {"name": str(c.get("name", "")), "value": str(c.get("detail", "")), "note": c.get("receipt")}
        for c in mappings(own.get("channels"))
    ]
    return found or [
        {"name": label, "value": str(guide[key]), "note": None}
        for key, label in (
            ("address", "办公地址"),
            ("phone", "联系电话"),
            ("fax", "传真号码"),
            ("internet", "互联网"),
        )
        if guide.get(key)
    ]


def _flow(catalog: Catalog, law: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps in their order (申请办理流程), each with its terms as they bind the office."""
    limits = catalog.site.limits
    return [
        {
            "name": step["name"],
            "optional": bool(step.get("when_needed")),
            "limits": [f"{limits[i].name} {limits[i].words}" for i in step.get("limits", ()) if i in limits],
        }
        for step in law["steps"]
        if step["id"] not in law["not_in_flow"]
    ]


def _form(
    catalog: Catalog, law: dict[str, Any], guide: Any, own: dict[str, Any], root: str
) -> dict[str, Any]:
    fields = {f["id"]: f for part in law["form"]["parts"] for f in part["fields"]}
    form_item = catalog.by_id.get(str(own.get("form", "")).removeprefix("item:"))
    downloads: list[dict[str, Any]] = []
    if form_item:
        page = root + item_address(form_item.id, form_item.year)
        downloads = [
            {
                "href": f"{root}files/{form_item.year}/{form_item.id}/{a.name}",
                "title": a.title,
                "type": file_label(a.name),
                "size_label": size_label(a.size),
            }
            for a in form_item.attachments
        ] or [{"href": page, "title": form_item.title, "type": None, "size_label": None}]
    return {
        "office": str(guide.get("organ_name") or catalog.site.name),
        "address": guide.get("address"),
        "postcode": guide.get("postcode"),
        "carriers": fields["provision-form"]["choices"],
        "ways": fields["provision-route"]["choices"],
        "downloads": downloads,
    }


def _remedies(guide: Any) -> list[dict[str, Any]]:
    """The remedies in the law of the day; the organs are the office's own where its guide names them."""
    own = guide.get("remedies")
    own = own if isinstance(own, dict) else {}

    def organ(key: str, default: str) -> str:
        entry = own.get(key)
        if not isinstance(entry, dict):
            return default
        return "，".join(str(entry[k]) for k in ("organ", "place", "phone") if entry.get(k))

    names = {
        "review_authority": organ("review", "本级人民政府"),
        "court": organ("litigation", "有管辖权的人民法院"),
    }
    complaint = organ("complaint", "")
    return [
        {
            "name": row["name"],
            "term": row["term"],
            "organ": complaint if row["id"] == "complain" and complaint else row["organ"].format_map(names),
            "source": row["source"],
        }
        for row in load_data("remedies.yml")["page"]
    ]


def _sections(law: dict[str, Any], guide: Any) -> list[dict[str, Any]]:
    answers = {
        "heading": "答复的种类",
        "paragraphs": [f"{a['text']}（{a['article']}）" for a in law["answers"]],
    }
    rights = [
        {"heading": r["name"], "paragraphs": [r["text"]]} for r in law["rights"] if r["id"] != "remedies"
    ]
    fees = guide.get("fees")
    own_fees = texts(fees.get("note")) if isinstance(fees, dict) else []
    for section in rights:
        if section["heading"] == "费用" and own_fees:
            section["paragraphs"] = own_fees
    return [answers, *rights]

"""One item's page: the per-item half of the render stage. Picklable in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from disclosure.check.attachments import file_types
from disclosure.data_files import load_data
from disclosure.model.topics import topic_address
from disclosure.model.view import ItemView, Neighbour
from disclosure.render.address import absolute, files_address, item_address
from disclosure.render.head import column_values, moment, render_head
from disclosure.render.item_details import item_details
from disclosure.render.markdown import Body, render_body
from disclosure.render.marks import item_mark
from disclosure.render.report_charts import report_charts
from disclosure.render.shell import Shell
from disclosure.render.templates import render_template
from disclosure.render.title import title_with_breaks
from disclosure.types import Item, Site

ROOT = "../../"
_KIB = 1024


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A finished page and what the index needs of it."""

    address: str
    html: str
    body: Body


@dataclass(frozen=True, slots=True)
class ItemFile:
    """What stands beside an attachment: the address of its text version and its label, or nothing."""

    text: str = ""
    label: str = ""


def render_item(
    site: Site, shell: Shell, view: ItemView, markdown: str, texts: Mapping[str, ItemFile] | None = None
) -> ItemPage:
    """The page of `view` with the body `markdown`; both are empty of content where its public term is over.

    `texts` are the text versions of its attachments, by name.
    """
    item = view.item
    files = ROOT + files_address(item.id, item.year)
    body = Body("", ()) if view.ended else render_body(markdown, _linker(view), files)
    address = item_address(item.id, item.year)
    context: dict[str, Any] = {
        "item": _item_context(view),
        "body": Markup(body.html),  # noqa: S704 (made from Markdown that was checked to hold no HTML)
        "charts": report_charts(body.html) if view.category.id in _report_categories() else [],
        "toc": [{"id": h.id, "text": h.text, "level": h.level} for h in body.headings],
        "attachments": [] if view.ended else [_file_context(a, files, texts or {}) for a in item.attachments],
        "relations": [
            {"label": label, "items": [_link(n) for n in neighbours]} for label, neighbours in view.relations
        ],
        "successor": _link(view.successor),
        "corrections": [{"on": on, "by": _link(newer)} for on, newer in view.corrections],
        "newer": _link(view.newer),
        "older": _link(view.older),
        "breadcrumbs": [
            {"href": f"{ROOT}index.html", "text": "首页"},
            {"href": f"{ROOT}catalog/index.html", "text": view.category.place},
            {"href": f"{ROOT}catalog/category.{view.category.id}.html", "text": view.category.name},
        ],
        "address": absolute(site, address) or None,
        "ended": view.ended,
        "feedback": feedback(site, item.index, item.title),
        "citation": _citation(site, item, address),
        "approval_mark": item_mark(site, item),
        "root": ROOT,
    }
    head = render_head(site, "article", item_metas(site, view, address), absolute(site, address))
    title = f"{item.title} - {site.name}"
    return ItemPage(address, shell.fill(title, head, render_template("item", context)), body)


@cache
def _report_categories() -> frozenset[str]:
    """The ids of the categories that hold annual reports."""
    return frozenset(key.partition(".")[2] for key in load_data("columns.yml")["reports"])


def _linker(view: ItemView) -> Any:
    def href(identifier: str) -> str:
        if identifier not in view.linkable:
            return ""
        year = identifier.split("-")[-2]
        return ROOT + item_address(identifier, year)

    return href


def _item_context(view: ItemView) -> dict[str, Any]:
    item = view.item
    return {
        "id": item.id,
        "index": item.index,
        "title": item.title,
        "heading": title_with_breaks(item.title, item.office),
        "document_number": item.document_number or None,
        "category": {"id": view.category.id, "name": view.category.name},
        "topic": {"name": view.topic, "href": ROOT + topic_address(view.topic)} if view.topic else None,
        "theme": {"id": view.theme.id, "name": view.theme.name.replace("\\", " · ")} if view.theme else None,
        "office": item.office,
        "offices_joint": list(item.joint_offices),
        "disclosure": item.disclosure,
        "disclosure_reason": item.disclosure_reason or None,
        "formed": item.formed,
        "published": item.publication or None,
        "summary": item.summary,
        "keywords": list(item.keywords),
        "effective": item.effective or None,
        "expires": item.expires or None,
        "public_until": item.public_until or None,
        "validity": _validity(view),
        "details": [] if view.ended else item_details(item),
        "origin": {"source": item.origin.source, "url": item.origin.url, "date": item.origin.date}
        if item.origin
        else None,
        "contact": {"department": item.department, "phone": item.phone or None},
        "call": {
            "from": item.apply_from or None,
            "until": item.apply_until,
            "amount": item.amount or None,
            "who": item.who or None,
            "where": item.where or None,
        }
        if item.apply_until
        else None,
        "imported": {"source": item.imported_source, "url": item.imported_url or None}
        if item.imported_source
        else None,
    }


def _validity(view: ItemView) -> dict[str, Any] | None:
    found = view.validity
    if found is None:
        return None
    return {
        "state": found.state,
        "label": found.state,
        "since": found.since or None,
        "basis": found.basis or None,
    }


def _link(neighbour: Neighbour | None) -> dict[str, str] | None:
    if neighbour is None:
        return None
    href = ROOT + item_address(neighbour.id, neighbour.year)
    return {"href": href, "title": neighbour.title, "formed": neighbour.formed}


def _file_context(attachment: Any, folder: str, texts: Mapping[str, ItemFile]) -> dict[str, str | None]:
    beside = texts.get(attachment.name, ItemFile())
    return {
        "text_href": folder + beside.text if beside.text else None,
        "text_label": beside.label,
        "href": folder + attachment.name,
        "name": attachment.name,
        "title": attachment.title,
        "type": file_label(attachment.name),
        "size_label": size_label(attachment.size),
        "sha256": attachment.sha256,
    }


def file_label(name: str) -> str:
    """The kind of a file as a reader knows it, by its ending."""
    return str(file_types()[name.rpartition(".")[2]]["label"])


def size_label(size: int) -> str:
    """A size in bytes as a reader understands it."""
    if size < _KIB:
        return f"{size} 字节"
    return f"{size / _KIB:.0f} KB" if size < _KIB * _KIB else f"{size / _KIB / _KIB:.1f} MB"


def feedback(site: Site, index: str = "", title: str = "") -> dict[str, str | None]:
    """我要纠错: phone and a mail with the index number filled in, from the office's contact data."""
    contact = site.settings.get("contact")
    contact = contact if isinstance(contact, dict) else {}
    email, phone = str(contact.get("email", "")), str(contact.get("phone", ""))
    subject, text = _feedback_words()
    facts = {"index": quote(index), "title": quote(title)}
    query = f"subject={subject.format_map(facts)}&body={text.format_map(facts)}"
    return {"phone": phone or None, "mailto": f"mailto:{email}?{query}" if email else None}


@cache
def _feedback_words() -> tuple[str, str]:
    """Subject and body as an address spells them, but for the names of what is filled in."""
    words = load_data("wording.yml")["feedback"]
    return quote(words["subject"], safe="/{}"), quote(words["body"], safe="/{}")


def _citation(site: Site, item: Item, address: str) -> str:
    """How to cite the item: office, title, number, day, index number, address."""
    number = f"（{item.document_number}）" if item.document_number else ""
    title = item.title if "《" in item.title else f"《{item.title}》"
    parts = [f"{item.office or site.name}：{title}{number}", item.formed, f"索引号 {item.index}"]
    if where := absolute(site, address):
        parts.append(where)
    return "，".join(p for p in parts if p) + "。"


def item_metas(site: Site, view: ItemView, address: str) -> dict[str, str]:
    """The tags of an item's page, or of a page that belongs to it."""
    item = view.item
    column = column_values(view.category.id, view.category.name, view.category.description)
    return column | {
        "ArticleTitle": item.title,
        "PubDate": moment(item.publication) if item.publication else "",
        "ContentSource": item.origin.source if item.origin else item.office or site.name,
        "Keywords": ",".join(item.keywords),
        "Author": item.department,
        "Description": item.summary,
        "Url": absolute(site, address),
    }

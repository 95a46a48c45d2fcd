"""The text version of an attachment (附件的文字版) as a page: findable, readable on a telephone and aloud (条例第二十四条)."""

from functools import cache
from html import escape
from typing import Any

from markupsafe import Markup

from disclosure.data_files import load_data
from disclosure.gates.text_version.blocks import Block, TextVersion
from disclosure.model.view import ItemView
from disclosure.render.address import absolute, files_address, item_address, root_of
from disclosure.render.head import render_head
from disclosure.render.item_page import ItemFile, file_label, item_metas, size_label
from disclosure.render.marks import item_mark
from disclosure.render.shell import Shell
from disclosure.render.templates import render_template
from disclosure.types import Attachment, Site

_DEEPEST = 6


@cache
def _words() -> dict[str, Any]:
    return load_data("text_version.yml")


def has_page(name: str) -> bool:
    """Whether an attachment of this name gets a page: one of a kind that holds text."""
    return name.rpartition(".")[2] in (*_words()["scans"], *_words()["others"])


def text_address(view: ItemView, file: Attachment) -> str:
    """The address of the page below the site's root."""
    return f"{files_address(view.item.id, view.item.year)}{file.name}.html"


def item_file(file: Attachment, version: TextVersion) -> ItemFile:
    """What the item's page says beside the attachment."""
    if version.has_text:
        return ItemFile(text=f"{file.name}.html", label=str(_words()["label"]))
    if file.name.rpartition(".")[2] in _words()["scans"]:
        return ItemFile(text=f"{file.name}.html", label=str(_words()["scan"]))
    return ItemFile()


def render_text_page(site: Site, shell: Shell, view: ItemView, file: Attachment, version: TextVersion) -> str:
    """The page of one attachment; of a scan it says where to ask."""
    item, words = view.item, _words()
    address = text_address(view, file)
    root = root_of(address)
    phone = item.phone or _office_phone(site)
    title = str(words["title"]).format(title=file.title or file.name)
    asked = words["scan_help"].format(phone=phone) if phone else words["scan_help_without_phone"]
    context: dict[str, Any] = {
        "title": title,
        "breadcrumbs": [
            {"href": f"{root}index.html", "text": "首页"},
            {"href": f"{root}catalog/category.{view.category.id}.html", "text": view.category.name},
            {"href": root + item_address(item.id, item.year), "text": item.title},
        ],
        "approval_mark": item_mark(site, item),
        "item": {"href": root + item_address(item.id, item.year), "title": item.title},
        "file": {
            "href": file.name,
            "title": file.title or file.name,
            "type": file_label(file.name),
            "size_label": size_label(file.size),
        },
        "notice": words["notice"] if version.has_text else asked,
        "scan": not version.has_text,
        "cut": words["cut"] if version.cut else None,
        "text": Markup(html_of(version.blocks)) if version.has_text else "",  # noqa: S704 (every text in it is escaped)
    }
    metas = item_metas(site, view, address) | {"ArticleTitle": title}
    head = render_head(site, "article", metas, absolute(site, address))
    return shell.fill(f"{title} - {site.name}", head, render_template("text_version", context))


def html_of(blocks: tuple[Block, ...]) -> str:
    """Blocks as HTML below a heading of level 1; no level is skipped."""
    parts: list[str] = []
    levels: list[int] = []
    tables = 0
    for block in blocks:
        if block.kind == "heading":
            while levels and levels[-1] >= block.level:
                levels.pop()
            levels.append(block.level)
            level = min(len(levels) + 1, _DEEPEST)
            parts.append(f"<h{level}>{escape(block.text)}</h{level}>")
        elif block.kind == "paragraph":
            parts.append(f"<p>{escape(block.text)}</p>")
        elif block.kind == "note":
            parts.append(f'<p class="quiet">{escape(_words()["notes"][block.text])}</p>')
        else:
            tables += 1
            parts.append(_table(block.rows, _words()["table"].format(number=tables)))
    return "\n".join(parts)


def _table(rows: tuple[tuple[str, ...], ...], name: str) -> str:
    """A table whose first row is its head, unless that names fewer than two columns."""
    head = rows[0] if len(rows) > 1 and sum(map(bool, rows[0])) > 1 else ()
    parts = [f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(name)}"><table>']
    if head:
        cells = "".join(f'<th scope="col">{escape(c)}</th>' if c else "<td></td>" for c in head)
        parts.append(f"<thead><tr>{cells}</tr></thead>")
    body = rows[1:] if head else rows
    parts.append("<tbody>")
    parts += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in body]
    parts.append("</tbody></table></div>")
    return "\n".join(parts)


def _office_phone(site: Site) -> str:
    contact = site.settings.get("contact")
    return str(contact.get("phone", "")) if isinstance(contact, dict) else ""

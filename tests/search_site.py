"""A small site with a search page, for the tests of the search: invented items, the real records, index and page."""

import contextlib
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copy

from disclosure.data_files import load_data
from disclosure.index.document import item_document, page_document
from disclosure.index.search_files import search_files
from disclosure.model.validity import Validity
from disclosure.model.view import ItemView
from disclosure.publish.kept_postings import KeptPostings
from disclosure.publish.search import write_document
from disclosure.publish.writer import SiteWriter
from disclosure.render.templates import render_template
from disclosure.types import Category, Item

ROOT = Path(__file__).resolve().parents[1]
ASSETS = "assets/disclosure/"
SCRIPTS = load_data("columns.yml")["search_scripts"]
PREFIX = "/gov/open/"
UNIT = "11990100MB1A23456B"


def make_view(
    number, title, *, document_number="", year="2026", formed="", published="", validity="有效", **fields
):
    """An item, as the model would hand it to the indexer; `fields` are those of Item."""
    formed = formed or f"{year}-03-02"
    identity = f"{year}-{number:05}"
    category = Category("x", fields.pop("category_name", "政策文件"))
    item = Item(
        **{
            "id": identity,
            "path": f"content/items/{year}/{identity}.md",
            "sha256": "",
            "body_line": 1,
            "title": title,
            "index": f"{UNIT}/{identity}",
            "document_number": document_number,
            "category": category.name,
            "office": "示例市工业和信息化局",
            "formed": formed,
            "publish_on": published or formed,
            **fields,
        }
    )
    state = Validity(validity) if validity else None
    return ItemView(item, category, None, state, False, (), None, None, None, frozenset())


def write_site(folder, items, pages=(), groups=()):
    """Write a site whose search page finds `items`, pairs of view and text, and `pages`, (address, title, text).

    An item may have a third member: files of `item_document`. `groups` are words that stand for each other.
    """
    records, writer = folder.parent / f"{folder.name}-records", SiteWriter(folder)
    documents = [page_document(title, address, text) for address, title, text in pages]
    for view, text, *files in items:
        address = f"items/{view.item.year}/{view.item.id}.html"
        documents.append(item_document(view, address, text, *files))
        writer.write(address, '<!doctype html><link rel="icon" href="data:,"><title>一条信息</title>')
    for document in documents:
        write_document(document, writer, records)
    digests = KeptPostings(records, {}).keep(document.address for document in documents)
    for address, content in search_files(records, digests, groups, folder.parent / f"{folder.name}-blocks"):
        writer.write(address, content)
    (folder / ASSETS).mkdir(parents=True)
    for name in (*SCRIPTS, f"{ASSETS}site.js", f"{ASSETS}site.css"):
        copy(ROOT / "overrides" / name, folder / name)
    main = render_template(
        "search",
        {
            "heading": "检索",
            "breadcrumbs": [],
            "approval_mark": None,
            "root": "",
            "categories": [],
            "offices": [],
            "years": [],
            "scripts": SCRIPTS,
        },
    )
    (folder / "search.html").write_text(
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>检索</title>'
        f'<link rel="icon" href="data:,"><script src="{ASSETS}site.js"></script>'
        f'<link rel="stylesheet" href="{ASSETS}site.css"></head><body><main id="main">{main}</main></body></html>',
        encoding="utf-8",
    )


class _BelowPrefix(SimpleHTTPRequestHandler):
    """A host that knows nothing but the site below PREFIX."""

    def translate_path(self, path):
        inside = path.startswith(PREFIX)
        return super().translate_path(path[len(PREFIX) - 1 :] if inside else "/outside/of/the/site")

    def log_message(self, *arguments):
        """Keep quiet."""


@contextlib.contextmanager
def serve(folder):
    """Serve `folder` below PREFIX on this machine; gives the address, with a closing slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_BelowPrefix, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

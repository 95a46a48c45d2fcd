"""Write what the search reads: a document's text and postings, then the index of all of them. Loaded only with search."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from disclosure.gates.text_version.blocks import TextVersion
from disclosure.index.document import Document, item_document, page_document, text_scripts
from disclosure.index.plain_text import plain_text
from disclosure.index.postings import make_postings
from disclosure.index.script_file import text_name
from disclosure.index.search_files import search_files
from disclosure.model.catalog import Catalog
from disclosure.model.view import ItemView
from disclosure.publish.kept_postings import KeptPostings
from disclosure.publish.writer import SiteWriter, make_folder
from disclosure.render.address import item_address
from disclosure.render.item_page import ItemPage
from disclosure.render.text_page import text_address


def write_item_document(
    view: ItemView, page: ItemPage, versions: Mapping[str, TextVersion], writer: SiteWriter, records: Path
) -> None:
    """The document of an item: its page and the text versions of its attachments, by name."""
    files = [
        (number, text_address(view, file), versions[file.name])
        for number, file in enumerate(view.item.attachments)
        if file.name in versions and versions[file.name].has_text
    ]
    write_document(item_document(view, page.address, plain_text(page.body.html), files), writer, records)


def begin_index(
    catalog: Catalog,
    pages: Iterable[tuple[str, str, str]],
    postings: KeptPostings,
    writer: SiteWriter,
    blocks: Path,
    processes: int | None,
) -> Iterator[tuple[str, bytes]]:
    """The documents of `pages`, (address, title, HTML), are written; the index of these and all items comes back by address.

    `blocks` keeps blocks of the index from build to build. Those to be made are under way when this returns.
    """
    searched = [item_address(item.id, item.year) for item in catalog.items]
    for address, title, html in pages:
        main = html.partition("<main")[2].partition("</main>")[0]
        text = plain_text(main.partition(">")[2])
        write_document(page_document(title, address, text), writer, postings.folder)
        searched.append(address)
    digests = postings.keep(searched)
    site = catalog.site
    groups = [*site.synonyms, *((o.name, *o.short) for o in site.offices.values() if o.short)]
    return search_files(postings.folder, digests, groups, blocks, processes)


def write_document(document: Document, writer: SiteWriter, records: Path) -> None:
    """The text of a document, from which results are shown, and its postings for the index."""
    for address, content in text_scripts(document):
        writer.write(address, content)
    path = records / f"{text_name(document.address)}.postings"
    make_folder(str(path.parent), writer.made)
    path.write_bytes(make_postings(document).to_bytes())

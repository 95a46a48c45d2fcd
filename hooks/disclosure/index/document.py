"""What the search knows of one page: what it is called, what it says, what a result shows of it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from disclosure.gates.text_version.blocks import TextVersion
from disclosure.index.script_file import as_script, text_name
from disclosure.index.tokens import date_tokens, normalise
from disclosure.model.view import ItemView

MOST_CHARACTERS = 6000
"""Of one part: what a browser fetches for an excerpt, and within which words count as near each other."""

FACETS = ("category", "office", "year", "validity", "theme")
"""What results can be filtered by, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; `file` is the number of the attachment it stands in, None for the page's own text."""

    text: str
    file: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the search sees it. `labels` are words about it that it need not contain, `words` what can be suggested.

    `address` counts from the site's root; `order` is its publication as a text that sorts by time.
    """

    address: str
    title: str
    parts: tuple[Part, ...]
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    facets: dict[str, list[str]] = field(default_factory=dict)
    card: dict[str, object] = field(default_factory=dict)
    order: str = ""

    @property
    def current(self) -> bool:
        """Not repealed, replaced or expired, as far as the catalog knows."""
        return self.facets.get("validity", []) in ([], ["有效"])


def item_document(
    view: ItemView, address: str, text: str, files: Iterable[tuple[int, str, TextVersion]] = ()
) -> Document:
    """The document of an item.

    Args:
        view: the item in its place in the catalog.
        address: of its page.
        text: its body as plain text, one line a paragraph.
        files: attachments that hold text: their number from 0, the address of the file's text, the text.
    """
    item = view.item
    files = list(files)
    offices = [item.office, *(name for name in item.joint_offices if name != item.office)]
    labels = [*offices, view.category.name, item.department, *item.keywords, item.summary]
    labels += [attachment.title for attachment in item.attachments]
    state = view.validity.state if view.validity else ""
    parts = [Part(piece) for piece in cut(text)] or [Part("")]
    for number, _, version in files:
        parts += [Part(piece, number) for piece in cut(text_of(version))]
    shown = {
        "title": item.title,
        "index": item.index,
        "number": item.document_number,
        "office": item.office,
        "date": item.publication[:10],
        "formed": item.formed,
        "validity": state,
        "summary": item.summary,
        "files": {str(n): [item.attachments[n].title or item.attachments[n].name, a] for n, a, _ in files},
    }
    return Document(
        address=address,
        title=item.title,
        parts=tuple(parts),
        numbers=(item.document_number, item.index, re.sub(r"[\W_]+", "", item.index)),
        dates=(
            *date_tokens(f"{item.formed}\n{item.publication}\n{item.title}"),
            *sorted({item.formed[:4], item.publication[:4]}),
        ),
        labels=tuple(filter(None, labels)),
        words=(view.category.name, *offices, *item.keywords),
        facets={
            "category": [view.category.name],
            "office": offices,
            "year": [item.formed[:4]],
            "validity": [state] if state else [],
            "theme": [item.theme.split("\\")[0]] if item.theme else [],
        },
        card={name: value for name, value in shown.items() if value},
        order=item.publication,
    )


def page_document(title: str, address: str, text: str) -> Document:
    """The document of a hand-written page; it has no facets, so any filter leaves it out."""
    parts = tuple(Part(piece) for piece in cut(text)) or (Part(""),)
    return Document(address=address, title=title, parts=parts, card={"title": title})


def text_scripts(document: Document) -> Iterable[tuple[str, str]]:
    """The files with the text of a document: address and content. Results and excerpts are made of them."""
    name = text_name(document.address)
    for number, part in enumerate(document.parts):
        told: dict[str, object] = {"text": normalise(part.text)}
        if part.file is not None:
            told["file"] = part.file
        if number == 0:
            told |= {"card": document.card, "address": document.address}
        key = f"{name}.{number}" if number else name
        content = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield f"search/{key}.js", as_script(key, content.encode("utf-8"))


def text_of(version: TextVersion) -> str:
    """The words of an attachment, one line a paragraph or row."""
    lines = []
    for block in version.blocks:
        if block.kind == "table":
            lines += [" ".join(filter(None, row)) for row in block.rows]
        elif block.kind != "note":
            lines.append(block.text)
    return "\n".join(lines)


def cut(text: str) -> list[str]:
    """The text in pieces of at most MOST_CHARACTERS, at the ends of paragraphs where there are any."""
    pieces: list[str] = []
    rest = text.strip()
    while len(rest) > MOST_CHARACTERS:
        end = max(rest.rfind("\n", MOST_CHARACTERS // 2, MOST_CHARACTERS), 0)
        end = end or rest.rfind("。", MOST_CHARACTERS // 2, MOST_CHARACTERS) + 1 or MOST_CHARACTERS
        pieces.append(rest[:end])
        rest = rest[end:].lstrip("\n")
    return [*pieces, rest] if rest else pieces

"""The page that Pagefind is fed for one item: tokens and facets, never published.

Pagefind keeps the words of a page in its fragment, so excerpts are rebuilt from the tokens themselves: each
token carries the marks behind it, which the indexer drops from the word. Facts shown but not searched travel
in the id of an anchor, the one place that a fragment keeps without indexing it.
"""

import html
import json
import re
from functools import lru_cache

from disclosure.index.tokens import HAN, date_tokens, normalise, pieces
from disclosure.model.view import ItemView

SEPARATOR = "¦"
"""Stands between the fields of a record; no phrase reaches across it."""

HEAD = 64
"""Places at the beginning of a record that the query module takes for its title, dates and numbers."""

_ESCAPE = "^"
_FULL_WIDTH = "，。；：、（）《》〈〉“”‘’！？【】〔〕—…·^|"
_ASCII = ",.;:/(){}<>+-`'!?[]#$=%*~@"
"""Pagefind drops ASCII marks at a word's end without a trace; any other mark would become a second word."""

_CODED = {full: _ESCAPE + plain for full, plain in zip(_FULL_WIDTH, _ASCII, strict=True)}
_CODED |= {mark: mark for mark in """,.;:/(){}<>+-'"!?[]#$=%*@&"""}
_SPACE = "|"
_SPACES = re.compile(r"\s+")
_UNSAFE = re.compile(r"[\s'&<>]")


def make_record(view: ItemView, text: str) -> str:
    """The record of an item, to lie in the records folder at the address of the item's page.

    Args:
        view: the item in its place in the catalog.
        text: the body as plain text, one line a paragraph.
    """
    item = view.item
    offices = [item.office, *(name for name in item.joint_offices if name != item.office)]
    labels = [*offices, view.category.name, item.department, *item.keywords]
    labels += [attachment.title for attachment in item.attachments]
    days = date_tokens(f"{item.formed}\n{item.publication}\n{item.title}")
    years = sorted({day[:4] for day in (item.formed, item.publication)})
    fields = (
        (7, stream(item.title)),
        (5, " ".join((*days, *years))),
        (5, " ".join((stream(item.document_number), SEPARATOR, stream(item.index), _joined(item.index)))),
        (2, f" {SEPARATOR} ".join(map(stream, labels))),
        (1, " ".join(token for token in date_tokens(item.summary + "\n" + text) if token not in days)),
        # Pagefind reads one part of its index for the beginning of a word, so a query of one character needs these.
        (7, " ".join(dict.fromkeys(re.findall(f"[{HAN}]", normalise(item.title))))),
        (1, stream(item.summary)),
        (1, stream(text)),
    )
    facets = {
        "category": [view.category.name],
        "office": offices,
        "year": [item.formed[:4]],
        "validity": [view.validity.state] if view.validity else [],
        "theme": [item.theme.split("\\")[0]] if item.theme else [],
    }
    card = {
        "title": item.title,
        "index": item.index,
        "number": item.document_number,
        "office": item.office,
        "date": item.publication[:10],
        "formed": item.formed,
        "validity": view.validity.state if view.validity else "",
        "summary": item.summary,
    }
    # Two items of one day have an order of their own, or Pagefind's threads would choose it.
    return _page(fields, facets, f"{item.publication} {item.id}", card)


def make_page_record(title: str, url: str, text: str) -> str:
    """The record of a hand-written page; it has no facets, so any filter leaves it out.

    Args:
        title: the page's title.
        url: its address from the site's root, for example `about.html`; keeps equal pages in order.
        text: its plain text, one line a paragraph.
    """
    # The head of a record is where a phrase counts most. A page has but its title there, so its text keeps off.
    apart = " ".join([SEPARATOR] * HEAD)
    fields = ((7, stream(title)), (1, apart), (1, " ".join(date_tokens(text))), (1, stream(text)))
    return _page(fields, {}, f"0 {url}", {"title": title})


def stream(text: str) -> str:
    """The tokens of a text divided by spaces, each with its marks behind it in ASCII.

    A mark without an ASCII form stands alone: it then takes a place that no phrase can bridge.
    """
    words: list[str] = []
    for pairs, token, marks in pieces(normalise(text)):
        words += pairs
        if marks:
            behind, *alone = _written(marks)
            words += [token + behind, *alone] if token + behind else alone
        else:
            words.append(token)
    return html.escape(" ".join(words), quote=False)


@lru_cache(maxsize=4096)
def _written(marks: str) -> tuple[str, ...]:
    """Marks as they are written: what goes behind the token, and words of their own."""
    words = [""]
    for mark in _SPACES.sub(" ", marks):
        if mark in {" ", SEPARATOR}:
            words[-1] += _SPACE
        elif mark in _CODED:
            words[-1] += _CODED[mark]
        else:
            words.append(mark)
    return tuple(words)


def _joined(number: str) -> str:
    """An index number without its marks, for readers who leave them out."""
    return re.sub(r"[\W_]+", "", number)


def _page(
    fields: tuple[tuple[int, str], ...], facets: dict[str, list[str]], order: str, card: dict[str, str]
) -> str:
    """Only inline elements: Pagefind ends the text of a block with a full stop of its own."""
    shown = json.dumps({k: v for k, v in card.items() if v}, ensure_ascii=False, separators=(",", ":"))
    # The indexer reads the id raw, without entities, and cuts it at white space.
    shown = _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", shown)
    spans = [f'<b data-pagefind-weight="{w}">{t}</b>' if w != 1 else f"<b>{t}</b>" for w, t in fields]
    hidden = [
        f'<i data-pagefind-ignore data-pagefind-filter="{name}">{html.escape(value, quote=False)}</i>'
        for name, values in facets.items()
        for value in values
    ]
    return (
        '<!doctype html><html lang="und"><head><meta charset="utf-8"></head><body data-pagefind-body>'
        f"<a id='{shown}'></a>"
        + f" {SEPARATOR} ".join(spans)
        + "".join(hidden)
        + f'<i data-pagefind-ignore data-pagefind-sort="date">{html.escape(order, quote=False)}</i>'
        "</body></html>\n"
    )

"""内容概述 for a document that came without one: its first sentences, as far as a hundred characters reach."""

import re
from itertools import islice

from disclosure.contract import item_fields

_MARKUP = re.compile(
    r"^(?:#{1,6} |> |[-*+] |\d{1,9}[.)] )|\\(?=[!-/:-@\[-`{-~])|!?\[([^\]]*)\]\([^)]*\)|\*\*|`", re.MULTILINE
)
_SENTENCE = re.compile(r"[^。！？]+[。！？]?[”’」）]?")
_PAUSES = "，、；：,;"
_NO_TEXT = ("|", "#", "![", "[^")
_HEAD = 40
"""Paragraphs among which the first that says something is looked for."""
_SHORTEST = 6
_LIMIT = next(spec.max for spec in item_fields() if spec.key == "summary")


def make_summary(body: str) -> str:
    """The first sentences of a Markdown body in at most as many characters as the contract allows.

    Headings, addressees, numbers and dates at the head of a document are passed over; a long first sentence is cut
    at a pause. Empty where the body holds no text.
    """
    paragraphs = (p for p in body.split("\n\n") if p.strip() and not p.lstrip().startswith(_NO_TEXT))
    texts = (" ".join(_MARKUP.sub(r"\1", p).split()) for p in islice(paragraphs, _HEAD))
    chosen = ""
    for text in texts:
        chosen = chosen or text
        if _says_something(text):
            chosen = text
            break
    summary = ""
    for sentence in _SENTENCE.findall(chosen):
        if len(summary) + len(sentence) > _LIMIT:
            break
        summary += sentence
    return summary.strip() or _cut(chosen)


def _says_something(text: str) -> bool:
    """A whole sentence, and neither an addressee (各县区：) nor the note of a session that adopted the text."""
    return len(text) >= _SHORTEST and any(mark in text for mark in "。！？；")


def _cut(text: str) -> str:
    if len(text) <= _LIMIT:
        return text
    head = text[: _LIMIT - 1]
    pause = max(head.rfind(mark) for mark in _PAUSES)
    return f"{head[: pause if pause > _LIMIT // 2 else len(head)]}…"

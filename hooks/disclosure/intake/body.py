"""A document's text, whatever it was written in → the Markdown body of an item, which the check accepts."""

import re
from dataclasses import dataclass

from disclosure.check.body import check_body
from disclosure.intake.clean import clean_text, decode_entities
from disclosure.intake.escape import escape_line
from disclosure.intake.headings import heading_levels, settle_headings
from disclosure.intake.html_text import html_to_markdown, looks_like_html
from disclosure.intake.markdown_text import looks_like_markdown, normal_markdown
from disclosure.intake.paragraphs import plain_paragraphs, without_title

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ImportedBody:
    """A body and what was not kept of its source: links and pictures that lead nowhere any more."""

    markdown: str
    lost: tuple[str, ...] = ()


def make_body(text: str, title: str) -> ImportedBody:
    """Turn `text` (Markdown, HTML or plain lines) into a body without the line that repeats `title`.

    No visible character of the text is lost. What can't be kept as markup is kept as plain lines.
    """
    text = _COMMENT.sub("", clean_text(text))
    made = None
    if looks_like_html(text):
        made = html_to_markdown(text, title)
    elif looks_like_markdown(text):
        made = normal_markdown(text, title)
    if made is not None and acceptable(made[0]):
        return ImportedBody(*made)
    return ImportedBody(plain_body(text, title))


def plain_body(text: str, title: str) -> str:
    """The body of a text whose characters all mean themselves: paragraphs, and headings by their numbers."""
    paragraphs = without_title(plain_paragraphs(clean_text(decode_entities(text))), title)
    levels = heading_levels(paragraphs)
    lines = [
        f"{'#' * level} {escape_line(paragraph)}" if level else escape_line(paragraph)
        for paragraph, level in zip(paragraphs, levels, strict=True)
    ]
    return settle_headings("\n\n".join(lines)) + "\n" if lines else ""


def acceptable(body: str) -> bool:
    """Whether the check of bodies finds no error in `body`."""
    facts = check_body(body, "", 1, "", ())
    return not any(p.severity == "error" for p in facts.problems)

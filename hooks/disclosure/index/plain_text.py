"""The words of a rendered body, without its markup."""

import html
import re

_UNREAD = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
_BREAK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|pre|table|tr|td|th|figure|section|br|hr)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")
_INDENT = re.compile(r"[^\S\n]*\n\s*")


def plain_text(markup: str) -> str:
    """The text of HTML that this package rendered, one line a paragraph, list entry or table cell.

    The renderer escapes every < and > of the author, so tags can be cut out without parsing.
    """
    text = _TAG.sub("", _BREAK.sub("\n", _UNREAD.sub("", markup.replace("\n", " "))))
    return _INDENT.sub("\n", html.unescape(text)).strip()

"""Shells: finished pages of the theme with holes, filled without asking the theme again.

A hole is `@@page_title@@`, `@@page_head@@` or `@@page_main@@` in a text position. The theme renders one shell
per depth of address; filling it costs a join, where rendering would cost milliseconds a page.
"""

import re
from dataclasses import dataclass
from html import escape

from disclosure.render.content_policy import PageKind, with_policy

HOLES = ("page_title", "page_head", "page_main")
_HOLE = re.compile(r"@@(\w+)@@")


class ShellError(ValueError):
    """The theme made a page with a hole that nothing fills, or without one that it must have."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page cut at its holes: text, hole name, text, hole name, …, text."""

    parts: tuple[str, ...]

    def fill(self, title: str, head: str, main: str) -> str:
        """The page with plain text `title` and the HTML `head` and `main` in their places."""
        values = {"page_title": escape(title, quote=False), "page_head": head, "page_main": main}
        return "".join(part if n % 2 == 0 else values[part] for n, part in enumerate(self.parts))


def cut_shell(html: str, kind: PageKind = "page") -> Shell:
    """Give `html` its policy and cut it at its holes. Raises ShellError for an unknown hole, or without title or head.

    What fills the holes holds no inline script or style, so that the policy of the frame is that of the page.
    """
    parts = tuple(_HOLE.split(with_policy(html, kind)))
    unknown = sorted(set(parts[1::2]) - set(HOLES))
    if unknown:
        raise ShellError(f"unknown holes in a shell: {', '.join(unknown)}")
    if "page_title" not in parts[1::2] or "page_head" not in parts[1::2]:
        raise ShellError("a shell needs the holes page_title and page_head")
    return Shell(parts)

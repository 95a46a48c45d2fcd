"""Hand-written pages (content/*.md): their bytes, and their links to items by id. The rest is MkDocs's own check."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from disclosure.check.body import ITEM_SCHEME
from disclosure.problems import Problem, problem
from disclosure.read.inventory import list_pages
from disclosure.read.text_file import decode_text
from disclosure.types import Site

_ITEM_LINK = re.compile(rf"\]\({ITEM_SCHEME}([^)\s]*)")

_DECLARATION = "<!["
"""Opens a marked section, on which MkDocs's converter fails."""


def check_pages(site: Site, present: AbstractSet[str]) -> list[Problem]:
    """Rows for pages that can't be read and for links to items that do not exist."""
    return list(_rows(site, present))


def _rows(site: Site, present: AbstractSet[str]) -> Iterator[Problem]:
    paths, problems = list_pages(site.root)
    yield from problems
    for path in paths:
        try:
            data = (site.root / path).read_bytes()
        except OSError as error:
            yield problem("R020", path, value=error.strerror or "")
            continue
        text, problems = decode_text(data, path)
        yield from problems
        for number, line in enumerate(text.split("\n"), 1):
            for found in _ITEM_LINK.finditer(line):
                if found[1] not in present and found[1] not in site.statuses:
                    yield problem("C011", path, number, "正文", found[1])
            if _DECLARATION in line:
                yield problem("B001", path, number, "正文", line.strip())

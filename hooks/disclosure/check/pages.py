"""Hand-written pages (content/*.md) and the files beside them: bytes, links to items by id, what must not be published.

The rest is MkDocs's own check.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from disclosure.check.body import ITEM_SCHEME
from disclosure.gates.site_text import scan_loose_file, scan_page
from disclosure.problems import Problem, problem
from disclosure.read.inventory import list_pages
from disclosure.read.text_file import decode_text
from disclosure.system_errors import system_reason
from disclosure.types import Site

_ITEM_LINK = re.compile(rf"\]\({ITEM_SCHEME}([^)\s]*)")

PAGE = "page:"
"""Before the name of a page or file below content/, where it stands for an item's id."""
_DECLARATION = "<!["
"""Opens a marked section, on which MkDocs's converter fails."""


def check_pages(site: Site, present: AbstractSet[str]) -> tuple[list[Problem], set[str]]:
    """Rows for pages that can't be read, links to items that do not exist, marks of what must not be published.

    Besides, the digests of the files beside the pages.
    """
    paths, others, rows = list_pages(site.root)
    for path in paths:
        rows += _page(site, path, present)
    digests = set()
    for path in others:
        digest, found = scan_loose_file(site, path, PAGE + path.removeprefix("content/"))
        rows += found
        digests.add(digest)
    return rows, digests


def _page(site: Site, path: str, present: AbstractSet[str]) -> Iterator[Problem]:
    try:
        data = (site.root / path).read_bytes()
    except OSError as error:
        yield problem("R020", path, value=system_reason(error))
        return
    text, problems = decode_text(data, path)
    yield from problems
    yield from scan_page(site, path, text, PAGE + path.removeprefix("content/"))
    for number, line in enumerate(text.split("\n"), 1):
        for found in _ITEM_LINK.finditer(line):
            if found[1] not in present and found[1] not in site.statuses:
                yield problem("C011", path, number, "正文", found[1])
        if _DECLARATION in line:
            yield problem("B001", path, number, "正文", line.strip())

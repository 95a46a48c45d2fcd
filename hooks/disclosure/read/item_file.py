"""An item file → front-matter nodes, body text and digest."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from disclosure.problems import Problem, problem
from disclosure.read.nodes import Mapping, Node, parse_nodes
from disclosure.read.plain_front_matter import read_plain
from disclosure.read.text_file import decode_text
from disclosure.system_errors import system_reason

FENCE = "---"
SIZE_LIMIT = 4 * 1024 * 1024
"""Bytes; a body longer than this is a data set, which belongs in an attachment."""
_USUAL_SIZE = 1 << 16
"""Bytes asked for first: a buffer for the longest body would cost more than reading the usual one."""


@dataclass(slots=True)
class RawItem:
    """An item file as read: nothing in it is trusted yet. `body_line` is the file line on which the body begins."""

    id: str
    path: str
    sha256: str
    front_matter: Mapping
    body: str
    body_line: int


def read_item(root: Path, path: str) -> tuple[RawItem | None, list[Problem]]:
    """Read the item file `path` (relative to the site folder `root`).

    Returns None with at least one error where the file can't be used. Never raises for any content.
    """
    identifier = path.rpartition("/")[2].removesuffix(".md")
    try:
        with open(f"{root}/{path}", "rb") as file:  # noqa: PTH123  a Path costs as much as the reading
            data = file.read(_USUAL_SIZE)
            if len(data) == _USUAL_SIZE:
                data += file.read(SIZE_LIMIT + 1 - _USUAL_SIZE)
    except OSError as error:
        return None, [problem("R020", path, value=system_reason(error), item=identifier)]
    if len(data) > SIZE_LIMIT:
        return None, [problem("R021", path, item=identifier, limit=SIZE_LIMIT // 1024 // 1024)]
    text, problems = decode_text(data, path, identifier)
    if not text:
        return None, problems or [problem("R018", path, 1, item=identifier)]
    head, body, body_line = split_front_matter(text)
    if head is None:
        code = "R019" if text.startswith(FENCE) else "R018"
        return None, [*problems, problem(code, path, 1, item=identifier)]
    node: Node | None = read_plain(head, 2)
    if node is None:
        node, found = parse_nodes(head, path, 2, identifier)
        problems += found
    if not isinstance(node, Mapping):
        if not any(p.severity == "error" for p in problems):
            problems.append(problem("R018", path, 1, item=identifier))
        return None, problems
    digest = hashlib.sha256(data).hexdigest()
    return RawItem(identifier, path, digest, node, body, body_line), problems


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """(front-matter, body, line on which the body begins); the first is None when the fences are not there."""
    if not text.startswith(FENCE + "\n"):
        return None, "", 0
    end = text.find(f"\n{FENCE}\n", len(FENCE))
    if end < 0:
        if not text.endswith(f"\n{FENCE}"):
            return None, "", 0
        end = len(text) - len(FENCE) - 1
    head = text[len(FENCE) + 1 : end + 1]
    body = text[end + len(FENCE) + 2 :]
    return head, body, text.count("\n", 0, end + len(FENCE) + 2) + 1


def read_body(root: Path, path: str) -> tuple[str, str]:
    """The body of a file that was checked before, and the digest of its bytes, to be compared with the row's."""
    with open(f"{root}/{path}", "rb") as file:  # noqa: PTH123  the same
        data = file.read()
    _, body, _ = split_front_matter(data.decode("utf-8"))
    return body, hashlib.sha256(data).hexdigest()

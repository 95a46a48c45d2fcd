"""A new item: its numbers, its file, the files that go with it. Never writes over anything."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosure.intake.numbering import read_numbers
from disclosure.intake.rows import SourceFile
from disclosure.intake.write_front_matter import item_text
from disclosure.types import Site

_GOOD_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewItem:
    """What was made: the item's id, its index number, and its path within the site."""

    id: str
    index: str
    path: str


def add_item(
    site: Site, values: Mapping[str, Any], body: str = "", files: Sequence[SourceFile] = ()
) -> NewItem:
    """Write an item with the next free id and index number of this year (登记年份).

    Raises FileExistsError where another program took the id in between, NumbersExhaustedError at the year's end.
    """
    numbers = read_numbers(site)
    year = int(site.today[:4])
    identifier, index = numbers.next_id(year), numbers.next_index(site.unit_codes[0], year)
    path = f"content/items/{year:04d}/{identifier}.md"
    attachments = [
        *values.get("attachments", ()),
        *({"file": f.name, "title": f.title} for f in files if f.title),
    ]
    target = site.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(item_text({**values, "index": index, "attachments": attachments}, body).encode("utf-8"))
    for extra in files:
        place = site.root / "content" / "files" / f"{year:04d}" / identifier / extra.name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(extra.data)
    return NewItem(identifier, index, path)


def attachment_of(path: Path, taken: Sequence[str]) -> SourceFile:
    """The file at `path` as an attachment: titled by its own name, stored under one that every system can read."""
    plain = unicodedata.normalize("NFKC", path.name).lower()
    name = plain if _GOOD_NAME.fullmatch(plain) and ".." not in plain else ""
    number = len(taken) + 1
    while not name or name in taken:
        name = f"attachment-{number}{path.suffix.lower()}"
        number += 1
    return SourceFile(name, path.read_bytes(), path.stem)

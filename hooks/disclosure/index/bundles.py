"""The files of the search in few larger ones, for a stick: ten thousand documents would else be ten thousand files.

A bundle is several of the scripts one behind the other, in the order of their names, so the page reads it as it reads
them. The entry says with which name each bundle begins; that is the whole switch (search-store.js).
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from disclosure.index.script_file import as_script, from_script

FOLDER = "search/"
ENTRY = f"{FOLDER}entry.js"
FULL = 128 << 10
"""Bytes from which a bundle is full: few files, and little to read for one excerpt."""


def bundle(files: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """The files of the search below FOLDER (address → where it lies) as bundles and the entry that names them."""
    firsts: list[str] = []
    parts: list[bytes] = []
    names = [address.removeprefix(FOLDER).removesuffix(".js") for address in files.keys() - {ENTRY}]
    for name in sorted(names, key=lambda name: name.encode("utf-16-be")):  # as the page compares them
        if not parts:
            firsts.append(name)
        parts.append(files[f"{FOLDER}{name}.js"].read_bytes())
        if sum(map(len, parts)) >= FULL:
            yield _address(firsts), b"".join(parts)
            parts = []
    if parts:
        yield _address(firsts), b"".join(parts)
    entry = json.loads(from_script(files[ENTRY].read_text(encoding="ascii")))
    told = json.dumps(entry | {"bundles": firsts}, ensure_ascii=False)
    yield ENTRY, as_script("entry", told.encode("utf-8")).encode("ascii")


def _address(firsts: list[str]) -> str:
    return f"{FOLDER}bundles/{len(firsts) - 1}.js"

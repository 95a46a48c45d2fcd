"""The whole index: blocks of documents, and the entry that names them.

Documents lie in the order of their ids, so that a new one joins the last block, which is small. The older blocks stay
as they are; a block is named by the digest of its documents, so what did not change need neither be made nor fetched
again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from disclosure.data_files import load_data
from disclosure.index.block import build_block
from disclosure.index.postings import FORMAT, Postings
from disclosure.index.script_file import as_script
from disclosure.kept import program_version
from disclosure.workers import run_beside

SIZES = (10_000, 8000, 4000, 2000)
"""Documents of a block that is full. Blocks are few, since a search fetches the lists of its tokens from every one."""
CURRENT = 2000
"""Documents of the last block at most."""
_TOGETHER = 500
"""Numbers of one year that are never divided, so that a document that goes moves no others across a block's end."""
_DIGITS = 5
_NAME = 16
_VERSION = 8


def search_files(
    records: Path,
    digests: Mapping[str, str],
    groups: Sequence[Sequence[str]],
    kept: Path,
    processes: int | None = 1,
) -> Iterator[tuple[str, bytes]]:
    """The files of the index, by address. Blocks that are to be made are begun in workers before this returns.

    Args:
        records: the folder of postings: one file a document, named as its text, ending in .postings.
        digests: the name of each document and the SHA-256 of its postings.
        groups: words that stand for each other: synonyms, short names.
        kept: a folder that keeps the blocks between builds; what is no longer used leaves it.
        processes: how many workers at most; as many as cores for None.
    """
    blocks = list(_blocks(digests, kept))
    missing = [
        (folder, name, [records / f"{document}.postings" for document in documents])
        for name, folder, documents in blocks
        if not (folder / "meta.js").is_file()
    ]
    making = run_beside(_make, missing, sum(len(sources) for _, _, sources in missing), processes)
    return _files(blocks, making, groups, kept)


def _blocks(digests: Mapping[str, str], kept: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """Name, folder and documents of each block."""
    names = sorted(digests, key=lambda name: (not name.startswith("items/"), name))
    for block in divide(names):
        name = _name(digests[document] for document in block)
        yield name, kept / f"{name}-{program_version()[:_VERSION]}", block  # another version lays it out anew


def _make(block: tuple[Path, str, list[Path]]) -> None:
    folder, name, sources = block
    _write(folder, name, build_block(Postings.from_bytes(path.read_bytes()) for path in sources))


def _files(
    blocks: Sequence[tuple[str, Path, list[str]]],
    making: Iterator[None],
    groups: Sequence[Sequence[str]],
    kept: Path,
) -> Iterator[tuple[str, bytes]]:
    for _ in making:
        pass
    entry: list[dict[str, object]] = []
    for name, folder, documents in blocks:
        entry.append({"name": name, "documents": len(documents)})
        for file in sorted(folder.iterdir()):
            yield f"search/{name}/{file.name}", file.read_bytes()
    _forget(kept, {folder.name for _, folder, _ in blocks})
    words, table = load_data("search_words.yml"), load_data("traditional.yml")
    about = {
        "format": FORMAT,
        "blocks": entry,
        "groups": [*groups, *words["groups"]],
        "asked": words["asked"],
    }
    yield "search/entry.js", _script("entry", json.dumps(about, ensure_ascii=False))
    letters = (table[name].replace(" ", "") for name in ("traditional", "simplified"))
    yield "search/traditional.js", _script("traditional", "\n".join(letters))


def _script(key: str, text: str) -> bytes:
    return as_script(key, text.encode("utf-8")).encode("ascii")


def divide(names: Iterable[str]) -> list[list[str]]:
    """The documents in blocks; `names` are in order."""
    rest = [list(group) for _, group in groupby(names, _bucket)]
    blocks: list[list[str]] = []
    while (left := sum(map(len, rest))) > CURRENT:
        size = next(size for size in SIZES if size <= left)
        block = rest.pop(0)
        while rest and len(block) + len(rest[0]) <= size:
            block += rest.pop(0)
        blocks.append(block)
    last = [name for group in rest for name in group]
    return [*blocks, last] if last else blocks


def _bucket(name: str) -> str:
    digits = name[-_DIGITS:]
    return f"{name[:-_DIGITS]}{int(digits) // _TOGETHER}" if digits.isascii() and digits.isdigit() else name


def _name(digests: Iterable[str]) -> str:
    digest = hashlib.sha256(f"{FORMAT}".encode())
    for one in digests:
        digest.update(bytes.fromhex(one))
    return digest.hexdigest()[:_NAME]


def _write(folder: Path, name: str, files: dict[str, bytes]) -> None:
    """Leave a block's files in `folder`, all or none: a build that is killed leaves a folder without `meta.js`."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in sorted(files.items(), key=lambda row: row[0] == "meta"):
        path = folder / f"{file}.js"
        path.with_suffix(".tmp").write_text(as_script(f"{name}/{file}", content), encoding="ascii")
        path.with_suffix(".tmp").replace(path)


def _forget(kept: Path, used: set[str]) -> None:
    for folder in kept.iterdir() if kept.is_dir() else ():
        if folder.name not in used:
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()

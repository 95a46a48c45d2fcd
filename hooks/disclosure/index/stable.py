"""Give a Pagefind index the same bytes for the same records.

Pagefind 1.5.2 writes its filters, and their list, in the order of a hash table that is seeded anew for each
run, and the names of these files and of the two that refer to them follow. Here they are ordered and renamed.
"""

import gzip
import hashlib
import json
import struct
import zlib
from pathlib import Path
from typing import Any

from disclosure.index.cbor import CborError, decode, encode

_SIGNATURE = b"pagefind_dcd"
_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
_NAME_DIGITS = 10


class StableError(ValueError):
    """The index is not laid out as Pagefind 1.5.2 lays it out."""


def make_stable(index: Path) -> None:
    """Put the filters, sort keys and metadata of the index in the folder `index` in order, in place.

    Raises StableError or OSError when the files are not those of the pinned version.
    """
    entry_path = index / "pagefind-entry.json"
    entry = json.loads(entry_path.read_bytes())
    for language, about in sorted(entry["languages"].items()):
        about["hash"] = _stable_language(index, language, about["hash"])
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    entry_path.write_text(text, encoding="utf-8", newline="\n")


def _stable_language(index: Path, language: str, name: str) -> str:
    path = index / f"pagefind.{name}.pf_meta"
    match _unpack(path):
        case [
            str() as version,
            list() as pages,
            list() as chunks,
            list() as filters,
            list() as sorts,
            list() as shown,
        ]:
            ordered = [_stable_filter(index, language, *row) for row in sorted(filters)]
            meta = encode([version, pages, chunks, ordered, sorted(sorts), shown])
        case _:
            raise StableError("pf_meta")
    path.unlink()
    name = _name(language, meta)
    _pack(index / f"pagefind.{name}.pf_meta", meta)
    return name


def _stable_filter(index: Path, language: str, field: str, name: str) -> list[str]:
    path = index / "filter" / f"{name}.pf_filter"
    match _unpack(path):
        case [str() as named, list() as values] if named == field:
            content = encode([field, sorted(values)])
        case _:
            raise StableError("pf_filter")
    path.unlink()
    name = _name(language, content)
    _pack(index / "filter" / f"{name}.pf_filter", content)
    return [field, name]


def _name(language: str, content: bytes) -> str:
    return f"{language}_{hashlib.sha256(content).hexdigest()[:_NAME_DIGITS]}"


def _unpack(path: Path) -> Any:
    try:
        content = gzip.decompress(path.read_bytes())
        if not content.startswith(_SIGNATURE):
            raise StableError(path.suffix)
        return decode(content[len(_SIGNATURE) :])
    except (EOFError, gzip.BadGzipFile, CborError) as error:
        raise StableError(f"{path.name}: {error}") from error


def _pack(path: Path, content: bytes) -> None:
    # gzip.compress writes the operating system into the header.
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(_SIGNATURE + content) + deflate.flush()
    check = struct.pack("<LL", zlib.crc32(_SIGNATURE + content), len(_SIGNATURE + content))
    path.write_bytes(_GZIP_HEADER + body + check)

"""Sources of an import → rows: JSON Lines (also compressed), folders of .txt and of .docx files."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.system_errors import system_reason

LINE_LIMIT = 32 * 1024 * 1024
"""Bytes of one row; a longer one is no document but a broken or hostile file."""
_TEXT_LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that goes with a row: a picture, or the original document. `title` is empty for pictures."""

    name: str
    data: bytes
    title: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One document as its source gives it. `key` names it within the source, `digest` is of its content.

    `place` and `line` say where it stands; `body` is set where the reader made the Markdown itself (.docx).
    """

    key: str
    place: str
    line: int
    digest: str
    values: dict[str, Any]
    body: str | None = None
    files: tuple[SourceFile, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)


class UnknownSourceError(Exception):
    """The source is neither JSON Lines nor a folder of .docx or .txt files."""


def read_rows(source: Path) -> Iterator[SourceRow | Problem]:
    """All rows of `source`, in order; a bad one is a problem and the next follows.

    Raises UnknownSourceError before the first row.
    """
    if source.is_dir():
        files = sorted(p for p in source.rglob("*") if _is_document(p))
        if not files:
            raise UnknownSourceError(source.name)
        return _folder_rows(source, files)
    if source.is_file() and source.name.removesuffix(".gz").endswith((".jsonl", ".ndjson", ".json")):
        return _json_rows(source)
    if source.is_file() and _is_document(source):
        return _folder_rows(source.parent, [source])
    raise UnknownSourceError(source.name)


def _is_document(path: Path) -> bool:
    """A document that a person made: not the lock file that Word leaves beside an open one."""
    return path.suffix.lower() in (".docx", ".txt") and not path.name.startswith(("~$", "."))


def _folder_rows(folder: Path, files: list[Path]) -> Iterator[SourceRow | Problem]:
    for path in files:
        place = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file():
            yield problem("I006", place, value=place, reason="是链接或特殊文件")
        elif path.suffix.lower() == ".docx":
            from disclosure.intake.docx_rows import read_docx_row  # noqa: PLC0415 (mammoth is slow to import)

            yield read_docx_row(path, place)
        else:
            yield _text_row(path, place)


def _text_row(path: Path, place: str) -> SourceRow | Problem:
    from disclosure.intake.text_facts import text_values  # noqa: PLC0415 (only for text files)

    try:
        data = path.read_bytes() if path.stat().st_size <= _TEXT_LIMIT else None
    except OSError as error:
        return problem("I006", place, value=place, reason=system_reason(error))
    if data is None:
        return problem("I006", place, value=place, reason=f"超过 {_TEXT_LIMIT >> 20} MB")
    text = _decoded(data)
    if text is None:
        return problem("I006", place, value=place, reason="编码认不出来，请另存为 UTF-8")
    values = text_values(text, path.stem)
    return SourceRow(place, place, 0, hashlib.sha256(data).hexdigest(), values)


def _decoded(data: bytes) -> str | None:
    """Text of an old office program: UTF-8, UTF-16 with its mark, or GB 18030."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _json_rows(source: Path) -> Iterator[SourceRow | Problem]:
    seen: dict[str, int] = {}
    for line, data in _lines(source):
        if isinstance(data, Problem):
            yield data
            return
        if not data.strip():
            continue
        try:
            values = json.loads(data.decode("utf-8-sig" if line == 1 else "utf-8"))
            canonical = json.dumps(values, ensure_ascii=True, sort_keys=True)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            yield problem("I001", source.name, line, value=data[:60].decode("utf-8", "replace"))
            continue
        digest = hashlib.sha256(canonical.encode("ascii")).hexdigest()
        name = _row_name(values) or digest[:16]
        seen[name] = seen.get(name, 0) + 1
        key = name if seen[name] == 1 else f"{name}#{seen[name]}"
        yield SourceRow(key, source.name, line, digest, values)


def _row_name(values: dict[str, Any]) -> str:
    """What names a row in its own system: its id, else its address."""
    data = load_data("import_fields.yml")
    for key in (*data["id"], *data["url"]):
        value = values.get(key)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:300]
    return ""


def _lines(source: Path) -> Iterator[tuple[int, bytes | Problem]]:
    number = 0
    try:
        with _opened(source) as file:
            while line := file.readline(LINE_LIMIT + 1):
                number += 1
                if len(line) > LINE_LIMIT:
                    yield (
                        number,
                        problem("I006", source.name, number, reason=f"一行超过 {LINE_LIMIT >> 20} MB"),
                    )
                    return
                yield number, line
    except (OSError, EOFError, zlib.error) as error:
        reason = (
            "压缩文件已损坏"
            if isinstance(error, (gzip.BadGzipFile, EOFError, zlib.error))
            else system_reason(error)
        )
        yield number + 1, problem("I006", source.name, number + 1, reason=reason)


def _opened(source: Path) -> BinaryIO:
    return gzip.open(source, "rb") if source.name.endswith(".gz") else source.open("rb")  # type: ignore[return-value]

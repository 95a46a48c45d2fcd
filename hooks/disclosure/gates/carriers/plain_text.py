"""Text files (.txt, .csv): UTF-8 strictly, else GB 18030, which old office programs write."""

from disclosure.gates.contents import Contents
from disclosure.gates.limits import RefusedError
from disclosure.gates.wording import place

_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_text(data: bytes, contents: Contents) -> None:
    """Take a text file line by line. Raises RefusedError where it is no text."""
    text = decode(data)
    if text is None:
        raise RefusedError("M002", "encoding")
    if "\0" in text:
        raise RefusedError("M003")
    lines = text.splitlines()
    heads = lines[0].replace('"', "").split(",") if lines else []
    for number, line in enumerate(lines, 1):
        contents.text(place("text_line", number=number), line, _heading(heads, line) if number > 1 else "")


def decode(data: bytes) -> str | None:
    """Bytes as text, or None where no encoding in use here reads them."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    return next((text for encoding in _ENCODINGS if (text := _decoded(data, encoding)) is not None), None)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _heading(heads: list[str], line: str) -> str:
    """The heads of the columns that hold long numbers, so that a code is known for a code."""
    cells = line.split(",")
    if len(cells) != len(heads) or len(heads) < 2:  # noqa: PLR2004 (one column is no table)
        return ""
    return " ".join(head for head, cell in zip(heads, cells, strict=True) if sum(map(str.isdigit, cell)) > 10)  # noqa: PLR2004

"""The part of CBOR (RFC 8949) that Pagefind's files use: whole numbers, text, arrays, null and booleans."""

from typing import Any

_ARGUMENT_BYTES = {24: 1, 25: 2, 26: 4, 27: 8}
_SIMPLE = {0xF4: False, 0xF5: True, 0xF6: None}


class CborError(ValueError):
    """The bytes hold something else, so the writer's format has changed."""


def decode(data: bytes) -> Any:
    """The one value that `data` encodes. Raises CborError for any other kind of value, or bytes left over."""
    value, end = _read(data, 0)
    if end != len(data):
        raise CborError(f"{len(data) - end} bytes left over")
    return value


def encode(value: Any) -> bytes:
    """The shortest encoding of nested lists of int, str, bool and None."""
    out = bytearray()
    _write(value, out)
    return bytes(out)


def _read(data: bytes, at: int) -> tuple[Any, int]:
    try:
        first = data[at]
        kind, argument, at = first >> 5, first & 31, at + 1
        if first in _SIMPLE:
            return _SIMPLE[first], at
        if argument in _ARGUMENT_BYTES:
            size = _ARGUMENT_BYTES[argument]
            if at + size > len(data):
                raise CborError("cut off")
            argument, at = int.from_bytes(data[at : at + size]), at + size
        elif argument >= 24:  # noqa: PLR2004 (indefinite lengths and reserved values)
            raise CborError(f"unknown head {first:#x}")
        if kind == 0:
            return argument, at
        if kind == 1:
            return -1 - argument, at
        if kind == 3:  # noqa: PLR2004 (text)
            return data[at : at + argument].decode(), at + argument
        if kind == 4:  # noqa: PLR2004 (array)
            values = []
            for _ in range(argument):
                value, at = _read(data, at)
                values.append(value)
            return values, at
    except IndexError as error:
        raise CborError("cut off") from error
    raise CborError(f"unknown head {first:#x}")


def _write(value: Any, out: bytearray) -> None:
    if value is None or isinstance(value, bool):
        out.append({False: 0xF4, True: 0xF5, None: 0xF6}[value])
    elif isinstance(value, int):
        _head(0 if value >= 0 else 1, value if value >= 0 else -1 - value, out)
    elif isinstance(value, str):
        text = value.encode()
        _head(3, len(text), out)
        out += text
    else:
        _head(4, len(value), out)
        for part in value:
            _write(part, out)


def _head(kind: int, argument: int, out: bytearray) -> None:
    if argument < 24:  # noqa: PLR2004 (small arguments share the first byte)
        out.append(kind << 5 | argument)
        return
    code, size = next((c, s) for c, s in _ARGUMENT_BYTES.items() if argument < 1 << 8 * s)
    out.append(kind << 5 | code)
    out += argument.to_bytes(size)

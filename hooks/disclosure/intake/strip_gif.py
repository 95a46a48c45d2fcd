"""GIF pictures without comments, XMP and whatever else programs keep in them (GIF89a, 24 to 26); frames stay."""

from collections.abc import Iterator

from disclosure.gates.limits import RefusedError

_HEAD = 13
_TABLE, _TABLE_SIZE = 0x80, 0x07
_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""How often an animation runs, and the colour profile: without these the picture looks different."""


def strip_gif(data: bytes) -> Iterator[bytes]:
    """The blocks that make the picture. Raises RefusedError or IndexError for a damaged file."""
    place = _HEAD + _table(data[10])
    yield data[:place]
    while data[place] != _END:
        if data[place] == _EXTENSION:
            end = _after_blocks(data, place + 2)
            if _is_kept(data[place + 1], data[place + 3 : place + 14]):
                yield data[place:end]
        elif data[place] == _IMAGE:
            end = _after_blocks(data, place + 10 + _table(data[place + 9]) + 1)
            yield data[place:end]
        else:
            raise RefusedError("M002", "damaged")
        place = end
    yield bytes([_END])  # what follows the end is no picture


def _table(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 << (1 + (flags & _TABLE_SIZE)) if flags & _TABLE else 0


def _after_blocks(data: bytes, place: int) -> int:
    while data[place]:
        place += 1 + data[place]
    return place + 1


def _is_kept(label: int, name: bytes) -> bool:
    return label != _COMMENT and (label != _APPLICATION or name in _KEPT)

"""Pictures without position, device, author and remarks: whole segments go, the picture itself is not coded anew."""

import struct
from collections.abc import Iterator

from disclosure.gates.limits import RefusedError
from disclosure.intake.strip_gif import strip_gif

_GIF = (b"GIF87a", b"GIF89a")
_JPEG, _PNG, _RIFF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"
_SCAN = 0xDA
_EXIF = b"Exif\0\0"
_EXIF_SEGMENT = 0xE1
_KEPT_SEGMENTS = {0xE0, 0xE2, 0xEE}
"""JFIF, colour profile, and how colours are coded; without these a picture looks different."""
_PROFILE = b"ICC_PROFILE\0"
_KEPT_CHUNKS = {
    *(
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    ),
    *(b"acTL", b"fcTL", b"fdAT", b"cICP"),
}
_GONE_FROM_WEBP = {b"EXIF", b"XMP "}
_WEBP_FLAGS = 0b00001100
"""Bits of VP8X that announce EXIF and XMP."""
_ORIENTATION = 0x0112


def strip_picture(data: bytes) -> bytes:
    """The picture without its metadata; which way is up stays. Raises RefusedError for a damaged file."""
    try:
        if data.startswith(_JPEG):
            return b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return b"".join(_png(data))
        if data.startswith(_RIFF) and data[8:12] == b"WEBP":
            return _webp(data)
        if data.startswith(_GIF):
            return b"".join(strip_gif(data))
    except (struct.error, IndexError) as error:
        raise RefusedError("M002", "damaged") from error
    raise RefusedError("M002", "damaged")


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield _JPEG
    place = 2
    while data[place] == 0xFF:  # noqa: PLR2004 (every segment begins with it)
        kind = data[place + 1]
        if kind == 0xFF:  # noqa: PLR2004 (a filler)
            place += 1
            continue
        size = int(struct.unpack_from(">H", data, place + 2)[0])
        segment = data[place : place + 2 + size]
        if kind == _SCAN:
            end = data.rfind(b"\xff\xd9")
            yield data[place : end + 2 if end > place else len(data)]  # what follows the end is no picture
            return
        if kind == _EXIF_SEGMENT and segment[4:10] == _EXIF:
            yield _upright(segment[10:])
        elif not (0xE0 <= kind <= 0xEF or kind == 0xFE) or _is_kept(kind, segment):  # noqa: PLR2004 (APPn, COM)
            yield segment
        place += 2 + size
    raise RefusedError("M002", "damaged")


def _is_kept(kind: int, segment: bytes) -> bool:
    return kind in _KEPT_SEGMENTS and (kind != 0xE2 or segment[4:].startswith(_PROFILE))  # noqa: PLR2004 (APP2)


def _upright(exif: bytes) -> bytes:
    """A segment that says which way is up, and nothing else; empty where the picture stands as it is stored."""
    order = ">" if exif[:2] == b"MM" else "<"
    first = int(struct.unpack_from(f"{order}I", exif, 4)[0])
    count = int(struct.unpack_from(f"{order}H", exif, first)[0])
    for number in range(count):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * number)
        if tag == _ORIENTATION and kind == 3 and 2 <= value <= 8:  # noqa: PLR2004 (a short; 1 is upright)
            entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, value, 0)
            body = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
            return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return b""


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    place = len(_PNG)
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        if kind in _KEPT_CHUNKS:
            yield data[place : place + 12 + size]
        if kind == b"IEND":
            return
        place += 12 + size
    raise RefusedError("M002", "damaged")


def _webp(data: bytes) -> bytes:
    kept, place = [], 12
    while place + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, place)
        chunk = bytearray(data[place : place + 8 + size + size % 2])
        if kind == b"VP8X":
            chunk[8] &= ~_WEBP_FLAGS & 0xFF
        if kind not in _GONE_FROM_WEBP:
            kept.append(bytes(chunk))
        place += 8 + size + size % 2
    body = b"WEBP" + b"".join(kept)
    return _RIFF + struct.pack("<I", len(body)) + body

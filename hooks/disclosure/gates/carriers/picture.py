"""Pictures: where and by whom they were taken (EXIF), texts in their head; what they show is for a person to see."""

import warnings
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from disclosure.gates.contents import Contents
from disclosure.gates.limits import RefusedError
from disclosure.gates.masking import mask
from disclosure.gates.wording import place

_GPS = ExifTags.IFD.GPSInfo
_OWNERS = {
    "Artist",
    "XPAuthor",
    "CameraOwnerName",
    "BodySerialNumber",
    "LensSerialNumber",
    "ImageUniqueID",
    "HostComputer",
}
_TEXTS = {
    "ImageDescription",
    "Copyright",
    "DocumentName",
    "UserComment",
    "XPTitle",
    "XPComment",
    "XPKeywords",
    "XPSubject",
    "ImageHistory",
}
_COORDINATES = {"GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude"}
_ROOM = 2000
"""Characters of one tag."""
_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
_MARKS = ((b"ASCII\0\0\0", "utf-8"), (b"UNICODE\0", "utf-16-le"), (b"\0" * 8, "utf-8"))
"""How a comment names its encoding (EXIF, UserComment)."""
_AUTHORS = {"author", "artist", "creator", "owner"}
BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    SyntaxError,
    OverflowError,
    EOFError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises over a damaged head."""


def read_picture(ending: str, data: bytes, contents: Contents) -> None:
    """Read a picture's head; it is never decoded. Raises RefusedError where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=[_FORMATS[ending]]) as picture:
                tags = _tags(picture)
                texts = dict(getattr(picture, "text", None) or picture.info)
    except BROKEN as error:
        raise RefusedError("M002", "damaged") from error
    if _COORDINATES & set(tags):
        contents.fault("M016", place("position"))
    for name, value in tags.items():
        text = _text(value, wide=name.startswith("XP"))
        if name in _OWNERS and text:
            contents.fault("M017", place("exif", name=name), mask(text))
        if name in _OWNERS or name in _TEXTS:
            contents.text(place("exif", name=name), text, body=False)
    for key, value in texts.items():
        text = _text(value)
        if str(key).lower() in _AUTHORS and text:
            contents.fault("M017", place("exif", name=str(key)), mask(text))
        contents.text(place("exif", name=str(key)), text, body=False)


def _tags(picture: Image.Image) -> dict[str, Any]:
    """All EXIF tags by name, those of the GPS block too."""
    exif = picture.getexif()
    found = {ExifTags.TAGS.get(tag, str(tag)): value for tag, value in exif.items()}
    for block in (ExifTags.IFD.Exif, _GPS):
        names = ExifTags.GPSTAGS if block == _GPS else ExifTags.TAGS
        found |= {names.get(tag, str(tag)): value for tag, value in exif.get_ifd(block).items()}
    return found


def _text(value: Any, *, wide: bool = False) -> str:
    """A tag's text; `wide` ones are UTF-16, others may begin with a word for their encoding."""
    if isinstance(value, tuple) and all(isinstance(part, int) and 0 <= part <= 255 for part in value):  # noqa: PLR2004
        value = bytes(value)
    if isinstance(value, bytes):
        for mark, encoding in _MARKS:
            if value.startswith(mark):
                value = value[len(mark) :].decode(encoding, "replace")
                break
        else:
            value = value.decode("utf-16-le" if wide else "utf-8", "replace")
    return value.replace("\0", " ").strip()[:_ROOM] if isinstance(value, str) else ""

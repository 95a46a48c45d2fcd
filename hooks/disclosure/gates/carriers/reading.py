"""Which reader reads what, and files that lie in other files."""

from disclosure.gates.contents import Contents
from disclosure.gates.limits import RefusedError
from disclosure.gates.masking import mask

PICTURES = ("png", "jpg", "jpeg", "gif", "webp")


def read_carrier(ending: str, data: bytes, contents: Contents) -> None:
    """Collect what a file of this ending holds; what can't be read becomes a fault. Never raises for any content."""
    before = len(contents.faults)
    try:
        _read(ending, data, contents)
    except RefusedError as refused:
        contents.fault(refused.code, shown=contents.reason(refused.reason) if refused.reason else "")
        return
    unread = any(fault.code == "M018" for fault in contents.faults[before:])
    if ending in PICTURES and not contents.depth:
        contents.unreadable("", "picture")
    elif ending == "pdf" and not contents.depth and not contents.body_characters and not unread:
        contents.unreadable("", "scanned")


def _read(ending: str, data: bytes, contents: Contents) -> None:
    if contents.depth > contents.budget.limits.nesting:
        raise RefusedError("M005", "nested")
    # Each reader is imported when its first file comes: most sites need two or three of them.
    if ending in ("docx", "xlsx", "pptx"):
        from disclosure.gates.carriers.office import read_office  # noqa: PLC0415

        read_office(ending, data, contents, read_carrier)
    elif ending == "pdf":
        from disclosure.gates.carriers.pdf import read_pdf  # noqa: PLC0415

        read_pdf(data, contents, read_carrier)
    elif ending == "ofd":
        from disclosure.gates.carriers.ofd import read_ofd  # noqa: PLC0415

        read_ofd(data, contents, read_carrier)
    elif ending == "zip":
        if contents.depth:
            raise RefusedError("M005", "nested")
        from disclosure.gates.carriers.archive import read_archive  # noqa: PLC0415

        read_archive(data, contents, read_carrier)
    elif ending in PICTURES:
        from disclosure.gates.carriers.picture import read_picture  # noqa: PLC0415

        read_picture(ending, data, contents)
    elif ending in ("txt", "csv"):
        from disclosure.gates.carriers.plain_text import read_text  # noqa: PLC0415

        read_text(data, contents)
    elif ending in ("mp3", "mp4"):
        contents.unreadable("", "media")
    else:
        contents.fault("M021", shown=mask(f".{ending}"))

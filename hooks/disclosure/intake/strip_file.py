"""A copy of a file without what it says of its makers (清除元数据): properties, authors, positions. Its text stays.

What is seen must not change: the text version of the copy is compared with that of the original.
"""

from disclosure.gates.limits import Limits, RefusedError
from disclosure.gates.text_version.reading import read_text_version


class NotStrippedError(Exception):
    """Why there is no copy; its text is a name in data/strip_wording.yml."""


def strip_file(ending: str, data: bytes) -> bytes:
    """The bytes of `data`, a file of this ending, without metadata. The same bytes give the same copy.

    Raises NotStrippedError for a kind that has none or can't be done, a signed, encrypted or damaged file.
    """
    try:
        stripped = _strip(ending, data)
    except RefusedError as refused:
        raise NotStrippedError("encrypted" if refused.code == "M001" else "damaged") from refused
    if read_text_version(ending, stripped, Limits()) != read_text_version(ending, data, Limits()):
        raise NotStrippedError("changed")
    return stripped


def _strip(ending: str, data: bytes) -> bytes:
    if ending in ("docx", "xlsx", "pptx"):
        from disclosure.intake.strip_office import strip_office  # noqa: PLC0415 (one kind a file)

        return strip_office(data)
    if ending == "pdf":
        from disclosure.intake.strip_pdf import strip_pdf  # noqa: PLC0415

        return strip_pdf(data)
    if ending == "ofd":
        from disclosure.intake.strip_ofd import strip_ofd  # noqa: PLC0415

        return strip_ofd(data)
    if ending in ("jpg", "jpeg", "png", "webp", "gif"):
        from disclosure.intake.strip_picture import strip_picture  # noqa: PLC0415

        return strip_picture(data)
    raise NotStrippedError("kind")

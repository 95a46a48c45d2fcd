"""PDF files without properties, XMP, and what their photographs say; pages and their text stay."""

import hashlib
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, StreamObject

from disclosure.gates.carriers.pdf_print import BROKEN
from disclosure.gates.limits import RefusedError
from disclosure.intake.strip_picture import strip_picture

_PRIVATE = ("/Metadata", "/PieceInfo", "/LastModified")


def strip_pdf(data: bytes) -> bytes:
    """The file without metadata. Raises RefusedError where it is encrypted, signed or can't be read."""
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted or _is_signed(reader):
            raise RefusedError("M001")
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        for held in writer._objects:  # noqa: SLF001 (every object of the file; there is no public list)
            if isinstance(held, DictionaryObject):
                _clean(held)
        identity = ByteStringObject(hashlib.sha256(data).digest()[:16])
        writer._ID = ArrayObject((identity, identity))  # noqa: SLF001 (else it is made of the clock)
        buffer = BytesIO()
        writer.write(buffer)
    except BROKEN as error:
        raise RefusedError("M002", "damaged") from error
    return buffer.getvalue()


def _is_signed(reader: PdfReader) -> bool:
    root: Any = reader.trailer["/Root"]
    form: Any = root.get("/AcroForm")
    form = form.get_object() if form is not None else None
    return isinstance(form, DictionaryObject) and bool(int(form.get("/SigFlags", 0)))


def _clean(held: DictionaryObject) -> None:
    for key in _PRIVATE:
        if key in held:
            del held[NameObject(key)]
    if isinstance(held, StreamObject) and held.get("/Filter") == "/DCTDecode":
        try:
            held._data = strip_picture(held._data)  # noqa: SLF001 (as it is stored, not decoded)
        except RefusedError:
            return

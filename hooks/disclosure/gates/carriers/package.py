"""Zip packages (docx, xlsx, pptx, ofd, zip), opened with distrust: sizes are believed neither small nor large."""

import stat
import zipfile
import zlib
from io import BytesIO

from disclosure.gates.limits import Budget, RefusedError

_ENCRYPTED = 0x1
_UTF8 = 0x800
_CHUNK = 1 << 16
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What the standard library raises over a damaged, encrypted or unusual archive."""


class Package:
    """The members of an archive by name, in order. Raises RefusedError for what must not be unpacked."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except _BROKEN as error:
            raise RefusedError("M002", "damaged") from error
        budget.take(members=len(entries))
        self.unsafe = [member_name(entry) for entry in entries if _is_unsafe(entry)]
        self.comment = self._zip.comment
        files = [entry for entry in entries if not entry.filename.endswith("/")]
        if any(entry.flag_bits & _ENCRYPTED for entry in files):
            raise RefusedError("M001")
        limits = budget.limits
        if sum(entry.file_size for entry in files) > limits.unpacked:
            raise RefusedError("M005", "too_large")
        for entry in files:
            if entry.file_size > limits.part:
                raise RefusedError("M005", "too_large")
            if entry.file_size > limits.small and entry.file_size > limits.ratio * max(
                entry.compress_size, 1
            ):
                raise RefusedError("M005", "ratio")
        self.members = {member_name(entry): entry for entry in files}
        self.unsafe += sorted(self.members)[: len(files) - len(self.members)]  # two members of one name

    def read(self, name: str) -> bytes:
        """The bytes of a member, counted as they come; more than the directory says are not given out by zipfile."""
        entry = self.members[name]
        pieces = []
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    self.budget.unpack(len(chunk))
                    pieces.append(chunk)
        except _BROKEN as error:
            raise RefusedError("M002", "damaged") from error
        return b"".join(pieces)


def member_name(entry: zipfile.ZipInfo) -> str:
    """A member's name; archives of Chinese systems write GBK without saying so."""
    if entry.flag_bits & _UTF8 or entry.orig_filename.isascii():
        return entry.filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    """Whether unpacking the member could write, or lead, out of the folder it is unpacked into."""
    name = entry.orig_filename.replace("\\", "/")
    parts = name.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    special = kind not in (0, stat.S_IFREG, stat.S_IFDIR)
    return (
        special
        or name.startswith("/")
        or ".." in parts
        or ":" in parts[0]
        or not entry.filename
        or "\0" in name
    )

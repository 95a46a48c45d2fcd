"""Write output files, each once, never outside the folder, and remember what was written."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


class OutputConflictError(ValueError):
    """Two things want the same address, or an address leads out of the site."""


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """One output file as the manifest lists it: address, size in bytes, SHA-256."""

    address: str
    size: int
    sha256: str


class SiteWriter:
    """Writes into `folder`; `written` grows by a row for every file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: dict[str, Written] = {}
        self._made: set[Path] = set()

    def write(self, address: str, content: str | bytes) -> Written:
        """Write `content` at `address`. Raises OutputConflictError for an address in use or out of bounds."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        path = self.place(address)
        path.write_bytes(data)
        return self.note(Written(address, len(data), hashlib.sha256(data).hexdigest()))

    def place(self, address: str) -> Path:
        """The path for a new file at `address`, its folder made."""
        parts = PurePosixPath(address).parts
        if not parts or ".." in parts or address.startswith("/") or "\\" in address:
            raise OutputConflictError(f"address leads out of the site: {address}")
        path = self.folder.joinpath(*parts)
        if path.exists():
            raise OutputConflictError(f"two pages want the address {address}")
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path

    def note(self, row: Written) -> Written:
        """Remember a file that another process wrote."""
        if row.address in self.written:
            raise OutputConflictError(f"two pages want the address {row.address}")
        self.written[row.address] = row
        return row

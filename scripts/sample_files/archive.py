"""Write zip archives whose bytes depend on their contents alone: names in order, one date, no compression."""

import zipfile
from pathlib import Path

DATE = (2026, 1, 1, 0, 0, 0)
UNIX = 3
PLAIN_FILE = 0o100644 << 16


def write_archive(path: Path, parts: dict[str, bytes]) -> None:
    """Write `parts` (name → bytes) in the given order; OFD and docx readers want their first part first."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, DATE)
            info.create_system = UNIX
            info.external_attr = PLAIN_FILE
            archive.writestr(info, data)

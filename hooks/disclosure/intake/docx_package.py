"""Is a .docx file what it says, and safe to open? Looked at before any converter sees it."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

SIZE_LIMIT = 100 * 1024 * 1024
"""Bytes of the file."""
_UNPACKED_LIMIT = 300 * 1024 * 1024
_PART_LIMIT = 60 * 1024 * 1024
_RATIO = 300
"""How far one part may be packed; text of real documents stays below 60."""
_SMALL = 4 * 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCUMENT = "word/document.xml"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REVISION = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo|rPrChange|pPrChange)[ />]")
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """`refusal` says in Chinese why the file can't be read; `unsettled` why it must not be passed on as it is."""

    refusal: str = ""
    unsettled: str = ""


def inspect_package(path: Path) -> PackageFacts:
    """Look at the zip package `path` without unpacking more than its own declaration allows. Never raises for content."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            return PackageFacts(f"超过 {SIZE_LIMIT >> 20} MB")
        with path.open("rb") as file:
            if file.read(len(_OLD_OFFICE)) == _OLD_OFFICE:
                return PackageFacts("是加密的文件，或改了扩展名的旧版 Word 文件")
        with zipfile.ZipFile(path) as package:
            return _inspect(package)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        return PackageFacts("不是完整的 Word 文件")


def _inspect(package: zipfile.ZipFile) -> PackageFacts:
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        return PackageFacts("文件已加密")
    if sum(part.file_size for part in parts) > _UNPACKED_LIMIT or any(map(_is_bomb, parts)):
        return PackageFacts("解开后大得不正常")
    names = {part.filename for part in parts}
    if _DOCUMENT not in names:
        return PackageFacts("不是 Word 文件")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with package.open(part) as file:
                if _DECLARATION.search(file.read(_HEAD)):
                    return PackageFacts("文件里有不应出现的声明，可能有害")
    if _REVISION.search(package.read(_DOCUMENT)):
        return PackageFacts(unsettled="文档里还有修订痕迹")
    if "word/comments.xml" in names and b"<w:comment " in package.read("word/comments.xml"):
        return PackageFacts(unsettled="文档里还有批注")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return PackageFacts(unsettled="文档里有宏")
    return PackageFacts()


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    if part.file_size > _PART_LIMIT and not part.filename.startswith("word/media/"):
        return True
    return part.file_size > _SMALL and part.file_size > _RATIO * max(part.compress_size, 1)

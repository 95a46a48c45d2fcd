"""Publish one item: page, files, search record. The per-item half of the stage, run in workers."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.gates.files import text_of_file
from disclosure.index.plain_text import plain_text
from disclosure.index.record import make_record
from disclosure.model.view import ItemView
from disclosure.publish.writer import SiteWriter, Written, make_folder
from disclosure.read.item_file import read_body
from disclosure.render.address import files_address
from disclosure.render.item_page import ItemFile, render_item
from disclosure.render.shell import Shell
from disclosure.render.text_page import has_page, item_file, render_text_page, text_address
from disclosure.types import Attachment, Site


class ChangedDuringBuildError(RuntimeError):
    """A file is no longer what was checked: nothing of this build may be published."""


@dataclass(frozen=True, slots=True)
class ItemPublisher:
    """What every item of a build shares. `records` is the folder of search records, None without search."""

    site: Site
    shell: Shell
    file_shell: Shell
    out: Path
    records: Path | None
    made: set[str] = field(default_factory=set)
    """Folders that this process has made or found in this build."""

    def __call__(self, view: ItemView) -> list[Written]:
        """Write all of `view` and return what was written. Raises ChangedDuringBuildError."""
        item = view.item
        root = Path(item.root or self.site.root)
        markdown, digest = ("", item.sha256) if view.ended else read_body(root, item.path)
        if digest != item.sha256:
            raise ChangedDuringBuildError(item.path)
        writer = SiteWriter(self.out, self.made)
        texts = {} if view.ended else self._write_texts(view, root, writer)
        page = render_item(self.site, self.shell, view, markdown, texts)
        writer.write(page.address, page.html)
        if not view.ended:
            folder = files_address(item.id, item.year)
            for file in (*item.attachments, *item.pictures):
                source = root / "content" / folder / file.name
                _copy(source, folder + file.name, file, writer)
        if self.records:
            record = self.records / page.address
            make_folder(str(record.parent), self.made)
            record.write_text(make_record(view, plain_text(page.body.html)), encoding="utf-8")
        return list(writer.written.values())

    def _write_texts(self, view: ItemView, root: Path, writer: SiteWriter) -> dict[str, ItemFile]:
        """Write the text versions of the attachments, and return what the item's page says of them."""
        texts: dict[str, ItemFile] = {}
        folder = files_address(view.item.id, view.item.year)
        for file in view.item.attachments:
            if not has_page(file.name):
                continue
            version = text_of_file(root, f"content/{folder}{file.name}", file.sha256)
            texts[file.name] = item_file(file, version)
            if texts[file.name].text:
                html = render_text_page(self.site, self.file_shell, view, file, version)
                writer.write(text_address(view, file), html)
        return texts


def _copy(source: Path, address: str, expected: Attachment, writer: SiteWriter) -> None:
    """Copy a file whose bytes must be those that were checked."""
    digest = hashlib.sha256()
    size = 0
    with source.open("rb") as from_file, writer.create(address) as to_file:
        while chunk := from_file.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
            to_file.write(chunk)
    if digest.hexdigest() != expected.sha256:
        raise ChangedDuringBuildError(address)
    writer.note(Written(address, size, expected.sha256))

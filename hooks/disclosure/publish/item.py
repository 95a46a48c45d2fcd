"""Publish one item: page, files, text and postings for the search. The per-item half of the stage, run in workers."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.gates.files import text_of_file
from disclosure.gates.text_version.blocks import TextVersion
from disclosure.model.view import ItemView
from disclosure.publish.writer import SiteWriter, Written
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
    """What every item of a build shares. `root` is the site folder, `records` that of postings (None without search).

    `site` are settings without the day: what a page says may not depend on when it is made.
    """

    root: Path
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
        root = Path(item.root) if item.root else self.root
        markdown, digest = ("", item.sha256) if view.ended else read_body(root, item.path)
        if digest != item.sha256:
            raise ChangedDuringBuildError(item.path)
        writer = SiteWriter(self.out, self.made)
        versions = {} if view.ended else self._text_versions(view, root)
        texts = self._write_texts(view, versions, writer)
        page = render_item(self.site, self.shell, view, markdown, texts)
        writer.write(page.address, page.html)
        if not view.ended:
            folder = files_address(item.id, item.year)
            for file in (*item.attachments, *item.pictures):
                source = root / "content" / folder / file.name
                _copy(source, folder + file.name, file, writer)
        if self.records:
            from disclosure.publish.search import write_item_document  # noqa: PLC0415  numpy: nothing without search

            write_item_document(view, page, versions, writer, self.records)
        return list(writer.written.values())

    def _text_versions(self, view: ItemView, root: Path) -> dict[str, TextVersion]:
        """What can be read of the attachments, by name."""
        folder = files_address(view.item.id, view.item.year)
        return {
            file.name: text_of_file(root, f"content/{folder}{file.name}", file.sha256)
            for file in view.item.attachments
            if has_page(file.name)
        }

    def _write_texts(
        self, view: ItemView, versions: dict[str, TextVersion], writer: SiteWriter
    ) -> dict[str, ItemFile]:
        """Write the text versions of the attachments, and return what the item's page says of them."""
        texts: dict[str, ItemFile] = {}
        for file in view.item.attachments:
            version = versions.get(file.name)
            if version is None:
                continue
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

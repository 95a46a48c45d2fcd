"""An approved revision stays public while a newer one is faulty or waits for approval (design 3).

The earlier bytes come out of git's history, by the digests that the records sign for. They are laid out as a small
site of their own in the cache, and checked there like any item: nothing is published that the check did not pass.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from disclosure.approval.subject import Subject, item_subject, subject_digest
from disclosure.check.attachments import plain_name
from disclosure.check.item import check_item
from disclosure.problems import Problem, has_errors, problem
from disclosure.read.approvals import read_records, records_path
from disclosure.read.history import find_earlier
from disclosure.types import Item, Site

PLACE = ".cache/disclosure/earlier"
"""Below the site folder; `Item.root` leads there."""


def keep_earlier(site: Site, path: str, current: Item | None) -> tuple[Item | None, list[Problem]]:
    """The newest revision of the item file `path` that is fully approved, and a row that says so; else None.

    `current` is the item as it lies there now, None where it can't be read.
    """
    identifier = Path(path).stem
    records, _ = read_records(site.root, identifier)
    latest = sorted(records, key=lambda r: (r.decision.time, r.digest), reverse=True)
    for subject in dict.fromkeys(record.decision.subject for record in latest):
        if subject.id != identifier or (current and subject == item_subject(current)):
            continue
        folder = site.root / PLACE / subject_digest(subject)
        if not _lay_out(site.root, folder, path, subject):
            continue
        item, rows = check_item(replace(site, root=folder), path)
        if item is not None and not has_errors(rows):
            row = problem("V150", path, value=item.published or item.formed, item=identifier)
            return replace(item, root=str(folder)), [row]
    return None, []


def clear_earlier(root: Path) -> None:
    """Remove what checks laid out: once published, nothing of it is needed, and a cache must not outlive a withdrawal."""
    shutil.rmtree(root / PLACE, ignore_errors=True)


def _lay_out(root: Path, folder: Path, path: str, subject: Subject) -> bool:
    """Write the files of `subject` as its records name them; False where one of them can't be found any more."""
    if not all(plain_name(name) for name, _, _ in subject.files):
        return False  # nobody has judged the record yet: a forged one may name any place
    year = path.split("/")[2]
    wanted = {path: subject.sha256} | {
        f"content/files/{year}/{subject.id}/{name}": digest for name, _, digest in subject.files
    }
    for name, digest in wanted.items():
        data = find_earlier(root, name, digest)
        if data is None:
            return False
        _write(folder / name, data)
    records = records_path(subject.id)
    _write(folder / records, (root / records).read_bytes())
    return True


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

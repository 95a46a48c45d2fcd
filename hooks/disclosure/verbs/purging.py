"""涉密处置 in the work tree: item, files and records go; the ledger keeps number and digest, so that it still holds.

What lies outside of the work tree (git's history, clones, hosts) is told to the person, not touched.
"""

import json
import shutil
from pathlib import Path

from disclosure.check.later_facts import PREFIX
from disclosure.intake.register import REGISTER
from disclosure.ledger import PATH, PURGE, LedgerFormatError, read_line, write_redacted
from disclosure.read.approvals import read_records, records_path, write_record
from disclosure.read.editions import FOLDER as EDITIONS
from disclosure.read.statuses import read_statuses

_LOCKS = ".lock"
_TEXTS = (".md", ".yml", ".csv", ".jsonl", ".json", ".txt")


def purge(root: Path, identifier: str) -> list[str]:
    """Remove everything of the item from `root` and return what was changed, as names relative to it.

    Raises OSError; a second call goes on where the first one stopped.
    """
    changed = []
    for place in (
        *root.glob(f"content/items/*/{identifier}.md"),
        *root.glob(f"content/files/*/{identifier}"),
    ):
        changed.append(place.relative_to(root).as_posix())
        shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink()
    records = root / records_path(identifier)
    if records.exists():
        changed.append(records_path(identifier))
        records.unlink()
    changed += _keep_last_decisions(root, identifier)
    changed += _redact_ledger(root, identifier)
    changed += _blank_import(root, identifier)
    changed += _blank_editions(root, identifier)
    _empty_cache(root)
    return changed


def _keep_last_decisions(root: Path, identifier: str) -> list[str]:
    """Decisions on an earlier status file may say what must vanish: only those on the present one stay."""
    status = read_statuses(root)[0].get(identifier)
    records, _ = read_records(root, PREFIX + identifier)
    kept = [r for r in records if status and r.decision.subject.sha256 == status.sha256]
    name = records_path(PREFIX + identifier)
    text = "".join(write_record(r.payload, r.signature) for r in kept)
    return _rewrite(root, name, text) if (root / name).exists() else []


def _redact_ledger(root: Path, identifier: str) -> list[str]:
    file = root / PATH
    if not file.exists():
        return []
    texts = []
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            line = read_line(text, number)
        except LedgerFormatError:
            texts.append(text)  # the check tells it
            continue
        mine = line.entry.item == identifier and line.entry.action != PURGE
        texts.append(write_redacted(line) if mine else text)
    return _rewrite(root, PATH, "".join(f"{text}\n" for text in texts))


def _blank_import(root: Path, identifier: str) -> list[str]:
    """The register of imports keeps the key, so that a second import does not bring the item back, and no digest."""
    name = f"catalog/{REGISTER}"
    if not (root / name).exists():
        return []
    texts = []
    for text in (root / name).read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(text)
        except ValueError:
            entry = None
        if isinstance(entry, dict) and entry.get("id") == identifier:
            texts.append(json.dumps(entry | {"row": "", "file": ""}, ensure_ascii=False))
        else:
            texts.append(text)
    return _rewrite(root, name, "".join(f"{text}\n" for text in texts))


def _blank_editions(root: Path, identifier: str) -> list[str]:
    """Lists of editions keep the id, so that they are got back, and no digest."""
    changed = []
    for path in sorted((root / "catalog" / EDITIONS).glob("*.csv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [f"{identifier}," if line.startswith(f"{identifier},") else line for line in lines]
        changed += _rewrite(root, path.relative_to(root).as_posix(), "".join(f"{line}\n" for line in kept))
    return changed


def _rewrite(root: Path, name: str, text: str) -> list[str]:
    file = root / name
    if file.read_bytes() == text.encode("utf-8"):
        return []
    beside = file.with_name(file.name + ".new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(file)
    return [name]


def _empty_cache(root: Path) -> None:
    """What builds keep (reports, manifests, results by digest of a file) goes whole; the next build makes it anew."""
    folder = root / ".cache" / "disclosure"
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        elif place.suffix != _LOCKS:
            place.unlink()


def named_elsewhere(root: Path, identifier: str, title: str) -> list[str]:
    """Other files of the office that name the item by id or title: a person must look at them."""
    needles = [needle.encode("utf-8") for needle in (identifier, title) if needle]
    own = {PATH, f"catalog/status/{identifier}.yml", records_path(PREFIX + identifier)}
    found = []
    for folder in ("content", "catalog"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if (
                name in own
                or path.parent.name == EDITIONS
                or path.suffix not in _TEXTS
                or not path.is_file()
                or path.is_symlink()
            ):
                continue
            if any(needle in path.read_bytes() for needle in needles):
                found.append(name)
    return found

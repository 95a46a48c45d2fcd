"""catalog/status/<id>.yml → `Status`: later facts about items."""

import hashlib
from pathlib import Path

from disclosure.data_files import load_data
from disclosure.identifiers import normal_index
from disclosure.problems import Problem, problem
from disclosure.read.site_files import (
    TRUE_WORDS,
    SiteFile,
    mapping,
    parse_site_file,
    read_site_file,
    text,
    texts,
)
from disclosure.types import Status


def read_statuses(root: Path) -> tuple[dict[str, Status], list[Problem]]:
    """All statuses by item id, and the problems of their files."""
    statuses, problems = {}, []
    for path in sorted((root / "catalog" / "status").glob("*.yml")):
        file, found = read_site_file(root, f"status/{path.name}", "status")
        problems += found
        problems += _unknown_words(file)
        statuses[path.stem] = _status(path.stem, file, _digest(path))
    return statuses, problems


def parse_status(identifier: str, data: bytes) -> tuple[Status, list[Problem]]:
    """The status of an item from the bytes of its file, wherever these come from, and their problems."""
    file, problems = parse_site_file(data, f"catalog/status/{identifier}.yml", "status")
    problems += _unknown_words(file)
    return _status(identifier, file, hashlib.sha256(data).hexdigest()), problems


def _digest(path: Path) -> str:
    """The SHA-256 of a status file; an empty text, which nobody can sign, where it can't be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _status(identifier: str, file: SiteFile, digest: str) -> Status:
    validity, withdrawn = mapping(file.values, "validity"), mapping(file.values, "withdrawn")
    annulled = mapping(file.values, "annulled")
    return Status(
        id=identifier,
        path=file.path,
        validity=text(validity, "state"),
        validity_on=text(validity, "on"),
        validity_basis=text(validity, "basis"),
        withdrawn_kind=text(withdrawn, "kind"),
        withdrawn_on=text(withdrawn, "on"),
        withdrawn_reason=text(withdrawn, "reason"),
        successor=text(withdrawn, "successor"),
        index=normal_index(text(withdrawn, "index")),
        title=text(withdrawn, "title"),
        topic=text(file.values, "topic"),
        keywords=tuple(texts(file.values, "keywords")),
        urgent=text(withdrawn, "urgent") in TRUE_WORDS,
        sha256=digest,
        annulled=text(annulled, "state"),
        annulled_on=text(annulled, "on"),
        annulled_basis=text(annulled, "basis"),
    )


def _unknown_words(file: SiteFile) -> list[Problem]:
    rules = load_data("validity.yml")
    rows = []
    for part, key, choices in (
        ("validity", "state", rules["states"]),
        ("annulled", "state", rules["annulments"]),
        ("withdrawn", "kind", rules["withdrawals"]),
    ):
        given = mapping(file.values, part)
        if given and text(given, key) not in choices:
            name = f"{part}.{key}"
            shown = "、".join(choices)
            rows.append(problem("S008", file.path, file.line(name), name, text(given, key), choices=shown))
    return rows

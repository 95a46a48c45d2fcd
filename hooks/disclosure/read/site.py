"""A site folder's settings → `Site`, with every problem of its files."""

import csv
import io
from pathlib import Path
from typing import Any

import yaml

from disclosure.data_files import data_names, load_data
from disclosure.identifiers import normal_index, valid_unit_code
from disclosure.problems import Problem, problem
from disclosure.read.site_files import TRUE_WORDS, read_site_file
from disclosure.read.text_file import decode_text
from disclosure.types import Category, Office, Redirect, Site, Status, Theme

DEFAULT_ATTACHMENT_MB = 20
DEFAULT_COLUMN = "政府信息公开"


def read_site(root: Path, today: str) -> tuple[Site, list[Problem]]:
    """The settings in `root` as of `today` (ISO date). Errors among the problems stop a build."""
    settings, problems = read_site_file(root, "site.yml")
    offices_file, found = read_site_file(root, "offices.yml")
    problems += found
    categories_file, found = read_site_file(root, "categories.yml")
    problems += found
    guide, found = read_site_file(root, "guide.yml")
    problems += found
    synonyms, found = read_site_file(root, "synonyms.yml")
    problems += found
    categories, found = _categories(categories_file)
    problems += found
    statuses, found = _statuses(root)
    problems += found
    redirects, found = _redirects(root)
    problems += found
    codes = (_text(settings, "unit_code"), *_texts(settings, "former_unit_codes"))
    problems += [
        problem("S010", "catalog/site.yml", 1, "unit_code", code)
        for code in codes
        if not valid_unit_code(code)
    ]
    if _text(settings, "approval") in ("required", "legacy"):
        problems.append(problem("S011", "catalog/site.yml", 1, "approval", _text(settings, "approval")))
    limit, found = _attachment_limit(settings)
    problems += found
    site = Site(
        root=root,
        name=_text(settings, "name"),
        column=_text(settings, "column") or DEFAULT_COLUMN,
        unit_codes=codes,
        approval=_text(settings, "approval"),
        sample=_text(settings, "sample") in TRUE_WORDS,
        address=read_site_address(root),
        today=today,
        attachment_limit=limit,
        allowed_domains=tuple(_texts(settings, "allowed_domains")),
        categories={c.name: c for c in categories},
        themes={t.name: t for t in _themes()},
        offices={o.name: o for o in _offices(offices_file)},
        statuses=statuses,
        redirects=redirects,
        settings=settings,
        guide=guide,
        synonyms=tuple(
            tuple(str(word) for word in group)
            for group in synonyms.get("groups", ())
            if isinstance(group, list)
        ),
    )
    return site, problems


def read_site_address(root: Path) -> str:
    """`site_url` of mkdocs.yml with a closing slash, or an empty text. Tags of MkDocs's own are passed over."""
    try:
        loaded = yaml.load((root / "mkdocs.yml").read_bytes(), Loader=_AnyTag)  # noqa: S506 (a SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return ""
    address = loaded.get("site_url") if isinstance(loaded, dict) else None
    return f"{str(address).rstrip('/')}/" if address else ""


class _AnyTag(yaml.SafeLoader):
    """Reads mkdocs.yml, whose tags (`!ENV`, `!!python/name:`) mean nothing here."""


_AnyTag.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def _text(mapping: dict[str, Any], key: str) -> str:
    value = mapping.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _texts(mapping: dict[str, Any], key: str) -> list[str]:
    value = mapping.get(key, [])
    return [v.strip() for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _attachment_limit(settings: dict[str, Any]) -> tuple[int, list[Problem]]:
    limits = settings.get("limits")
    text = _text(limits, "attachment_mb") if isinstance(limits, dict) else ""
    if text and (not text.isascii() or not text.isdigit() or int(text[:6]) < 1):
        row = problem("S008", "catalog/site.yml", 1, "limits.attachment_mb", text, choices="1 以上的整数")
        return DEFAULT_ATTACHMENT_MB << 20, [row]
    return (int(text[:6]) if text else DEFAULT_ATTACHMENT_MB) << 20, []


def _offices(file: dict[str, Any]) -> list[Office]:
    keys = ("id", "name", "phone", "liaison", "valid_from", "valid_to", "successor", "duties")
    entries = file.get("offices", [])
    return [
        Office(
            short=tuple(_texts(e, "short")),
            kind=_text(e, "kind") or "本机关",
            **{k: _text(e, k) for k in keys},
        )
        for e in (entries if isinstance(entries, list) else [])
        if isinstance(e, dict)
    ]


def _themes() -> list[Theme]:
    """The shipped themes in their official order: each first level, then its second ones."""
    themes = []
    for top in load_data("themes.yml")["themes"]:
        themes.append(Theme(top["id"], top["name"]))
        themes += [Theme(sub["id"], f"{top['name']}\\{sub['name']}") for sub in top.get("children", ())]
    return themes


def _categories(file: dict[str, Any]) -> tuple[list[Category], list[Problem]]:
    """The shipped profile as the office picked (use), extended (add) and tightened it."""
    place = "catalog/categories.yml"
    profile = _text(file, "profile")
    if profile not in data_names("profiles"):
        if not profile:
            return [], []
        choices = "、".join(data_names("profiles"))
        return [], [problem("S008", place, 1, "profile", profile, choices=choices)]
    shipped = {str(c["id"]): c for c in load_data(f"profiles/{profile}.yml")["categories"]}
    use = file.get("use", "all")
    wanted = list(shipped) if use == "all" or not isinstance(use, list) else [str(u) for u in use]
    problems = [
        problem("S008", place, 1, "use", unknown, choices="、".join(shipped))
        for unknown in wanted
        if unknown not in shipped
    ]
    chosen = {w: dict(shipped[w]) for w in wanted if w in shipped}
    added = file.get("add")
    for entry in added if isinstance(added, list) else []:
        if isinstance(entry, dict) and entry.get("id") in chosen:
            problems.append(problem("S009", place, 1, "add.id", str(entry["id"]), first=profile))
        elif isinstance(entry, dict):
            chosen[str(entry.get("id"))] = entry
    tighten = file.get("tighten")
    for identifier, changes in tighten.items() if isinstance(tighten, dict) else []:
        if identifier not in chosen or not isinstance(changes, dict):
            problems.append(problem("S008", place, 1, "tighten", identifier, choices="、".join(chosen)))
            continue
        if "optional" in changes.values():
            problems.append(problem("S012", place, 1, f"tighten.{identifier}"))
        chosen[identifier].update(changes)
    return [_category(entry) for entry in chosen.values()], problems


def _category(entry: dict[str, Any]) -> Category:
    required = entry.get("required", ())
    return Category(
        id=_text(entry, "id"),
        name=_text(entry, "name"),
        article=_text(entry, "article"),
        place=_text(entry, "place") or "法定主动公开内容",
        document_number=entry.get("document_number") == "required",
        attachments=entry.get("attachments") == "required",
        holds_form=entry.get("holds_form") in (True, *TRUE_WORDS),
        validity=entry.get("validity") in (True, *TRUE_WORDS),
        description=_text(entry, "description"),
        required=tuple(str(r) for r in required) if isinstance(required, list) else (),
    )


def _statuses(root: Path) -> tuple[dict[str, Status], list[Problem]]:
    statuses, problems = {}, []
    for file in sorted((root / "catalog" / "status").glob("*.yml")):
        path = f"status/{file.name}"
        entry, found = read_site_file(root, path, "status")
        problems += found
        validity, withdrawn = entry.get("validity"), entry.get("withdrawn")
        validity = validity if isinstance(validity, dict) else {}
        withdrawn = withdrawn if isinstance(withdrawn, dict) else {}
        problems += _status_problems(f"catalog/{path}", validity, withdrawn)
        statuses[file.stem] = Status(
            id=file.stem,
            path=f"catalog/{path}",
            validity=_text(validity, "state"),
            validity_on=_text(validity, "on"),
            validity_basis=_text(validity, "basis"),
            withdrawn_kind=_text(withdrawn, "kind"),
            withdrawn_on=_text(withdrawn, "on"),
            withdrawn_reason=_text(withdrawn, "reason"),
            successor=_text(withdrawn, "successor"),
            index=normal_index(_text(withdrawn, "index")),
            title=_text(withdrawn, "title"),
            topic=_text(entry, "topic"),
            keywords=tuple(_texts(entry, "keywords")),
        )
    return statuses, problems


def _status_problems(path: str, validity: dict[str, Any], withdrawn: dict[str, Any]) -> list[Problem]:
    rules = load_data("validity.yml")
    problems = []
    if validity and _text(validity, "state") not in rules["states"]:
        choices = "、".join(rules["states"])
        problems.append(problem("S008", path, 1, "validity.state", _text(validity, "state"), choices=choices))
    if withdrawn and _text(withdrawn, "kind") not in rules["withdrawals"]:
        choices = "、".join(rules["withdrawals"])
        problems.append(problem("S008", path, 1, "withdrawn.kind", _text(withdrawn, "kind"), choices=choices))
    return problems


def _redirects(root: Path) -> tuple[tuple[Redirect, ...], list[Problem]]:
    """catalog/redirects.csv with the columns from,to; written by Excel too, so a byte order mark is allowed."""
    path = "catalog/redirects.csv"
    try:
        data = (root / path).read_bytes()
    except OSError:
        return (), []
    text, problems = decode_text(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"), path)
    if not text:
        return (), problems
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        return (), [*problems, problem("S013", path, 1, value=str(error))]
    if not rows or [cell.strip() for cell in rows[0]] != ["from", "to"]:
        return (), [*problems, problem("S013", path, 1, value=",".join(rows[0]) if rows else "")]
    redirects = []
    for number, row in enumerate(rows[1:], 2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != 2 or not all(cells):  # noqa: PLR2004 (from, to)
            problems.append(problem("S013", path, number, value=",".join(cells)))
            continue
        redirects.append(Redirect(cells[0].lstrip("/"), cells[1], number))
    return tuple(redirects), problems

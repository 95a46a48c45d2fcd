"""The vocabularies of front-matter: categories, offices, themes, as shipped and as the office chose."""

from typing import Any

from disclosure.data_files import data_names, load_data
from disclosure.problems import Problem, problem
from disclosure.read.site_files import TRUE_WORDS, SiteFile, entries, mapping, text, texts
from disclosure.types import CatalogTable, Category, Office, Theme


def read_offices(file: SiteFile) -> list[Office]:
    """The offices of catalog/offices.yml."""
    keys = ("id", "name", "phone", "liaison", "valid_from", "valid_to", "successor", "duties")
    return [
        Office(
            short=tuple(texts(entry, "short")),
            categories=tuple(texts(entry, "categories")),
            kind=text(entry, "kind") or "本机关",
            **{key: text(entry, key) for key in keys},
        )
        for _, entry in entries(file.values, "offices")
    ]


def shipped_themes() -> list[Theme]:
    """The shipped themes in their official order: each first level, then its second ones."""
    themes = []
    for top in load_data("themes.yml")["themes"]:
        themes.append(Theme(top["id"], top["name"]))
        themes += [Theme(sub["id"], f"{top['name']}\\{sub['name']}") for sub in top.get("children", ())]
    return themes


def read_categories(file: SiteFile) -> tuple[list[Category], list[Problem]]:
    """The shipped profile as the office picked (use), extended (add) and tightened it.

    `absent` says since which day the office states that it has nothing of a class.
    """
    profile = text(file.values, "profile")
    if not profile:
        return [], []  # told by the check of the file's keys
    if profile not in data_names("profiles"):
        return [], [_not_one_of(file, "profile", profile, data_names("profiles"))]
    shipped = {str(c["id"]): c for c in load_data(f"profiles/{profile}.yml")["categories"]}
    use = file.values.get("use", "all")
    wanted = list(shipped) if use == "all" or not isinstance(use, list) else [str(u) for u in use]
    problems = [_not_one_of(file, "use", unknown, shipped) for unknown in wanted if unknown not in shipped]
    chosen = {name: dict(shipped[name]) for name in wanted if name in shipped}
    for number, entry in entries(file.values, "add"):
        name = text(entry, "id")
        if name in chosen:
            line = file.line(f"add.{number}.id")
            problems.append(problem("S009", file.path, line, "add.id", name, first=profile))
        elif name:
            chosen[name] = entry
    if not chosen and not problems:
        problems.append(problem("S006", file.path, file.line("use"), "use"))
    for name, changes in mapping(file.values, "tighten").items():
        if name not in chosen or not isinstance(changes, dict):
            problems.append(_not_one_of(file, f"tighten.{name}", name, chosen))
            continue
        if "optional" in changes.values():
            line = file.line(f"tighten.{name}")
            problems.append(problem("S012", file.path, line, f"tighten.{name}"))
        chosen[name].update(changes)
    for name in mapping(file.values, "absent"):
        if name not in chosen:
            problems.append(_not_one_of(file, f"absent.{name}", name, chosen))
        else:
            chosen[name]["absent"] = text(file.values["absent"], name)
    return [_category(entry) for entry in chosen.values()], problems


def read_tables(file: SiteFile, categories: list[Category]) -> tuple[tuple[CatalogTable, ...], list[Problem]]:
    """The 公开目录表 of the profile that `tables` names; a table holds the categories it stands for or is named as."""
    name = text(file.values, "tables")
    if not name:
        return (), []
    if name not in data_names("profiles"):
        return (), [_not_one_of(file, "tables", name, data_names("profiles"))]
    tables = load_data(f"profiles/{name}.yml")["categories"]
    return tuple(
        CatalogTable(
            id=table["id"],
            name=table["name"],
            description=table["description"],
            categories=tuple(
                c.name for c in categories if c.id == table["id"] or c.id in table.get("statutory", ())
            ),
        )
        for table in tables
    ), []


def _not_one_of(file: SiteFile, key: str, value: str, choices: Any) -> Problem:
    return problem("S008", file.path, file.line(key), key, value, choices="、".join(choices))


def _category(entry: dict[str, Any]) -> Category:
    return Category(
        id=text(entry, "id"),
        name=text(entry, "name"),
        article=text(entry, "article"),
        place=text(entry, "place") or "法定主动公开内容",
        document_number=entry.get("document_number") == "required",
        attachments=entry.get("attachments") == "required",
        holds_form=entry.get("holds_form") in (True, *TRUE_WORDS),
        validity=entry.get("validity") in (True, *TRUE_WORDS),
        description=text(entry, "description"),
        absent=text(entry, "absent"),
        required=tuple(texts(entry, "required")),
        points=tuple(text(point, "name") for _, point in entries(entry, "required_points")),
    )

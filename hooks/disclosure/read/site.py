"""A site folder's settings → `Site`, with every problem of its files."""

from pathlib import Path

from disclosure.identifiers import valid_unit_code
from disclosure.problems import Problem, problem
from disclosure.read.calendars import read_calendar
from disclosure.read.mkdocs_file import read_site_address
from disclosure.read.redirects import read_redirects
from disclosure.read.site_files import TRUE_WORDS, SiteFile, mapping, read_site_file, text, texts
from disclosure.read.statuses import read_statuses
from disclosure.read.time_limits import read_limits
from disclosure.read.vocabularies import read_categories, read_offices, read_tables, shipped_themes
from disclosure.systems import shipped_systems
from disclosure.types import Site

DEFAULT_ATTACHMENT_MB = 20
DEFAULT_COLUMN = "政府信息公开"
_DIGITS = 6
"""More digits than any limit in MB needs."""


def read_site(root: Path, today: str) -> tuple[Site, list[Problem]]:
    """The settings in `root` as of `today` (ISO date). Errors among the problems stop a build."""
    problems: list[Problem] = []

    def read(name: str) -> SiteFile:
        file, found = read_site_file(root, name)
        problems.extend(found)
        return file

    site, guide, synonyms = read("site.yml"), read("guide.yml"), read("synonyms.yml")
    offices = read_offices(read("offices.yml"))
    chosen = read("categories.yml")
    categories, found = read_categories(chosen)
    problems += found
    tables, found = read_tables(chosen, categories)
    problems += found
    statuses, found = read_statuses(root)
    problems += found
    redirects, found = read_redirects(root)
    problems += found
    calendar, found = read_calendar(root)
    problems += found
    limits, found = read_limits(root)
    problems += found
    profiles, found = _profiles(site)
    problems += found
    if "profiles" in site.values:
        limits = {name: limit for name, limit in limits.items() if limit.profile in ("", *profiles)}
    former = texts(site.values, "former_unit_codes")
    codes = {"unit_code": text(site.values, "unit_code")} | {
        f"former_unit_codes.{n}": code for n, code in enumerate(former)
    }
    problems += [
        problem("S010", site.path, site.line(key), key.partition(".")[0], code)
        for key, code in codes.items()
        if code and not valid_unit_code(code)
    ]
    limit, found = _attachment_limit(site)
    problems += found
    address, found = read_site_address(root)
    problems += found
    groups = synonyms.values.get("groups")
    return Site(
        root=root,
        name=text(site.values, "name"),
        column=text(site.values, "column") or DEFAULT_COLUMN,
        unit_codes=tuple(filter(None, codes.values())),
        approval=text(site.values, "approval"),
        sample=text(site.values, "sample") in TRUE_WORDS,
        address=address,
        today=today,
        attachment_limit=limit,
        allowed_domains=tuple(texts(site.values, "allowed_domains")),
        categories={c.name: c for c in categories},
        themes={t.name: t for t in shipped_themes()},
        offices={o.name: o for o in offices},
        statuses=statuses,
        redirects=redirects,
        settings=site.values,
        guide=guide.values,
        synonyms=tuple(
            tuple(str(word) for word in group)
            for group in (groups if isinstance(groups, list) else ())
            if isinstance(group, list)
        ),
        calendar=calendar,
        limits=limits,
        profiles=profiles,
        tables=tables,
    ), problems


def _profiles(site: SiteFile) -> tuple[tuple[str, ...], list[Problem]]:
    """The chosen local systems. Where the key is missing, local terms of every system warn, as a reminder."""
    stated, known = dict.fromkeys(texts(site.values, "profiles")), shipped_systems()
    line = site.line("profiles")
    problems = [
        problem("S008", site.path, line, "profiles", name, choices="、".join(known))
        for name in stated
        if name not in known
    ]
    return tuple(name for name in stated if name in known), problems


def _attachment_limit(site: SiteFile) -> tuple[int, list[Problem]]:
    """The size limit in bytes."""
    key = "limits.attachment_mb"
    stated = text(mapping(site.values, "limits"), "attachment_mb")
    usable = stated.isascii() and stated.isdigit() and len(stated) <= _DIGITS and int(stated) > 0
    if stated and not usable:
        row = problem("S008", site.path, site.line(key), key, stated, choices="1 以上的整数")
        return DEFAULT_ATTACHMENT_MB << 20, [row]
    return (int(stated) if stated else DEFAULT_ATTACHMENT_MB) << 20, []

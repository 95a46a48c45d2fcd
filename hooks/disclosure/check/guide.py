"""The guide's nine statutory fields (条例第十二条第二款); without them no guide may be published."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from disclosure.check.values import wrong_date
from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.systems import shipped_systems
from disclosure.types import Site

PATH = "catalog/guide.yml"
_YEAR = 12
"""Months."""


def check_guide(site: Site) -> list[Problem]:
    """Rows for a missing guide and for each missing field. The fax may be an explicit 无."""
    if not site.guide:
        return [problem("G001", PATH)]
    fields = load_data("guide_fields.yml")
    statutory = [*fields["statutory"]["information"], *fields["statutory"]["bureau"]]
    rows = [
        problem("G002", PATH, 1, field["key"], label=field["label"])
        for field in statutory
        if not str(site.guide.get(field["key"], "")).strip()
    ]
    rows += [
        problem("G003", PATH, 1, field["key"], label=field["label"])
        for field in (*fields["added"], *fields["contact"])
        if field.get("duty") == "Q3" and not site.guide.get(field["key"])
    ]
    rows += _principles(site, fields["added"])
    return rows + _unverified(site, statutory, fields["verify"]["months"]) + _nameless(site)


def _principles(site: Site, fields: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Principles that a chosen local system names and the guide does not (J7, S3)."""
    for field in fields:
        for system, words in field.get("words", {}).items():
            missing = [word for word in words if word not in str(site.guide.get(field["key"], ""))]
            if missing and system in site.profiles:
                name = shipped_systems()[system].name
                yield problem("G034", PATH, 1, field["key"], "、".join(missing), system=name)


def _unverified(site: Site, fields: list[dict[str, str]], months: int) -> list[Problem]:
    """Statutory facts that nobody has looked at for so long; asked of a guide that says when facts were verified."""
    verified = site.guide.get("verified")
    if not isinstance(verified, dict):
        return []
    oldest = f"{int(site.today[:4]) - months // _YEAR:04d}{site.today[4:]}"
    rows = []
    for key in (field["key"] for field in fields):
        on = str(verified.get(key, ""))
        if wrong_date(on) or on > site.today:
            rows.append(problem("G031", PATH, 1, f"verified.{key}", on))
        elif on < oldest:
            rows.append(problem("G032", PATH, 1, f"verified.{key}", on, months=months))
    return rows


def _nameless(site: Site) -> list[Problem]:
    """A leading group that does not say who is in it (Q1)."""
    group = site.guide.get("working_group")
    members = group.get("members") if isinstance(group, dict) else None
    if group is None or not isinstance(members, list):
        return [] if group is None else [problem("G033", PATH, 1, "working_group.members", "成员")]
    return [
        problem("G033", PATH, 1, "working_group.members", str(member.get("role", "成员")))
        for member in members
        if isinstance(member, dict) and not str(member.get("person", "")).strip()
    ]

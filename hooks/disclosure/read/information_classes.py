"""catalog/inventory.yml → the classes of information that an office has sorted, and who answers for each (梳理信息).

It names classes only, never a document: what may not be public stands in no file of the site.
"""

from dataclasses import dataclass
from typing import Any

from disclosure.contract import ground_names
from disclosure.dates import is_day
from disclosure.problems import Problem, problem
from disclosure.read.site_files import SiteFile, entries, read_site_file, text
from disclosure.systems import shipped_systems
from disclosure.types import Site

FILE = "inventory.yml"
OPEN, WITHHELD = "主动公开", "不予公开"
SORTED = "已梳理"


@dataclass(frozen=True, slots=True)
class InformationClass:
    """信息类别: open unless a ground of the law says otherwise (以公开为原则，不公开为例外).

    `made_by`, `reviewed_by`, `kept_by`: who answers for it (谁制作、谁审核、谁保存，谁负责).
    """

    id: str
    name: str
    category: str
    disclosure: str
    ground: str
    basis: str
    made_by: str
    reviewed_by: str
    kept_by: str
    progress: str
    sorted_on: str
    review_on: str
    """The ISO date on which what is withheld is assessed again (条例第十八条), or empty."""


def read_information_classes(site: Site) -> tuple[list[InformationClass], list[Problem]]:
    """The classes in the order of the file, with 主动公开 where nothing else is said, and all problems."""
    file, problems = read_site_file(site.root, FILE)
    words = _words(site)
    found = []
    for number, entry in entries(file.values, "classes"):
        stated = text(entry, "disclosure")
        made = InformationClass(
            **{
                key: text(entry, key)
                for key in ("id", "name", "category", "ground", "basis", "sorted_on", "review_on")
            },
            **{key: text(entry, key) for key in ("made_by", "reviewed_by", "kept_by")},
            disclosure=words.get(stated, stated) or OPEN,
            progress=text(entry, "progress") or "未梳理",
        )
        found.append(made)
        problems += _check(site, file, f"classes.{number}", made, set(words.values()))
    return found, problems


def _words(site: Site) -> dict[str, str]:
    """The words for 公开属性 that the office may use: the catalog's, and those of its chosen systems."""
    words = {word: word for word in (OPEN, "部分公开", "依申请公开", WITHHELD)}
    for name in site.profiles:
        words |= shipped_systems()[name].disclosure
    return words


def _check(site: Site, file: SiteFile, key: str, made: InformationClass, known: set[str]) -> list[Problem]:
    rows = []

    def told(code: str, field: str, value: str = "", **facts: Any) -> None:
        rows.append(
            problem(code, file.path, file.line(f"{key}.{field}"), field, value, name=made.name, **facts)
        )

    if made.disclosure not in known:
        told("E035", "disclosure", made.disclosure, choices="、".join(sorted(known)))
    if made.ground and made.ground not in ground_names():
        told("E035", "ground", made.ground, choices="、".join(ground_names()))
    if made.category and made.category not in site.categories:
        told("E035", "category", made.category, choices="公开类别的名称")
    for field, day in (("sorted_on", made.sorted_on), ("review_on", made.review_on)):
        if day and not is_day(day):
            told("E035", field, day, choices="2026-03-02 这样的日期")
    if made.disclosure == WITHHELD and not (made.ground and made.basis):
        told("E036", "ground" if not made.ground else "basis")
    missing = [f for f in ("made_by", "reviewed_by", "kept_by") if not getattr(made, f)]
    if missing:
        told("E037", "made_by", "、".join(missing))
    return rows

"""What only an internal repository may hold: registers (内部台账), dissent, names of reviewers (design 1 and 2)."""

from collections.abc import Iterable, Iterator

from disclosure.approval.chain import names_a_post
from disclosure.approval.decision import AGREE
from disclosure.approval.evaluate import Record
from disclosure.problems import Problem, problem
from disclosure.read.site_files import text
from disclosure.types import Site

REGISTERS = "catalog/registers"
INTERNAL, PUBLIC = "internal", "public"
_POLICY = "catalog/policy"
_NAMED = ("drafter", "keeper", "text_check")
"""Evidence of a decision that names somebody: a name, or a text whose name stands between a colon and a comma."""


def check_visibility(site: Site) -> list[Problem]:
    """Errors of the site, so that nothing is built: registers where `visibility` is not internal, names where it is public.

    One file of the registers is named; it is enough to know that there are some.
    """
    persons = site.policy.persons.values() if site.policy and is_public(site) else ()
    rows = [
        problem("V118", _POLICY, 1, f"persons.{person.id}", "姓名")
        for person in persons
        if not names_a_post(person.name)
    ]
    return [*rows, *_registers(site)]


def is_public(site: Site) -> bool:
    """Whether anybody can read the repository, and not only what is built from it."""
    return text(site.settings, "visibility") == PUBLIC


def told_in_public(site: Site, subject: str, path: str, records: Iterable[Record]) -> Iterator[Problem]:
    """Rows for decisions of a public repository that hold dissent (不同意见) or a person's name."""
    for record in records if is_public(site) else ():
        said = record.decision
        drafter, keeper, checked = (said.evidence.get(key, "") for key in _NAMED)
        names = filter(None, (drafter, keeper, checked.partition("：")[2].partition("，")[0]))
        told = ["不同意见"] if said.decision != AGREE else []
        told += [] if all(map(names_a_post, names)) else ["姓名"]
        if told:
            yield problem("V118", path, record.line, value="、".join(told), item=subject)


def _registers(site: Site) -> list[Problem]:
    if text(site.settings, "visibility") == INTERNAL:
        return []
    folder = site.root / REGISTERS
    if folder.is_symlink():
        return [problem("L001", REGISTERS, value=REGISTERS)]
    found = sorted(path for path in folder.rglob("*") if not path.is_dir())
    if not found:
        return []
    return [problem("L001", REGISTERS, value=found[0].relative_to(site.root).as_posix())]

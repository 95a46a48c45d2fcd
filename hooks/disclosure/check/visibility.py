"""Registers (内部台账) lie only in a repository that says it is internal (design 2)."""

from disclosure.problems import Problem, problem
from disclosure.read.site_files import text
from disclosure.types import Site

REGISTERS = "catalog/registers"
INTERNAL = "internal"


def check_visibility(site: Site) -> list[Problem]:
    """An error of the site where registers lie in it and `visibility` is not internal: nothing is then built.

    One file is named; it is enough to know that there are some.
    """
    if text(site.settings, "visibility") == INTERNAL:
        return []
    folder = site.root / REGISTERS
    if folder.is_symlink():
        return [problem("L001", REGISTERS, value=REGISTERS)]
    found = sorted(path for path in folder.rglob("*") if not path.is_dir())
    if not found:
        return []
    return [problem("L001", REGISTERS, value=found[0].relative_to(site.root).as_posix())]

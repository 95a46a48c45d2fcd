"""Where the registers of a site lie, which case is meant, and what must not lie in a git tree."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from disclosure.check.visibility import INTERNAL, check_visibility
from disclosure.problems import Problem, format_problem
from disclosure.read.site import read_site
from disclosure.read.site_files import text
from disclosure.registers.check import check_registers
from disclosure.registers.kinds import APPLICATIONS, register_kinds
from disclosure.registers.read import FOLDER
from disclosure.registers.types import Case
from disclosure.types import Site
from disclosure.verbs.options import fail
from disclosure.verbs.report_files import refuse_public_place

registers_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--registers",
    "outside",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="台账所在的文件夹（默认为站点的 catalog/registers）。",
)


out_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="写到哪里。",
)


def read_settings(root: Path, today: str) -> Site:
    """The settings of a site; ends the program where its registers lie in a repository that is not internal."""
    site, _ = read_site(root, today)
    for row in check_visibility(site):
        fail(format_problem(row))
    return site


def place_of(site: Site, outside: Path | None) -> Path:
    """The folder of the registers; ends the program where that is published, or lies in a public repository."""
    own = site.root / FOLDER
    place = outside or own
    if place.resolve() != own.resolve():
        refuse_public_place(site.root, place)
    whole, tree = place.resolve(), git_tree(site.root)
    inside = site.root in (whole, *whole.parents) or (tree is not None and tree == git_tree(whole))
    if inside and text(site.settings, "visibility") != INTERNAL:
        fail(
            "站点没有写明只供内部使用，台账不能放在它的仓库里。请用 --registers 指明仓库以外的文件夹；"
            "确属内部仓库的，在 catalog/site.yml 写 visibility: internal。"
        )
    return place


def registers_of(site: Site, outside: Path | None) -> Path:
    """The folder of the registers: `outside` where it is given and allowed, else the site's own."""
    return place_of(site, outside) if outside else site.root / FOLDER


def git_tree(place: Path) -> Path | None:
    """The top of the git tree that `place` lies in, also of one without files of its own; None where it lies in none."""
    whole = place.resolve()
    for folder in (whole, *whole.parents):
        bare = all((folder / name).exists() for name in ("HEAD", "objects", "refs"))
        if bare or (folder / ".git").exists():
            return folder
    return None


def shown_as(outside: Path | None) -> str:
    """What the folder is called in messages: no path of one machine."""
    return outside.name if outside else FOLDER


def read_cases(root: Path, today: str, outside: Path | None) -> tuple[Site, list[Case], list[Problem]]:
    """The site, its cases and their problems."""
    site = read_settings(root, today)
    cases, problems = check_registers(site, registers_of(site, outside), shown_as(outside))
    return site, cases, problems


def split_name(name: str) -> tuple[str, str]:
    """Register and number of `2026-0001`, or of `reviews/2026-001`; ends the program for an unknown register."""
    register, _, number = name.rpartition("/")
    register = register or APPLICATIONS
    if register not in register_kinds():
        fail(f"没有台账 {register}。可选：{'、'.join(register_kinds())}。")
    return register, number


def find_case(cases: list[Case], name: str) -> Case:
    """The case called `name`; ends the program where there is none."""
    register, number = split_name(name)
    found = next((case for case in cases if (case.register, case.number) == (register, number)), None)
    return found or fail(f"台账里没有案号 {name}。")


def refuse_git_tree(place: Path, what: str) -> None:
    """End the program where `place` lies in a git tree: what names a person never enters one."""
    if tree := git_tree(place):
        fail(f"{what}不能放在版本库里：{tree.name} 是 git 仓库。请用仓库以外、有权限控制的文件夹。")

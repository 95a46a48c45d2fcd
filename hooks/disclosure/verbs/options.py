"""Options that several verbs share, and how a verb ends."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from disclosure.check.values import wrong_date
from disclosure.dates import find_today

FINE, PROBLEMS, MISUSE = 0, 1, 2
"""Exit codes (design 7)."""


def _site(_ctx: click.Context, _option: click.Parameter, value: Path) -> Path:
    root = value.resolve()
    if not (root / "mkdocs.yml").is_file() or not (root / "catalog").is_dir():
        raise click.BadParameter(f"{value} 不是站点文件夹：里面应有 mkdocs.yml、content 和 catalog。")
    return root


def _today(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str:
    if value is not None and wrong_date(value):
        raise click.BadParameter("日期写成 2026-03-02 的形式。")
    try:
        return value or find_today()
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

site_option: Decorator = click.option(
    "--site",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    callback=_site,
    help="站点文件夹（默认为当前文件夹）。",
)
today_option: Decorator = click.option(
    "--today", callback=_today, metavar="日期", help="按这一天计算期限和有效性（默认为今天）。"
)


def stacked(*options: Decorator) -> Decorator:
    """Several options as one decorator, in the order in which the help shows them."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


yes_option: Decorator = click.option("--yes", is_flag=True, help="不再询问，直接办理。")


def fail(message: str) -> NoReturn:
    """End with a message on the error stream and the exit code for what cannot run."""
    click.echo(message, err=True)
    sys.exit(MISUSE)

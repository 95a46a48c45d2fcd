"""`disclosure register fee`: the 信息处理费 for so many items or pages (国办函〔2020〕109号)."""

import sys

import click

from disclosure.registers.fees import METHODS, fee
from disclosure.verbs.options import FINE

_MOST = 1_000_000


@click.command("fee", help="算出信息处理费（元）。按件：同一申请人当月已有几件，用 --before 写明。")
@click.option("--method", type=click.Choice([*METHODS]), required=True, help="按件或者按量，只用一种。")
@click.option("--count", type=click.IntRange(1, _MOST), required=True, metavar="数", help="件数或者页数。")
@click.option("--before", type=click.IntRange(0, _MOST), default=0, metavar="数", help="当月此前的件数。")
def command(method: str, count: int, before: int) -> None:
    """Print the fee."""
    click.echo(f"{method} {count}：{fee(method, count, before)} 元")
    sys.exit(FINE)

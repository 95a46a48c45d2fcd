"""Who decides, for whom, and when: as the verbs that sign decisions are told it."""

from datetime import datetime

import click

from disclosure.approval.decision import TIME
from disclosure.dates import ZONE
from disclosure.verbs.options import fail, stacked

deciding_options = stacked(
    click.option("--person", default="", help="审批人在授权文件中的代号或名称。"),
    click.option("--on-behalf-of", "principal", default="", help="代签：授权人的代号或名称。"),
    click.option("--time", default="", help="作出决定的时间，例如 2026-03-04T10:00+08:00（默认为现在）。"),
)


def decision_time(given: str) -> str:
    """The time of a decision, in China Standard Time: as given, else now; ends the program where it is none."""
    time = given or datetime.now(ZONE).strftime("%Y-%m-%dT%H:%M+08:00")
    if not TIME.fullmatch(time):
        fail("时间写成 2026-03-04T10:00+08:00 的形式。")
    return time

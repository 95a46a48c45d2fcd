"""`disclosure register`: the private registers, case by case. Nothing of them is ever part of the public site."""

from importlib import import_module

import click

ACTIONS = {
    "new": ("register_new", "登记一件新的案件，给出案号"),
    "add": ("register_add", "在一件案件里登记一个环节"),
    "show": ("register_show", "一件案件的状态和期限，写明怎样算出来的"),
    "letter": ("register_letter", "写出文书：答复、补正、延期、收费、征求意见"),
    "archive": ("register_archive", "把一件案件整理成一卷，交档案部门"),
    "check": ("register_check", "检查全部台账"),
    "counts": ("register_counts", "年度报告表三、表四的数字"),
    "fee": ("register_fee", "算出信息处理费"),
}
"""Action → (module in disclosure.verbs, what it does)."""


class _Actions(click.Group):
    """Loads the module of an action only when that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(ACTIONS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in ACTIONS:
            return None
        command = import_module(f"disclosure.verbs.{ACTIONS[cmd_name][0]}").command
        assert isinstance(command, click.Command), cmd_name  # noqa: S101 (our own modules)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("动作"):
            formatter.write_dl([(name, text) for name, (_, text) in ACTIONS.items()])


@click.command(cls=_Actions, help="内部台账：依申请公开、复议诉讼、更正、投诉举报、工作台账。只认案号。")
def command() -> None:
    """Keep the registers."""

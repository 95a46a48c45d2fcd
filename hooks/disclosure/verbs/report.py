"""`disclosure report`: papers for the office and its supervisors. None of them is ever part of the public site."""

from importlib import import_module

import click

REPORTS = {
    "due": ("report_due", "待办清单：台账、审批、公开期限、年度报告，最急的在前"),
    "ledger": ("report_ledger", "登记簿：什么时候发布、变更、撤回了什么，谁审核，谁登记"),
    "annual": ("report_annual", "年度报告：填报、核对勾稽关系、草稿，登记为待审批的事项"),
    "circular": ("report_circular", "通报：哪些单位没有完成要求的事项，登记为待审批的事项"),
    "board": ("report_board", "内部看板：及时率、逾期、空白和陈旧的类别，十四种责任情形的依据"),
    "inventory": ("report_inventory", "信息梳理清单：各类信息的公开属性、依据、责任和进度"),
    "audit": ("report_audit", "审计报告：谁提出、审核、批准、反对、发布，按事项和人员"),
}
"""Report → (module in disclosure.verbs, what it holds)."""


class _Reports(click.Group):
    """Loads the module of a report only when that report is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(REPORTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in REPORTS:
            return None
        command = import_module(f"disclosure.verbs.{REPORTS[cmd_name][0]}").command
        assert isinstance(command, click.Command), cmd_name  # noqa: S101 (our own modules)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("报告"):
            formatter.write_dl([(name, text) for name, (_, text) in REPORTS.items()])


@click.command(cls=_Reports, help="生成内部报告（网页、CSV、Excel），写到网站以外的文件夹。")
def command() -> None:
    """Make a report."""

"""The command `disclosure`: verbs that read like the job. Each verb is a module that is loaded when it is used."""

import io
import sys
from importlib import import_module

import click

VERBS = {
    "new": ("new", "登记一条新的公开事项"),
    "check": ("check", "检查全部内容，列出所有问题"),
    "approve": ("approve", "审批：查看进度，签署意见"),
    "policy": ("policy", "授权文件：编写、签署、查看人员、岗位、密钥和代签"),
    "handover": ("handover", "人员变动：列出要移交的，写出交接单和授权文件草稿"),
    "calendar": ("calendar", "列出工作日历，由放假安排的通知加一年"),
    "deadline": ("deadline", "算出期限到哪一天，写明怎样算出来的"),
    "withdraw": ("withdraw", "撤回已发布的信息，紧急时一人先行撤下"),
    "register": ("register", "内部台账：登记申请、复议诉讼、投诉，查状态和期限"),
    "report": ("report", "内部报告：登记簿，审计报告"),
    "build": ("build", "生成网站"),
    "pack": ("pack", "打成可以带走的文件夹：送交档案馆的档案版，放在 U 盘上的阅览室版"),
    "serve": ("serve", "生成并在本机预览，文件改动后自动更新"),
    "import": ("import_", "导入历史信息（JSON Lines、Word 或文本文件夹）"),
    "strip": ("strip", "清除附件的属性、作者、拍摄位置，另写一份"),
    "renumber": ("renumber", "给尚未审批的事项换一个编号"),
    "sign": ("sign", "核对生成的文件夹，对校验和文件签名"),
    "verify": ("verify", "对照清单核验文件夹，或者网站实际提供的内容"),
    "backup": ("backup", "把 git 不保存的资料存成一个文件"),
    "restore": ("restore", "核对备份文件，把其中的资料放回原处"),
    "schema": ("schema", "生成编辑器用的字段规则和手册表格"),
}
"""Verb → (module in disclosure.verbs, what it does)."""


class _Verbs(click.Group):
    """Loads the module of a verb only when that verb is used, so that --help starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        module = import_module(f"disclosure.verbs.{VERBS[cmd_name][0]}")
        command = module.command
        assert isinstance(command, click.Command), cmd_name  # noqa: S101 (our own modules)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("命令"):
            formatter.write_dl([(verb, text) for verb, (_, text) in VERBS.items()])


@click.command(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="政府信息公开目录：登记、检查、生成、核验。退出码：0 正常，1 发现问题，2 用法有误或无法运行。",
)
@click.version_option(package_name="disclosure-catalog", message="%(version)s")
def main() -> None:
    """Run a verb."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows a question mark for what it lacks, instead of ending the command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")

"""What a verification found, as lines for people or as JSON for programs."""

import json
from dataclasses import asdict

import click

from disclosure.publish.manifest import Listing
from disclosure.verify.host import HostReport
from disclosure.verify.judge import Finding
from disclosure.verify.visitors import visitors

WORDS = {
    "changed": "内容不同",
    "missing": "缺少文件",
    "extra": "多出文件",
    "broken": "断链",
    "foreign": "加载外站",
    "swapped": "换成了另一个文件",
    "script": "多出脚本",
    "type": "内容类型不对",
    "refused": "拒绝访问",
    "failing": "服务器出错",
    "unreachable": "没有回答",
    "cut": "内容不完整",
    "oversized": "内容过长",
    "undecodable": "压缩方式读不了",
    "redirected": "跳转到其他网站",
    "loop": "循环跳转",
    "soft": "不存在的地址也有内容",
    "listing": "列出目录",
    "moved": "站内跳转后相符",
    "retried": "试了几次才有回答",
    "cookies": "要求保存 Cookie",
    "links": "改动后的页面链接太多，只核验了一部分",
}
_SHOWN_NOTES = 5


def print_report(report: HostReport, listing: Listing, form: str, *, target: str, signed: bool) -> None:
    """Print all findings, then one line that sums up."""
    if form == "json":
        click.echo(_as_json(report, listing, target, signed=signed))
        return
    for finding in report.findings:
        click.echo(_line(finding))
    for kind in dict.fromkeys(note.kind for note in report.notes):
        rows = [note for note in report.notes if note.kind == kind]
        names = "、".join(dict.fromkeys(note.address or "首页" for note in rows[:_SHOWN_NOTES]))
        click.echo(f"提示：{WORDS[kind]}：{names}{f' 等 {len(rows)} 处' if len(rows) > _SHOWN_NOTES else ''}")
    count = len(report.findings)
    left_out = f"（除外 {report.excepted} 个）" if report.excepted else ""
    state = f"{count} 处不符" if count else "全部相符"
    click.echo(f"核验 {len(listing.files)} 个文件{left_out}，{state}。")
    if report.asked:
        click.echo("服务器上没有链接、也猜不到名称的多余文件，从外部查不出来。")


def _line(finding: Finding) -> str:
    labels = {visitor.name: visitor.label for visitor in visitors()}
    where = finding.address or "首页"
    some = f"（只对{'、'.join(labels[name] for name in finding.visitors)}）" if finding.visitors else ""
    return f"{WORDS[finding.kind]}：{where}{some}{f' → {finding.detail}' if finding.detail else ''}"


def _as_json(report: HostReport, listing: Listing, target: str, *, signed: bool) -> str:
    document = {
        "format": 1,
        "target": target,
        "release": asdict(listing.release),
        "signed": signed,
        "files": len(listing.files),
        "excepted": report.excepted,
        "requests": report.asked,
        "findings": [asdict(finding) for finding in report.findings],
        "notes": [asdict(note) for note in report.notes],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)

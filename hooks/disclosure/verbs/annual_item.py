"""The final annual report as an item that goes through its chain of approval like any other (年报也要审批)."""

from pathlib import Path

import click

from disclosure.data_files import load_data
from disclosure.read.annual_figures import read_year
from disclosure.read.inventory import list_items
from disclosure.read.item_file import FENCE, read_item
from disclosure.read.nodes import Scalar
from disclosure.reports.annual import AnnualReport
from disclosure.reports.annual_documents import DRAFT, report_csv, report_docx, report_markdown
from disclosure.system_errors import system_reason
from disclosure.types import Site
from disclosure.verbs.options import FINE, PROBLEMS, fail
from disclosure.verbs.report_item import ReportItem, add_report_item


def register_report(site: Site, report: AnnualReport, *, renew: bool) -> int:
    """Write the item, or what is in it anew. Refuses a report with faults. Returns the exit code."""
    if report.is_draft:
        click.echo(f"还有 {len(report.faults)} 处错误，没有登记；改正前只能用 --out 输出{DRAFT}。", err=True)
        return PROBLEMS
    existing = _item_of(site, report.title)
    if existing and not renew:
        click.echo(f"{existing} 已经是这一年的报告，没有改动。要更新它的正文和附件，加 --replace。", err=True)
        return PROBLEMS
    try:
        path = _renew(site, report, existing) if existing else _add(site, report)
    except OSError as error:
        fail(f"文件写不进去：{system_reason(error)}。")
    click.echo(
        f"已登记为 {path}，尚未审批。下一步：disclosure check，然后 disclosure approve {Path(path).stem}。"
    )
    return FINE


def _files(site: Site, report: AnnualReport) -> list[tuple[str, str, bytes]]:
    """(name, title, bytes) of the attachments."""
    return [
        (f"annual-{report.year}.docx", report.title, report_docx(report, site.name)),
        (f"annual-{report.year}.csv", f"{report.title}统计数据", report_csv(report)),
    ]


def _item_of(site: Site, title: str) -> str:
    """The path of the item with this title, or an empty text."""
    for path in list_items(site.root)[0]:
        raw, _ = read_item(site.root, path)
        found = raw.front_matter.entries.get("title") if raw else None
        if isinstance(found, Scalar) and found.value == title:
            return path
    return ""


def _add(site: Site, report: AnnualReport) -> str:
    shipped = load_data("annual_report.yml")["item"]
    given, _ = read_year(site.root, report.year)
    providers = [who.department for who in given.provided.values()] if given else []
    candidates = [given.department if given else "", str(site.guide.get("organ_name", "")), *providers]
    item = ReportItem(
        title=report.title,
        summary=shipped["summary"].format(year=report.year),
        body=report_markdown(report),
        shipped=shipped,
        keywords=tuple(word.format(year=report.year) for word in shipped["keywords"]),
        department=next((name for name in candidates if name in site.offices), ""),
        phone=given.phone if given else "",
        files=_files(site, report),
    )
    return add_report_item(site, item)


def _renew(site: Site, report: AnnualReport, path: str) -> str:
    """Body and attachments of an item that is there; its number and other fields stay as they are."""
    file = site.root / path
    head, _, _ = file.read_text(encoding="utf-8")[len(FENCE) :].partition(f"\n{FENCE}\n")
    lines = head.strip("\n").split("\n")
    files = _files(site, report)
    if not any(line.startswith("attachments:") for line in lines):
        lines.append("attachments:")
        for name, title, _ in files:
            lines += [f"  - file: {name}", f"    title: {title}"]
    folder = site.root / "content" / "files" / path.split("/")[2] / file.stem
    folder.mkdir(parents=True, exist_ok=True)
    for name, _, data in files:
        (folder / name).write_bytes(data)
    text = "\n".join([FENCE, *lines, FENCE, "", report_markdown(report)])
    file.write_text(text, encoding="utf-8", newline="\n")
    return path

"""A report as an item that goes through its chain of approval like any other: its fields, its number, its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from disclosure.types import Site
from disclosure.verbs.options import fail


@dataclass(frozen=True, slots=True)
class ReportItem:
    """What is told of a report: `shipped` are the item's settings in its data file, `files` (name, title, bytes)."""

    title: str
    summary: str
    body: str
    shipped: dict[str, Any]
    keywords: tuple[str, ...]
    department: str = ""
    phone: str = ""
    files: Sequence[tuple[str, str, bytes]] = ()


def add_report_item(site: Site, report: ReportItem) -> str:
    """Write the item with the next free number and return its path. Raises OSError."""
    from disclosure.intake.new_item import add_item
    from disclosure.intake.numbering import NumbersExhaustedError
    from disclosure.intake.rows import SourceFile

    files = [SourceFile(name, data, title) for name, title, data in report.files]
    try:
        return add_item(site, _values(site, report), report.body, files).path
    except NumbersExhaustedError:
        fail("今年的编号已经用完。")


def _values(site: Site, report: ReportItem) -> dict[str, Any]:
    wanted = report.shipped["categories"]
    by_id = {c.id: c.name for c in site.categories.values()}
    category = next((by_id[name] for name in wanted if name in by_id), None)
    if category is None:
        fail(f"catalog/categories.yml 中没有可以放这份报告的类别（{'、'.join(wanted)}）。")
    office = next((o for o in site.offices.values() if o.kind == "本机关"), None)
    known = site.offices.get(report.department)
    return {
        "title": report.title,
        "category": category,
        "theme": report.shipped["theme"],
        "office": office.name if office else site.name,
        "disclosure": "主动公开",
        "formed": site.today,
        "summary": report.summary,
        "keywords": list(report.keywords),
        "importance": report.shipped["importance"],
        "contact": {
            "department": known.name if known else "",
            "phone": report.phone or (known.phone if known else "") or str(site.guide.get("phone", "")),
        },
    }

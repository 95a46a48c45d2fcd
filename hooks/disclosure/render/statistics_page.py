"""公开统计: what the catalog holds, by category, office, year, and month; figures of what is public anyway."""

from collections import Counter
from typing import Any

from disclosure.model.catalog import Catalog
from disclosure.model.listings import Listing

MONTHS = 12


def statistics_context(catalog: Catalog, listings: list[Listing], root: str) -> dict[str, Any]:
    """What the template statistics.html needs. All figures count published items as of today."""
    from disclosure.render.charts import column_chart  # noqa: PLC0415 (its library, for this one page)

    files = sum(len(item.attachments) for item in catalog.items if item.id not in catalog.ended)
    return {
        "as_of": catalog.site.today,
        "totals": [
            {"label": "已公开信息", "value": len(catalog.items), "href": f"{root}catalog/all.html"},
            {"label": "可下载附件", "value": files, "href": None},
            {"label": "已撤回", "value": len(catalog.tombstones), "href": None},
        ],
        "tables": [
            _table("by-category", "按公开类别", "公开类别", listings, "category", root),
            _table("by-office", "按机构", "机构", listings, "office", root),
            _table("by-year", "按成文年份", "年份", listings, "year", root),
            _months(catalog),
        ],
        "charts": [column_chart("近十二个月发布件数", _columns(catalog))],
        "downloads": [
            {
                "href": f"{root}catalog.xlsx",
                "title": "目录（Excel 表格）",
                "type": "XLSX",
                "size_label": None,
            },
            {"href": f"{root}catalog.csv", "title": "目录（CSV）", "type": "CSV", "size_label": None},
        ],
    }


def _table(
    identifier: str, caption: str, column: str, listings: list[Listing], kind: str, root: str
) -> dict[str, Any]:
    rows = [
        {"label": x.name, "href": f"{root}catalog/{x.key}.html", "values": [len(x.items)]}
        for x in listings
        if x.kind == kind
    ]
    return {"id": identifier, "caption": caption, "columns": [column, "件数"], "rows": rows, "bars": True}


def _columns(catalog: Catalog) -> list[tuple[str, int]]:
    """The same months for the chart, the oldest first, by the number of the month."""
    rows = _months(catalog)["rows"]
    return [(str(int(row["label"][5:])), row["values"][0]) for row in reversed(rows)]


def _months(catalog: Catalog) -> dict[str, Any]:
    """The twelve months up to this one."""
    counts = Counter(item.publication[:7] for item in catalog.items)
    year, month = int(catalog.site.today[:4]), int(catalog.site.today[5:7])
    rows = []
    for back in range(MONTHS):
        total = year * MONTHS + month - 1 - back
        name = f"{total // MONTHS:04d}-{total % MONTHS + 1:02d}"
        rows.append({"label": name, "href": None, "values": [counts[name]]})
    return {
        "id": "by-month",
        "caption": "近十二个月",
        "columns": ["月份", "件数"],
        "rows": rows,
        "bars": True,
    }

"""The annual report as a page of its own, for those who check it before it is an item. Pure."""

from collections.abc import Sequence
from html import escape

from disclosure.problems import Problem, sentence
from disclosure.render.markdown import render_body
from disclosure.reports.annual import AnnualReport
from disclosure.reports.annual_documents import DRAFT, report_markdown

_STYLE = (
    "body{font:16px/1.8 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h1{text-align:center}table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.4}"
    "th,td{border:1px solid #666;padding:.3rem;vertical-align:middle;font-weight:400}"
    "thead th{font-weight:700;background:#eee;text-align:center}tbody th{text-align:left}"
    ".align-right{text-align:right}th.align-right{text-align:left}.table-scroll{overflow-x:auto;margin:.5rem 0 1rem}"
    ".draft{border:3px solid #111;padding:.5rem 1rem}.draft h2{margin:.2rem 0}"
    "@media print{body{margin:0;font-size:12px}}"
)


def report_page(report: AnnualReport, rows: Sequence[Problem]) -> str:
    """A page that needs nothing else. `rows` are printed above the report; with errors it is marked as a draft."""
    errors = [row for row in rows if row.severity == "error"]
    notes = [row for row in rows if row.severity != "error"]
    box = ""
    if errors or notes:
        head = f"{DRAFT}，不得公布" if errors else "请核对"
        lines = "".join(
            f"<li>{word}{escape(row.path)}:{row.line}（{row.code}）{escape(sentence(row))}</li>"
            for word, group in (("要改：", errors), ("提醒：", notes))
            for row in group
        )
        count = f"<p>要改 {len(errors)} 处，提醒 {len(notes)} 处。</p>"
        box = f'<section class="draft"><h2>{head}</h2>{count}<ol>{lines}</ol></section>'
    title = f"{DRAFT}：{report.title}" if errors else report.title
    body = render_body(report_markdown(report), lambda _identifier: "", "").html
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{box}"
        f"<h1>{escape(title)}</h1>\n{body}</body></html>\n"
    )

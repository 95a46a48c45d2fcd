"""The registers in the annual report: tables three and four with their totals, without a hand between."""

import json

from register_maker import application, event, write_cases
from register_year import cases
from withdraw_maker import run_here

TOTALS = {
    "received": (20, 8, 4, 2, 3, 3, 40),
    "carried-in": (2, 1, 0, 0, 1, 0, 4),
    "handled-total": (20, 8, 3, 2, 4, 2, 39),
    "carried-out": (2, 1, 1, 0, 0, 1, 5),
}
"""By hand, for 2026."""


def test_the_report_is_filled_from_the_registers(make_site, tmp_path):
    """J4: what nobody handed in is counted; a case that no table can count stops the final report and is named."""
    site = write_cases(make_site(), cases())
    site.write("catalog/reports/2026.yml", 'format: 1\nyear: "2026"\n')
    done = run_here(
        site, "report", "annual", "--year", "2026", "--out", str(tmp_path), "--today", "2027-01-20"
    )
    text = (tmp_path / "annual-2026.json").read_text(encoding="utf-8")
    for row, values in TOTALS.items():
        assert list(values) == _row(json.loads(text), row), done.output
    site.write(
        "catalog/registers/applications/2026/2026-0099.yml",
        "format: 1\napplicant: 个人\nway: 当面\narrived: 2026-06-01\n",
    )
    done = run_here(
        site, "report", "annual", "--year", "2026", "--out", str(tmp_path), "--today", "2027-01-20"
    )
    assert "2026-0099" in done.output
    assert 1 == done.exit_code


def test_registers_elsewhere_fill_the_report_too(make_site, tmp_path):
    """Design 2: with --registers the public repository holds nothing of them."""
    site, inner = make_site(), make_site(name="inner")
    write_cases(
        inner, [application("2026-06-01", event("2026-06-03", "答复", number="1", outcome="予以公开"))]
    )
    site.write("catalog/reports/2026.yml", 'format: 1\nyear: "2026"\n')
    place = ("--registers", str(inner.root / "catalog" / "registers"))
    run_here(
        site, "report", "annual", "--year", "2026", "--out", str(tmp_path), "--today", "2027-01-20", *place
    )
    found = json.loads((tmp_path / "annual-2026.json").read_text(encoding="utf-8"))
    assert [1, 0, 0, 0, 0, 0, 1] == _row(found, "granted")


def _row(report, name):
    """The values of a row of table three in the JSON of a report."""
    return list(report["tables"]["applications"][name].values())

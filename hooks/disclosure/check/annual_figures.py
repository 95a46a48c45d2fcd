"""catalog/reports/: figures for the annual report (年度报告) that can't be read are told before January (J4)."""

from dataclasses import replace

from disclosure.problems import Problem
from disclosure.read.annual_figures import read_year, years_given
from disclosure.types import Site


def check_annual_figures(site: Site) -> list[Problem]:
    """Every problem of every year's file; none stops a build, since nothing that is published is made of them."""
    return [
        replace(row, severity="warning")
        for year in years_given(site.root)
        for row in read_year(site.root, year)[1]
    ]

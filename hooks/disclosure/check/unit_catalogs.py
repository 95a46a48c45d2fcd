"""各单位政府信息公开目录: a portal leads to the catalog of every unit that its office supervises (Y12)."""

from dataclasses import replace

from disclosure.check.values import wrong_url
from disclosure.problems import Problem, problem
from disclosure.read.site_files import entries, text
from disclosure.read.units import read_units
from disclosure.types import Site

PATH, KEY = "catalog/site.yml", "unit_catalogs"


def check_unit_catalogs(site: Site) -> list[Problem]:
    """Rows for an address that is none, for units.yml itself, and one for its units that the portal does not lead to.

    The addresses stand in site.yml, which is published and approved; units.yml is neither and stops no build.
    """
    stated = [(number, text(entry, "url")) for number, entry in entries(site.settings, KEY)]
    rows = [
        problem("S008", PATH, 1, f"{KEY}.{number}.url", url, choices="http:// 或 https:// 开头的完整网址")
        for number, url in stated
        if wrong_url(url)
    ]
    units, found = read_units(site.root)
    rows += [replace(row, severity="warning") for row in found]
    listed = {text(entry, "name") for _, entry in entries(site.settings, KEY)}
    missing = [unit.name for unit in units.units if not listed & {unit.name, *unit.also}] if units else []
    if units and missing:
        rows.append(problem("U006", units.path, 0, "units", count=len(missing), names="、".join(missing)))
    return rows

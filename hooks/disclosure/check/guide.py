"""The guide's nine statutory fields (条例第十二条第二款); without them no guide may be published."""

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.types import Site

PATH = "catalog/guide.yml"


def check_guide(site: Site) -> list[Problem]:
    """Rows for a missing guide and for each missing field. The fax may be an explicit 无."""
    if not site.guide:
        return [problem("G001", PATH)]
    fields = load_data("guide_fields.yml")
    statutory = [*fields["statutory"]["information"], *fields["statutory"]["bureau"]]
    rows = [
        problem("G002", PATH, 1, field["key"], label=field["label"])
        for field in statutory
        if not str(site.guide.get(field["key"], "")).strip()
    ]
    rows += [
        problem("G003", PATH, 1, field["key"], label=field["label"])
        for field in fields["added"]
        if field.get("duty") == "Q3" and not site.guide.get(field["key"])
    ]
    return rows

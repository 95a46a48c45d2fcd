"""What the sheet of approval asks for (data/approval_sheet.yml), as typed values."""

from functools import cache
from typing import Any

from disclosure.data_files import load_data


@cache
def sheet_form() -> dict[str, Any]:
    """The shipped form."""
    return dict(load_data("approval_sheet.yml"))


def review_points() -> tuple[str, ...]:
    """内容、范围、形式、时间: what whoever decides has reviewed (J23)."""
    return tuple(point["name"] for point in sheet_form()["points"]["values"])

"""How high a row of a worksheet has to be: not every program that opens one works that out from wrapped text."""

from collections.abc import Sequence
from unicodedata import east_asian_width

LINE = 15.0
"""Points of a line of text in a workbook's usual font."""
_MOST = 25
"""Lines beyond which a row gets no higher: 409 points are the limit of the format."""


def row_height(cells: Sequence[str], widths: Sequence[float]) -> float:
    """The height in points of a row with wrapped `cells` in columns of `widths` (in characters, as worksheets count)."""
    lines = [
        sum(max(1, -(-_columns(line) // max(1, int(width) - 1))) for line in cell.split("\n"))
        for cell, width in zip(cells, widths, strict=False)
    ]
    return LINE * min(_MOST, max(lines, default=1))


def _columns(text: str) -> int:
    """Characters that `text` takes up: a Chinese one as much as two."""
    return sum(2 if east_asian_width(char) in "FWA" else 1 for char in text)

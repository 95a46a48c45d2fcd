"""Text files and tables in text → blocks."""

import csv

from disclosure.gates.carriers.plain_text import decode
from disclosure.gates.limits import RefusedError
from disclosure.gates.text_version.blocks import Collector


def line_blocks(data: bytes, collector: Collector, *, table: bool) -> None:
    """A paragraph a line, or one table for .csv. Raises RefusedError where it is no text."""
    text = decode(data)
    if text is None:
        raise RefusedError("M002", "encoding")
    lines = text.replace("\0", " ").splitlines()
    if not table:
        for line in lines:
            collector.paragraph(line)
        return
    try:
        collector.table(csv.reader(lines))
    except csv.Error as error:
        raise RefusedError("M002", "damaged") from error

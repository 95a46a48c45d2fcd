"""What stays of an item whose public term is over (公示期满): number, offices, dates and a title; nothing of a person."""

from dataclasses import replace

from disclosure.data_files import load_data
from disclosure.types import Item


def what_stays(item: Item) -> Item:
    """`item` without body, files, summary, keywords and whatever else may name a person.

    Every later stage gets this item and no other, so no page, list, feed, file of data or index can hold more. The
    title is the one that the office wrote for this time (`title_after`), where it wrote one.
    """
    return replace(
        item,
        title=item.title_after or item.title,
        summary=load_data("wording.yml")["ended"],
        keywords=(),
        disclosure_reason="",
        details={},
        attachments=(),
        pictures=(),
        links=(),
        apply_from="",
        apply_until="",
        amount="",
        who="",
        where="",
    )

"""Plain marks that a page must carry about how it came to be published."""

from disclosure.data_files import load_data
from disclosure.types import Item, Site


def approval_mark(site: Site) -> str | None:
    """The mark of a site that does not require approval (先审批、后发布 is not checked there), else None."""
    words: dict[str, str] = load_data("wording.yml")["approval_marks"]
    return words["preview"] if site.preview else words.get(site.approval)


def item_mark(site: Site, item: Item) -> str | None:
    """The mark of an item's page: that of the site, or that nobody approved this item yet."""
    words: dict[str, str] = load_data("wording.yml")["approval_marks"]
    return words["unapproved"] if item.unapproved else approval_mark(site)

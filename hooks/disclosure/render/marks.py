"""Plain marks that a page must carry about how it came to be published."""

from disclosure.data_files import load_data
from disclosure.types import Site


def approval_mark(site: Site) -> str | None:
    """The mark of a site that does not require approval (先审批、后发布 is not checked there), else None."""
    words: dict[str, str] = load_data("wording.yml")["approval_marks"]
    return words.get(site.approval)

"""Addresses of pages, as promised: items/<year>/<id>.html and the rest; all relative, for any sub-path."""

from disclosure.types import Site


def item_address(identifier: str, year: str) -> str:
    """The address of an item's page below the site's root."""
    return f"items/{year}/{identifier}.html"


def files_address(identifier: str, year: str) -> str:
    """The address of the folder of an item's files below the site's root, with a closing slash."""
    return f"files/{year}/{identifier}/"


def root_of(address: str) -> str:
    """The way from the page at `address` back to the root: as many `../` as it has folders."""
    return "../" * address.count("/")


def absolute(site: Site, address: str) -> str:
    """The complete address of a page, or an empty text where the site does not know its own."""
    return f"{site.address}{address}" if site.address else ""

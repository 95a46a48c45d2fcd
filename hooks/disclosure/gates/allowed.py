"""What an office publishes about itself on purpose: its telephones, addresses, names. No alarm over these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from disclosure.types import Site

_MOBILE = re.compile(r"1[3-9]\d{9}")
_EMAIL = re.compile(r"[\w.+%-]+@[\w.-]+")
_BETWEEN = re.compile(r"[\s-]")


@dataclass(frozen=True, slots=True)
class Allowed:
    """The office's own contact data and names (catalog/site.yml, offices.yml, guide.yml), and its friends' domains."""

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    domains: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def allowed_of(site: Site) -> Allowed:
    """What `site` says of itself."""
    said = [
        *_texts(site.settings.get("contact")),
        *_texts(site.settings.get("footer")),
        *_texts(site.guide),
        *(office.phone for office in site.offices.values()),
    ]
    closed = [_BETWEEN.sub("", text) for text in said]
    names = {site.name, *site.offices, *(short for office in site.offices.values() for short in office.short)}
    return Allowed(
        phones=frozenset(number for text in closed for number in _MOBILE.findall(text)),
        emails=frozenset(address.lower() for text in said for address in _EMAIL.findall(text)),
        domains=tuple(sorted(site.allowed_domains)),
        names=tuple(sorted(names)),
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text within nested mappings and lists."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value

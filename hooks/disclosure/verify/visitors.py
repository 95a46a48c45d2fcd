"""As whom a host is asked, and for what: data/verification.yml, ready for use."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from disclosure.data_files import load_data

PLAIN = "plain"
"""The visitor who asks for every file; the others ask for what is shown in a browser."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A kind of visitor: its name, what people call it, and the headers by which a host tells it from others."""

    name: str
    label: str
    headers: tuple[tuple[str, str], ...]


@cache
def _data() -> dict[str, Any]:
    return load_data("verification.yml")


@cache
def visitors() -> tuple[Visitor, ...]:
    """All of them, the plain one first."""
    named = _data()["visitors"]
    return tuple(
        Visitor(name, named[name]["label"], tuple(sorted(named[name]["headers"].items())))
        for name in sorted(named, key=lambda name: (name != PLAIN, name))
    )


def is_shown(address: str) -> bool:
    """Whether a browser shows the file or runs it, so that each visitor must be given the same."""
    return address.endswith("/") or not address or _ending(address) in _data()["shown"]


def absent_names() -> tuple[str, ...]:
    """Names that no site has."""
    return tuple(_data()["absent"])


def unwanted_names() -> tuple[str, ...]:
    """Names that are no part of a published site."""
    return tuple(_data()["unwanted"])


def right_type(address: str, content_type: str) -> bool:
    """Whether a browser takes a file for what it is. `content_type` is the header's whole value."""
    kind, _, parameters = content_type.lower().partition(";")
    kind = kind.strip()
    ending = "html" if address.endswith("/") or address.startswith("?") or not address else _ending(address)
    expected = _data()["types"].get(ending)
    if expected is None:
        return kind not in _data()["page_types"]
    charset = parameters.partition("charset=")[2].strip(" \"'")
    return kind in expected and (not charset or charset.split(";")[0].strip(" \"'") in ("utf-8", "utf8"))


def _ending(address: str) -> str:
    return address.rpartition("/")[2].rpartition(".")[2].lower()

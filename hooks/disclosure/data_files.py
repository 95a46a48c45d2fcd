"""Shipped data: facts of law and of formats that code must not hold."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load_data(name: str) -> dict[str, Any]:
    """The mapping in data/<name>, read once. Dates stay text, as everywhere in this project.

    Raises FileNotFoundError for a name that is not shipped.
    """
    text = (files("disclosure") / "data" / name).read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=_TextDates)  # noqa: S506 (a SafeLoader)
    assert isinstance(loaded, dict), name  # noqa: S101 (shipped files are ours)
    return loaded


def data_names(folder: str) -> list[str]:
    """The names, without ending, of the YAML files shipped in data/<folder>, sorted."""
    entries = (files("disclosure") / "data" / folder).iterdir()
    return sorted(e.name.removesuffix(".yml") for e in entries if e.name.endswith(".yml"))


class _TextDates(yaml.CSafeLoader):
    """Plain safe loading, but 2026-03-02 stays the text that stands in the file."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}

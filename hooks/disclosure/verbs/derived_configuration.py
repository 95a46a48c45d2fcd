"""The configuration that MkDocs is started with: the site's own mkdocs.yml on the generator's base, with absolute paths."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from disclosure.places import HOOKS, OVERRIDES
from disclosure.problems import format_problem
from disclosure.read.mkdocs_file import read_site_address

BASE = HOOKS / "mkdocs.base.yml"


_PLAIN = {
    "INHERIT",
    "copyright",
    "extra",
    "nav",
    "repo_url",
    "site_author",
    "site_description",
    "site_name",
    "site_url",
}
"""Settings that make MkDocs read nothing beside the site folder."""


def derive_configuration(root: Path, out: Path, folder: Path) -> tuple[Path, bool]:
    """A mkdocs.yml that says what the site's own says, with absolute paths and our own base.

    And whether a build made with it is made of the site folder alone: of no plugin, no variable, no other file.
    Raises ValueError for a mkdocs.yml that can't be read, with what is to be said of it.
    """
    try:
        text = (root / "mkdocs.yml").read_text(encoding="utf-8-sig")
        own = yaml.load(text, Loader=_KeepTags)  # noqa: S506
    except (OSError, ValueError, yaml.YAMLError) as error:
        _, problems = read_site_address(root)  # what the check says of it
        raise ValueError("\n".join(map(format_problem, problems)) or str(error)) from error
    own = own if isinstance(own, dict) else {}
    theme = own.get("theme")
    derived = own | {
        "INHERIT": str(BASE),
        "docs_dir": str(root / "content"),
        "site_dir": str(out),
        "hooks": [str(HOOKS / "mkdocs_events.py")],
        "theme": (theme if isinstance(theme, dict) else {}) | {"custom_dir": str(OVERRIDES)},
    }
    path = folder / "mkdocs.yml"
    path.write_text(
        yaml.dump(derived, Dumper=_WriteTags, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return path, own.keys() <= _PLAIN and "!ENV" not in text


@dataclass(frozen=True, slots=True)
class _Tagged:
    """A value with a tag of MkDocs's own (`!ENV`), carried through unread."""

    tag: str
    value: Any


class _KeepTags(yaml.SafeLoader):
    """Loads mkdocs.yml; unknown tags stay what they are."""


class _WriteTags(yaml.SafeDumper):
    """Writes what `_KeepTags` loaded."""


def _load_tagged(loader: _KeepTags, suffix: str, node: yaml.Node) -> _Tagged:
    if isinstance(node, yaml.ScalarNode):
        return _Tagged("!" + suffix, loader.construct_scalar(node))
    if isinstance(node, yaml.SequenceNode):
        return _Tagged("!" + suffix, loader.construct_sequence(node, deep=True))
    return _Tagged("!" + suffix, loader.construct_mapping(node, deep=True))  # type: ignore[arg-type]


def _write_tagged(dumper: _WriteTags, tagged: _Tagged) -> yaml.Node:
    if isinstance(tagged.value, list):
        return dumper.represent_sequence(tagged.tag, tagged.value)
    return dumper.represent_scalar(tagged.tag, str(tagged.value))


_KeepTags.add_multi_constructor("!", _load_tagged)
_WriteTags.add_representer(_Tagged, _write_tagged)

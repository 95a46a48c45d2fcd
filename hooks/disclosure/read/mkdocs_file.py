"""mkdocs.yml, as far as this program has a use for it: the address of the site, and whether MkDocs will be able to read it."""

from pathlib import Path

import yaml

from disclosure.problems import Problem, problem
from disclosure.read.nodes import syntax_problem
from disclosure.system_errors import system_reason

PATH = "mkdocs.yml"


def read_site_address(root: Path) -> tuple[str, list[Problem]]:
    """`site_url` with a closing slash, or an empty text, and what is wrong with the file's form.

    Tags of MkDocs's own (`!ENV`, `!!python/name:`) are passed over.
    """
    try:
        data = (root / PATH).read_bytes()
    except OSError as error:
        return "", [problem("S002", PATH, value=system_reason(error))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [problem("R005", PATH, data.count(b"\n", 0, error.start) + 1)]
    try:
        loaded = yaml.load(text, Loader=_AnyTag)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        return "", [syntax_problem(error, text, PATH)]
    address = loaded.get("site_url") if isinstance(loaded, dict) else None
    return f"{str(address).rstrip('/')}/" if address else "", []


class _AnyTag(yaml.SafeLoader):
    """Reads tags as nothing."""


_AnyTag.add_multi_constructor("", lambda _loader, _suffix, _node: None)

"""The Jinja2 environment of the package's own page templates (overrides/disclosure/)."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from disclosure.places import PAGE_TEMPLATES


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(PAGE_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render_template(name: str, context: dict[str, Any]) -> str:
    """The template overrides/disclosure/<name>.html with `context`; every variable that it names must be there."""
    return _environment().get_template(f"{name}.html").render(context)

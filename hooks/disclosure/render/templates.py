"""The Jinja2 environment of the package's own page templates (overrides/disclosure/)."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context

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


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html")


def render_template(name: str, context: dict[str, Any]) -> str:
    """The template overrides/disclosure/<name>.html with `context`; every variable that it names must be there.

    Not by way of Template.render, which goes through a chain of globals for each page: a tenth of a page's time.
    """
    template = _template(name)
    values = Context(template.environment, _globals() | context, template.name, template.blocks)
    return "".join(template.root_render_func(values))


@cache
def _globals() -> dict[str, Any]:
    return dict(_environment().globals)

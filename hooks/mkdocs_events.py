"""MkDocs's events, one call each. The only file that knows MkDocs: everything else is the package's."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from disclosure.publish.hooked_build import HookedBuild, StoppedBuild, ThemePage
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import CountHandler

log = logging.getLogger("mkdocs.hooks.disclosure")
state: dict[str, Any] = {"command": "build"}
warnings = CountHandler()
warnings.setLevel(logging.WARNING)
logging.getLogger("mkdocs").addHandler(warnings)


@contextmanager
def told() -> Iterator[None]:
    """Hand a build's last words to MkDocs, which shows them without a traceback."""
    try:
        yield
    except StoppedBuild as stopped:
        raise PluginError(str(stopped)) from None


def on_startup(*, command: str, dirty: bool) -> None:
    state["command"] = command


def on_config(config: Any) -> Any:
    warnings.counts.clear()
    themes = [Path(folder) for folder in config.theme.dirs]
    with told():
        host = config.dev_addr.host if state["command"] == "serve" else ""
        build = HookedBuild(Path(config.docs_dir).parent, Path(config.site_dir), themes, host=host)
    state["build"] = build
    config.site_dir = str(build.out)
    config.extra.update(build.theme_settings(dict(config.extra)))
    return config


def on_files(files: Any, *, config: Any) -> Any:
    build = state["build"]
    for file in [f for f in files if build.unwanted(f.src_uri)]:
        files.remove(file)
    for name, text in build.pages_to_add({f.src_uri for f in files}):
        level = InclusionLevel.NOT_IN_NAV if build.is_shell(name) else InclusionLevel.INCLUDED
        files.append(File.generated(config, name, content=text, inclusion=level))
    return files


def on_post_template(output: str, *, template_name: str, config: Any) -> str:
    return str(state["build"].take_template(template_name, output))


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    found = ThemePage(page.url, page.file.dest_uri, page.title or "", output, dict(page.meta))
    return str(state["build"].take_page(found))


def on_post_build(*, config: Any) -> None:
    build = state["build"]
    with told():
        for severity, line in build.problem_lines():
            log.log(logging.WARNING if severity == "error" else logging.INFO, line)
        build.finish(refuse=config.strict and bool(warnings.get_counts()))


def on_build_error(*, error: Exception) -> None:
    if build := state.pop("build", None):
        build.abandon()


def on_serve(server: Any, *, config: Any, builder: Any) -> Any:
    server.watch(str(Path(config.docs_dir).parent / "catalog"))  # content/ it watches anyway
    return server

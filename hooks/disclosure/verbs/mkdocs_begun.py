"""MkDocs for a build of which nothing was kept. Where it has many items the workers start first, and load beside MkDocs.

A module of its own, since a worker loads anew what its parent was started as: not MkDocs, as under `python -m mkdocs`.
"""

import os
from pathlib import Path
from runpy import run_module

from disclosure.workers import WORTH_IT, begin_workers

LOADED = ("disclosure.check.item", "disclosure.publish.item")
"""What workers of a build have to do with."""


def main() -> None:
    """`python -m mkdocs` with the arguments of this command, in the site's folder."""
    if sum(len(names) for _, _, names in os.walk(Path("content", "items"))) >= WORTH_IT:
        begin_workers(LOADED)
    run_module("mkdocs", run_name="__main__")


if __name__ == "__main__":
    main()

"""`disclosure schema`: what is made from the contract: the schema for editors, the tables of the handbook."""

from pathlib import Path

import click

from disclosure.problems import has_errors
from disclosure.verbs.options import FINE, MISUSE, site_option, today_option
from disclosure.verbs.problem_output import print_problems

SCHEMA = "schemas/item.schema.json"
FIELDS_PAGE = "docs/handbook/fields.md"
PROBLEMS_PAGE = "docs/handbook/problems.md"


@click.command(
    "schema", help="生成编辑器用的字段规则 schemas/item.schema.json；加 --docs 时还生成手册的字段表和问题表。"
)
@site_option
@today_option
@click.option("--docs", is_flag=True, help="同时生成 docs/handbook 下的两页（改动字段或问题代码之后用）。")
def command(root: Path, today: str, docs: bool) -> None:
    """Write what is made from the contract and end with the exit code."""
    raise SystemExit(write_schema(root, today, docs=docs))


def write_schema(root: Path, today: str, *, docs: bool = False) -> int:
    """Write the schema with the names of the site in `root`; with `docs` the handbook's pages too."""
    from disclosure.contract_docs import fields_page, problems_page
    from disclosure.contract_schema import schema_text
    from disclosure.read.site import read_site

    site, problems = read_site(root, today)
    if has_errors(problems):
        print_problems([p for p in problems if p.severity == "error"], "text")
        return MISUSE
    texts = {SCHEMA: schema_text(site)}
    if docs:
        texts |= {FIELDS_PAGE: fields_page(), PROBLEMS_PAGE: problems_page()}
    for path, text in texts.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        click.echo(path)
    return FINE

"""`approve --migration-list`: the 迁移清单 of all imported items, to be approved as one piece of published data."""

import click

from disclosure.approval.subject import item_subject, subject_digest
from disclosure.check.item import check_item
from disclosure.problems import Problem
from disclosure.read.inventory import list_items
from disclosure.read.migration import PATH, migration_text
from disclosure.types import Site
from disclosure.verbs.options import FINE, PROBLEMS
from disclosure.verbs.problem_output import print_problems

_APPROVAL_CODES = "V"
"""First letter of the codes of approval: what only lacks approval may stand on the list."""


def write_migration_list(site: Site) -> int:
    """Write catalog/migration.csv anew. An item with an error is not listed, and told."""
    rows: list[tuple[str, str, str]] = []
    faults: list[Problem] = []
    for path in list_items(site.root)[0]:
        item, found = check_item(site, path)
        errors = [
            row for row in found if row.severity == "error" and not row.code.startswith(_APPROVAL_CODES)
        ]
        if item is None or errors:
            faults += errors
        elif item.imported_source:
            rows.append((item.id, item.title, subject_digest(item_subject(item))))
    (site.root / PATH).write_text(migration_text(rows), encoding="utf-8", newline="\n")
    print_problems(faults, "text")
    click.echo(f"已写出迁移清单 {PATH}，共 {len(rows)} 件。下一步：disclosure approve data:{PATH}")
    return PROBLEMS if faults else FINE

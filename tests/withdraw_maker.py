"""A scratch site with a registered publication, status files, and the command run within the test's own process."""

import hashlib
import json

from approval_maker import ITEM, WITHDRAWAL_STEPS, approve_all, require_approval, sign_status
from click.testing import CliRunner
from disclosure.approval.decision import digest_of
from disclosure.check.site import check_site
from disclosure.cli import main
from disclosure.ledger import PATH, next_entry, read_line, write_line
from disclosure.model.catalog import assemble
from site_maker import TODAY, UNIT_CODE

URGENT_STEPS = (("urgent-hide", "duty"), ("urgent-countersign", "leader"))
TITLE = "关于公布服务电话的通知"


def run_here(site, *arguments, answer=None):
    """The command on this site without a process of its own; returns click's result, its exit code included."""
    return CliRunner().invoke(main, [*arguments, "--site", str(site.root)], input=answer)


def register(site, identifier=ITEM, title=TITLE, action="发布"):
    """The ledger's line for the newest decision on `identifier`, as the publisher's decision writes it."""
    name = identifier.removeprefix("status:")
    status = identifier != name
    folder, suffix = f"catalog/approvals/{name[:4]}", ".status.jsonl" if status else ".jsonl"
    payload = json.loads(site.read(f"{folder}/{name}{suffix}").splitlines()[-1])["payload"]
    source = f"catalog/status/{name}.yml" if status else f"content/items/{name[:4]}/{name}.md"
    lines = ledger(site)
    entry = next_entry(
        lines,
        action=action,
        item=name,
        index=f"{UNIT_CODE}/{name}",
        address=f"items/{name[:4]}/{name}.html",
        title=title,
        sha256=hashlib.sha256((site.root / source).read_bytes()).hexdigest(),
        time=json.loads(payload)["time"],
        decision=digest_of(payload),
    )
    old = site.read(PATH) if (site.root / PATH).exists() else ""
    site.write(PATH, old + write_line(entry) + "\n")


def ledger(site):
    """The lines of the ledger."""
    if not (site.root / PATH).exists():
        return []
    return [read_line(text, number) for number, text in enumerate(site.read(PATH).splitlines(), 1)]


def published_office(site):
    """A site that requires approval, with one item approved and registered; its own status files are approved."""
    require_approval(site)
    for path in sorted((site.root / "catalog/status").glob("*.yml")):
        withdrawn = "withdrawn" in path.read_text(encoding="utf-8")
        sign_status(site, path.stem, WITHDRAWAL_STEPS if withdrawn else LATER_STEPS, day="2026-05-11")
    approve_all(site)
    register(site)
    return site


LATER_STEPS = (("later-fact", "publisher"),)


def catalog_of(site, today=TODAY):
    """The catalog as a build would publish it."""
    checked = check_site(site.root, today)
    assert () == checked.site_errors, checked.site_errors
    return assemble(checked.site, checked.items, checked.problems)


def rows_of(site, identifier=ITEM, today=TODAY):
    """(severity, code) of the rows of approval about an item or its status file."""
    return [
        (row.severity, row.code)
        for row in check_site(site.root, today).problems
        if row.item in (identifier, f"status:{identifier}") and row.code.startswith("V")
    ]

"""Build the sample office for a public demonstration, and refuse to build anybody's real data there.

A repository whose pages are public shows only a site marked `sample: true` (样例), without registers of
applications: those hold names. Arguments go on to `disclosure build`.
"""

import re
import sys
from pathlib import Path

from environment import ROOT, run

SAMPLE = re.compile(r"^sample:[ \t]+true[ \t]*(#.*)?$", re.MULTILINE)
REFUSED = """这里不发布演示站 No demonstration is built of this site:"""


def refusals(site: Path) -> list[str]:
    """Return the reasons, in both languages, why this site must not be shown as a demonstration."""
    settings = site / "catalog" / "site.yml"
    text = settings.read_text(encoding="utf-8", errors="replace") if settings.is_file() else ""
    sample = SAMPLE.search(text) is not None
    reasons = []
    if not sample:
        reasons.append("catalog/site.yml 没有标明 sample: true (is not marked as a sample)")
    if holds_files(site / "catalog" / "registers"):
        reasons.append("catalog/registers 里有登记台账 (holds registers)")
    if holds_files(site / "catalog" / "approvals") and not sample:
        reasons.append("catalog/approvals 里有真实审批记录 (holds real approvals)")
    return reasons


def holds_files(folder: Path) -> bool:
    """Say whether any file lies in the folder, at any depth."""
    return any(path.is_file() or path.is_symlink() for path in folder.rglob("*"))


if __name__ == "__main__":
    found = refusals(ROOT)
    if found:
        print(REFUSED, *found, sep="\n  - ", file=sys.stderr)
        sys.exit(2)
    run("runtime", ["-m", "disclosure", "build", "--site", ROOT, *sys.argv[1:]])

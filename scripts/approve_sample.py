"""Approve the whole sample office anew: policy, records, ledger. Run it after any change of content/ or catalog/.

The keys are derived from a published phrase and prove nothing; another office refuses them. The same content gives
the same bytes, so that a change of one item changes its own records and the ledger from its line on.
"""

import sys

from environment import ROOT, run

if __name__ == "__main__":
    run("runtime", [ROOT / "scripts" / "sample_files" / "approvals.py", *(sys.argv[1:] or [str(ROOT)])])

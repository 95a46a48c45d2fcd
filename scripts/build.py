"""Build this site into files that any web server can hand out: what a scheduled job runs.

Arguments go on to `disclosure build`. Exit codes: 0 fine, 1 some items were left out, 2 nothing was built.
"""

import sys

from environment import ROOT, run

if __name__ == "__main__":
    run("runtime", ["-m", "disclosure", "build", "--site", ROOT, *sys.argv[1:]])

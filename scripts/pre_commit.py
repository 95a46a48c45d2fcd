"""What the hook of scripts/install_hooks.py runs: the check of the files that git is about to commit."""

import sys

from environment import ROOT, run

if __name__ == "__main__":
    run("runtime", ["-m", "disclosure", "check", "--staged", "--site", *(sys.argv[1:] or [str(ROOT)])])

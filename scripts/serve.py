"""Build this site and show it in a browser on this machine: the first command to run in a fresh clone.

Arguments go on to `disclosure serve`, for example `--port 9000`.
"""

import sys

from environment import ROOT, run

if __name__ == "__main__":
    run("runtime", ["-m", "disclosure", "serve", "--site", ROOT, *sys.argv[1:]])

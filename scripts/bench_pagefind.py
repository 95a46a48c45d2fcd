"""Run a command, then stock Pagefind over the folder that it filled: `bench_pagefind.py FOLDER COMMAND…`."""

import subprocess
import sys

folder, *command = sys.argv[1:]
subprocess.run(command, check=True)
subprocess.run(
    [sys.executable, "-m", "pagefind_bin", "--site", folder], check=True, stdout=subprocess.DEVNULL
)

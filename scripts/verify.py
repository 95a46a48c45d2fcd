"""Compare what the public address really serves with a build made here and now: what a scheduled job runs.

The address stands in DISCLOSURE_SITE_URL. Nothing of the publishing machine is needed or believed: the list to
compare with is that of this build. Arguments go on to `disclosure verify`. Exit codes: 0 all agrees, 1 something
differs, 2 nothing could be compared.
"""

import os
import subprocess
import sys

from environment import ROOT, ensure, run

VARIABLE = "DISCLOSURE_SITE_URL"
NO_ADDRESS = """没有要核验的网址：请在环境变量 {name} 中写明，例如 https://gxj.example.gov.cn/zfxxgk/
No address to verify: name it in the environment variable {name}."""

if __name__ == "__main__":
    address = os.environ.get(VARIABLE, "").strip()
    if not address:
        print(NO_ADDRESS.format(name=VARIABLE), file=sys.stderr)
        sys.exit(2)
    command = [ensure("runtime"), "-m", "disclosure", "build", "--site", ROOT, "--quiet"]
    if (
        subprocess.run(command, check=False).returncode > 1
    ):  # 1: some items are left out, of this build as of that
        sys.exit(2)
    run("runtime", ["-m", "disclosure", "verify", address, "--site", ROOT, *sys.argv[1:]])

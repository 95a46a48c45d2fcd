"""Write requirements/*.txt anew: every package with its version and the hashes of all its files.

Arguments go on to uv: `--upgrade` moves every pin, `--upgrade-package NAME` one; with none the pins stay as
they are and only what pyproject.toml or the .in files changed is added or dropped.
"""

import subprocess
import sys

from environment import ROOT, ensure

# Output, then what it is made from. The later two are held to the pins of the first.
LOCKS = (
    ("runtime", ("pyproject.toml", "requirements/build.in")),
    ("dev", ("requirements/dev.in", "--constraints", "requirements/runtime.txt")),
    (
        "bench",
        (
            "requirements/bench.in",
            *("--constraints", "requirements/runtime.txt"),
            *("--constraints", "requirements/dev.txt"),
        ),
    ),
)
# One file for every system and Python from 3.11 on; no address, since each office has its own mirror.
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"),
    *("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--annotation-style", "line"),
)


def main(arguments: list[str]) -> int:
    """Lock each group in turn; returns uv's exit code when it fails."""
    python = ensure("dev")
    for name, sources in LOCKS:
        target = ROOT / "requirements" / f"{name}.txt"
        command = [python, "-m", "uv", "pip", "compile", *sources, *OPTIONS, *arguments, "-o", target]
        code = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode
        if code:
            return code
        made_from = " and ".join(source for source in sources if source.endswith((".toml", ".in")))
        head = f"# Made by scripts/lock.py from {made_from}; do not edit.\n"
        lines = target.read_text(encoding="utf-8").splitlines(keepends=True)
        body = "".join(line for line in lines if not line.startswith("# Made by "))
        target.write_text(head + body, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run every check of the generator: style, types, then the tests, those in a real browser included.

`--fast` leaves out the browsers, `--firefox` runs the tests in Firefox alone; other arguments go to pytest, for example
`-k calendar` or `tests/test_x.py`.
"""

import os
import subprocess
import sys

from browser import FIREFOX, ensure_browser, install
from environment import ROOT, ensure

STYLE = (
    ("ruff", "check", "--output-format", "concise", "."),
    ("ruff", "format", "--check", "--output-format", "concise", "."),
)
TYPES = ("mypy",)


def main(arguments: list[str]) -> int:
    """Run all of it even when something fails, so that one run tells everything; 0 when all is well."""
    python = ensure("dev")
    selection = [argument for argument in arguments if argument not in ("--fast", "--firefox")]
    surroundings = dict(os.environ)
    # Hundreds of processes start in a run: none of them needs to compile the same modules again.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    if "--fast" in arguments:
        selection += ["-m", "not browser"]
    elif "--firefox" in arguments:
        selection += ["tests/browser", "-m", "firefox"]
        surroundings["DISCLOSURE_FIREFOX"] = str(ensure_browser(FIREFOX))
    else:
        surroundings["DISCLOSURE_CHROMIUM"] = str(ensure_browser())
        firefox = install(FIREFOX)
        if firefox:
            surroundings["DISCLOSURE_FIREFOX"] = str(firefox)
        else:
            print(
                FIREFOX.missing,
                "其余测试照常进行。 The other tests go on.",
                sep="\n",
                file=sys.stderr,
                flush=True,
            )
    # A file of tests to each worker: fixtures that build a site are made once. One worker more than there are cores,
    # since a third of the time goes by in waiting for browsers and other processes.
    # In the order of their names: files with few tests would else come last, and they are the long ones.
    order = ("--dist", "loadfile", "--no-loadscope-reorder")
    workers = ("-n", str((os.cpu_count() or 1) + 1), *order)
    tests = ("pytest", *workers, *selection)

    def start(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        print("$", *command, flush=True)
        return subprocess.Popen([python, "-m", *command], cwd=ROOT, env=surroundings)

    styles = [start(command).wait() for command in STYLE]
    types = start(TYPES)  # beside the first tests: it keeps one core busy, for half a minute in a fresh clone
    return start(tests).wait() or max(types.wait(), *styles)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

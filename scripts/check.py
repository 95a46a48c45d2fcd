"""The one command before a commit: the generator's fast checks, then the content of this site.

`--content` checks the content alone; other arguments go to `disclosure check`, for example `--format github`. Where
approval is required, the list of who still has to approve what follows in the same form.
"""

import subprocess
import sys
from pathlib import Path

from environment import ROOT, ensure


def main(arguments: list[str]) -> int:
    """Run both, so that one run tells everything; 0 when all is well."""
    content_only = "--content" in arguments
    arguments = [argument for argument in arguments if argument != "--content"]
    python = ensure("runtime" if content_only else "dev")
    commands = [] if content_only else [[Path(__file__).with_name("test.py"), "--fast", "-q"]]
    commands.append(["-m", "disclosure", "check", "--site", ROOT, *arguments])
    code = max(subprocess.run([python, *command], check=False).returncode for command in commands)
    # The check has counted what waits as held back already: this only tells for whom.
    subprocess.run(
        [python, "-m", "disclosure", "approve", "--status", "--site", ROOT, *form_of(arguments)], check=False
    )
    return code


def form_of(arguments: list[str]) -> list[str]:
    """The part of the arguments that says in which form to print."""
    if "--format" in arguments[:-1]:
        place = arguments.index("--format")
        return arguments[place : place + 2]
    return [argument for argument in arguments if argument.startswith("--format=")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run the command in a fresh process that need not import it first: forked from one that has (POSIX only).

Each run has a process, streams, environment and folder of its own, as from a shell; only the start is shared, which
takes longer than most runs.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from multiprocessing import forkserver
from pathlib import Path

import pytest

PRELOADED = [
    "warm_start",
    *("disclosure.cli", "disclosure.publish.hooked_build"),
    *("mkdocs.__main__", "mkdocs.commands.build", "mkdocs.contrib.search", "material.plugins.search.plugin"),
    *(
        f"disclosure.verbs.{verb}"
        for verb in ("approve", "check", "build", "withdraw", "policy", "report", "new", "import_", "verify")
    ),
]
POSSIBLE = "forkserver" in multiprocessing.get_all_start_methods()


def run_warm(arguments, environment, cwd, timeout):
    """What subprocess.run gives for `python -m disclosure` with these arguments."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    with pytest.MonkeyPatch.context() as patch:  # the forking process finds what it loads by this alone
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        forkserver.ensure_running()
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = context.Process(target=_command, args=(arguments, environment, cwd, out, err))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(["disclosure", *arguments], timeout)
        said = [path.read_bytes().decode("utf-8", "replace") for path in (out, err)]
        return subprocess.CompletedProcess(["disclosure", *arguments], process.exitcode, *said)


class _Forking:
    """What a verb asks of subprocess, for MkDocs: a process of its own, forked from this one, which has it loaded."""

    @staticmethod
    def run(command, *, env, cwd, **_):
        """Run `python -m mkdocs …` with streams, environment and folder of its own, and wait for it."""
        assert command[1] == "-m", command
        assert command[2] in ("mkdocs", "disclosure.verbs.mkdocs_begun"), command
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder) / "out", Path(folder) / "err"
            child = os.fork()
            if child == 0:
                code = 70
                try:
                    _own(env, cwd, out, err)
                    code = _mkdocs(command[3:])
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(code)
            _, status = os.waitpid(child, 0)
            said = [path.read_bytes().decode("utf-8", "replace") for path in (out, err)]
            return subprocess.CompletedProcess(command, os.waitstatus_to_exitcode(status), *said)


def _mkdocs(arguments):
    from mkdocs.__main__ import cli

    sys.argv = ["mkdocs", *arguments]
    try:
        cli(prog_name="mkdocs")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _own(environment, cwd, out, err):
    """Give this process the environment, folder and streams of a command."""
    os.environ.clear()
    os.environ.update(environment)
    if cwd:
        os.chdir(cwd)
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
    # As Python opens them at its start where they are no terminal.
    sys.stdout = open(1, "w", encoding="utf-8", errors="strict", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


def _command(arguments, environment, cwd, out, err):
    _own(environment, cwd, out, err)
    from disclosure.cli import main
    from disclosure.verbs import mkdocs_run

    mkdocs_run.subprocess = _Forking
    sys.argv = ["disclosure", *arguments]
    main(prog_name="disclosure")

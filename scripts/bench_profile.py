"""Run one build of ours under cProfile in a single process, and say which functions cost most.

Workers would hide the per-item functions from the profiler, so the build is told of one core.
"""

import cProfile
import os
import pstats
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench_content import TODAY
from disclosure.publish.folders import SEARCH_SWITCH
from disclosure.verbs.derived_configuration import derive_configuration
from mkdocs.__main__ import cli

LENGTH = 25


def profile_build(site: Path) -> None:
    """Build `site` under the profiler, without search; the report goes to the standard output."""
    os.cpu_count = lambda: 1
    os.environ.update({"DISCLOSURE_TODAY": TODAY, SEARCH_SWITCH: "off", "NO_MKDOCS_2_WARNING": "1"})
    os.environ.pop("DISCLOSURE_REPORT", None)
    profile = cProfile.Profile()
    with TemporaryDirectory() as scratch:
        configuration, _ = derive_configuration(site, site / "site", Path(scratch))
        arguments = ["build", "--quiet", "--config-file", str(configuration)]
        profile.runcall(cli, arguments, standalone_mode=False)
    statistics = pstats.Stats(profile, stream=sys.stdout)
    statistics.sort_stats("tottime").print_stats(LENGTH)
    statistics.sort_stats("cumulative").print_stats("disclosure|overrides|mkdocs_events", LENGTH)


if __name__ == "__main__":
    profile_build(Path(sys.argv[1]).resolve())

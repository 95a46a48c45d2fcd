"""Measure how long this generator builds, beside MkDocs with Material and Hugo on the same documents in one run.

    bench.py generated --items 10000      documents made by rule, each program from nothing
    bench.py build --items 10000          a clean build, then one change after another, with and without search, beside
                                          Hugo, Hugo with Pagefind, MkDocs with Material: the table of docs/performance.md
    bench.py documents FILE.jsonl.gz      real documents, through `disclosure import`
    bench.py profile --items 10000        which functions of a build cost most
    bench.py search                       how well queries find real documents, beside two other engines
    bench.py edition --items 300 1811     the edition for reading rooms: size, and searches from a disk
    bench.py reports --items 10000        every report on a large office, against ten seconds
    bench.py serve --items 10000          how soon a preview shows a saved item
    bench.py weight                       what a browser fetches for an item's page
    bench.py soak --edits 200 --kill      changes and kills by chance: is every byte that of a clean build?

Programs run in turns, so that a busy machine slows all of them; medians are told. Exit codes: 0 within the target,
1 above it, 2 when something did not run. docs/performance.md explains the figures.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path

from environment import VENV, fail, run

if Path(sys.prefix).resolve() != VENV.resolve():
    run("bench", [Path(__file__).resolve(), *sys.argv[1:]])  # behind this line all packages can be imported

from bench_approvals import approve_office
from bench_cases import WITH_PAGEFIND, hugo_with_pagefind, measure_cases
from bench_content import TODAY, Maker
from bench_documents import import_office, read_documents
from bench_edition import measure_editions
from bench_measure import FailedRunError, Program, Run, compare, measure
from bench_reports import TARGET as REPORT_TARGET
from bench_reports import measure_reports
from bench_search import measure_search
from bench_serve import TARGET as SERVE_TARGET
from bench_serve import measure_serve
from bench_sites import write_hugo, write_mkdocs, write_office
from bench_soak import soak
from bench_table import (
    APPROVED,
    HUGO,
    OURS,
    PEER,
    SEARCHED,
    case_rows,
    case_table,
    ratio,
    record,
    say_ratio,
    table,
    write_record,
)
from bench_weight import TARGETS as WEIGHTS
from bench_weight import measure_weight

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
TARGET = 0.25
"""Of the peer's wall time; without search on either side."""


def main(arguments: list[str]) -> int:
    """Lay out, measure, print; returns the exit code."""
    options = parse(arguments)
    if options.action == "search":
        return measure_search(options.corpus, options.items, options.json, others=options.others)
    if options.action == "edition":
        return measure_editions(options.corpus, options.items, options.json)
    if os.name == "nt":
        fail("性能测量只在 Linux、macOS 上进行。 The benchmark runs on Linux and macOS only.")
    with tempfile.TemporaryDirectory(prefix="disclosure-bench-") as scratch:
        folder = Path(scratch)
        if options.action == "reports":
            return tell_reports(folder, options.items)
        if options.action == "serve":
            return tell_serve(folder, options.items)
        if options.action == "weight":
            return tell_weight(folder)
        if options.action == "soak":
            return tell_soak(folder, options)
        try:
            programs, runs = lay_out(options, folder)
            if options.action == "profile":
                script = Path(__file__).with_name("bench_profile.py")
                return subprocess.run([sys.executable, script, folder / "office"], check=False).returncode
            if options.action == "build":
                return build_cases(options, folder, programs)
            runs += compare(programs, options.pairs)
        except FailedRunError as error:
            print(error, file=sys.stderr)
            return 2
    print(table(runs), "", say_ratio(runs, OURS, PEER), sep="\n")
    measured = {run.program for run in runs}
    if HUGO in measured:
        print(say_ratio(runs, OURS, HUGO))
    if APPROVED in measured:
        print(say_ratio(runs, APPROVED, OURS))
    found, _ = ratio(runs, OURS, PEER)
    print(f"target: wall <= {options.target} of {PEER}: {'met' if found <= options.target else 'MISSED'}")
    if options.json:
        source = getattr(options, "items", None) or options.file.name
        write_record(options.json, record(runs, action=options.action, source=source, ratio=round(found, 4)))
    return 0 if found <= options.target else 1


def tell_reports(folder: Path, items: int) -> int:
    """Print how long each report takes; 1 when one is above the target."""
    try:
        found = measure_reports(folder, items)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    for name, seconds in found:
        print(f"report {name:10}{seconds:6.2f} s")
    slowest = max(seconds for _, seconds in found)
    print(f"target: any report <= {REPORT_TARGET:g} s: {'met' if slowest <= REPORT_TARGET else 'MISSED'}")
    return 0 if slowest <= REPORT_TARGET else 1


def tell_serve(folder: Path, items: int) -> int:
    """Print how soon a preview shows what was saved; 1 when page and list come after the target."""
    late = 0
    try:
        for shown, seconds in measure_serve(folder, items):
            print(f"{shown}: {seconds:.2f} s", flush=True)
            late += "list" in shown and seconds > SERVE_TARGET
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"target: page and list <= {SERVE_TARGET:g} s: {'MISSED' if late else 'met'}")
    return int(bool(late))


def tell_weight(folder: Path) -> int:
    """Print what a browser fetches; 1 when that is more than the target."""
    found = measure_weight(folder, 60)
    for visit, size in found:
        print(f"{visit}: {size:,} bytes, target {WEIGHTS[visit]:,}")
    return int(any(size > WEIGHTS[visit] for visit, size in found))


def tell_soak(folder: Path, options: argparse.Namespace) -> int:
    """Print how each change went; 1 when a site was not that of a clean build."""
    wrong = 0
    steps = soak(
        folder, options.items, options.edits, kill=options.kill, search=options.search, seed=options.seed
    )
    for done, fault in steps:
        wrong += bool(fault)
        print(f"{done}: {fault or 'as clean'}", flush=True)
    print(f"target: every site as a clean build's: {'met' if not wrong else f'MISSED {wrong} times'}")
    return int(bool(wrong))


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    actions = parser.add_subparsers(dest="action", required=True)
    generated, profiled = actions.add_parser("generated"), actions.add_parser("profile")
    built = actions.add_parser("build")
    reported, served = actions.add_parser("reports"), actions.add_parser("serve")
    actions.add_parser("weight")
    soaked = actions.add_parser("soak")
    soaked.add_argument("--items", type=int, default=300, help="how many (default: 300)")
    soaked.add_argument("--edits", type=int, default=40, help="how many changes (default: 40)")
    soaked.add_argument(
        "--kill", action="store_true", help="kill a build at a random moment after each change"
    )
    soaked.add_argument("--seed", type=int, default=11, help="another number, other changes")
    soaked.add_argument("--no-search", dest="search", action="store_false", help="without the index")
    for action in (generated, profiled, built, reported, served):
        action.add_argument("--items", type=int, default=10_000, help="how many (default: 10000)")
    for action in (generated, built):
        action.add_argument("--approved", action="store_true", help="ours with three signatures an item, too")
    generated.add_argument("--hugo", action="store_true", help="Hugo too, with the same lists")
    documents = actions.add_parser("documents")
    documents.add_argument("file", type=Path, help="documents.jsonl.gz: one document a line")
    searched, edition = actions.add_parser("search"), actions.add_parser("edition")
    for action in (searched, edition):
        action.add_argument(
            "--corpus", type=Path, default=CORPUS, help="documents.jsonl.gz and queries.jsonl"
        )
    edition.add_argument(
        "--items", type=int, nargs="+", default=[300, 1811], help="how many (default: 300 1811)"
    )
    edition.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    searched.add_argument(
        "--items", type=int, help="the first so many documents, or all of them over and over"
    )
    searched.add_argument("--no-others", dest="others", action="store_false", help="this search alone")
    searched.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    for action in (generated, documents, built):
        action.add_argument("--pairs", type=int, default=3, help="how often each program runs (default: 3)")
        action.add_argument("--no-search", dest="search", action="store_false", help="leave out that row")
        if action is built:
            action.add_argument("--no-peer", dest="peer", action="store_false", help=f"leave out {PEER}")
        action.add_argument("--target", type=float, default=TARGET, help=f"wall ratio (default: {TARGET})")
        action.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    return parser.parse_args(arguments)


def lay_out(options: argparse.Namespace, folder: Path) -> tuple[list[Program], list[Run]]:
    """Write the projects; returns what to run, our build and its peer first, and what ran already."""
    office, peer = folder / "office", folder / "mkdocs"
    done = []
    if options.action == "documents":
        documents = read_documents(options.file)
        done.append(import_office(office, options.file, len(documents)))
    else:
        documents = list(Maker().documents(options.items))
        write_office(office, documents)
    if options.action == "profile":
        return [], []
    site, pages = folder / "site", folder / "pages"
    places = ("--site", office, "--out", site, "--quiet", "--today", TODAY, "--clean")
    build = (sys.executable, "-m", "disclosure", "build", *places)
    stock = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", pages, "--config-file")
    config = write_mkdocs(peer, documents)
    made = ("items/*/*.html", len(documents))
    programs = [Program(PEER, (*stock, config), pages, *made)] if getattr(options, "peer", True) else []
    if options.action != "build":
        programs.insert(0, Program(OURS, (*build, "--no-search"), site, *made))
        if options.search:
            programs.append(Program(SEARCHED, build, site, *made))
    if getattr(options, "approved", False):
        approved = approve_office(office, folder / "approved")
        signed = ("--site", approved, "--out", site, "--quiet", "--today", TODAY, "--no-search", "--clean")
        programs.append(
            Program(APPROVED, (sys.executable, "-m", "disclosure", "build", *signed), site, *made)
        )
    if options.action == "build" or getattr(options, "hugo", False):
        source, target = write_hugo(folder / "hugo", documents), folder / "public"
        command = (VENV / "bin" / "hugo", "--quiet", "--source", source, "--destination", target)
        programs.append(Program(HUGO, command, target, *made))
    return programs, done


def build_cases(options: argparse.Namespace, folder: Path, programs: list[Program]) -> int:
    """Measure what publishing costs from day to day, beside the `programs` and whole builds of Hugo in the same round."""
    halves = {"disclosure": HUGO, SEARCHED: WITH_PAGEFIND} if options.search else {"disclosure": HUGO}
    [hugo] = [program for program in programs if program.name == HUGO]
    if options.search:
        programs = [*programs, hugo_with_pagefind(hugo, hugo.output)]
    runs: list[Run] = []
    for _ in range(options.pairs):
        cases = [
            measure_cases(folder / "office", folder / "site", options.items, search=name == SEARCHED)
            for name in halves
        ]
        for one in chain(*cases, map(measure, programs)):
            runs.append(one)
            print(f"{one.program}: {one.wall:.2f} s", file=sys.stderr, flush=True)
    peers = {program.name: HUGO for program in programs} | halves
    rows = case_rows(runs, peers)
    print(case_table(rows))
    if options.json:
        write_record(options.json, record(runs, action="build", source=options.items, rows=rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

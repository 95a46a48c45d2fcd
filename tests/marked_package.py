"""A copy of the package in which every problem code remembers the place in the source that it was written at.

Run as a script with a folder, it lays the copy there, runs broken samples through it (those named by further arguments,
or all), and prints as JSON how each was answered, which places there are and which of them reported a row. A row that
comes from a place is gone when that place is: so a place that no sample reaches is a rule that could be removed without
a test that fails.
"""

import ast
import json
import os
import shutil
import sys
import traceback
from pathlib import Path

import yaml

PACKAGE = Path(__file__).resolve().parents[1] / "hooks" / "disclosure"


class Mark(str):
    """A problem code with the place in the source where it stands."""

    __slots__ = ("place",)

    def __new__(cls, code, place):
        mark = super().__new__(cls, code)
        mark.place = place
        return mark


def copy_with_marks(target, codes):
    """Copy the package below `target` and return the places of all codes in its Python."""
    shutil.copytree(PACKAGE, target / "disclosure", ignore=shutil.ignore_patterns("__pycache__"))
    places = []
    for path in sorted((target / "disclosure").rglob("*.py")):
        lines = path.read_bytes().splitlines(keepends=True)
        tree = ast.parse(path.read_bytes())
        asking = {id(part) for node in ast.walk(tree) for part in _asked_for(node)}
        found = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value in codes
            and id(node) not in asking
        ]
        for node in sorted(found, key=lambda node: (node.lineno, node.col_offset), reverse=True):
            place = f"{path.relative_to(target / 'disclosure').as_posix()}:{node.lineno} {node.value}"
            line = lines[node.lineno - 1]
            mark = f'__import__("marked_package").Mark({node.value!r}, {place!r})'.encode()
            lines[node.lineno - 1] = line[: node.col_offset] + mark + line[node.end_col_offset :]
            places.append(place)
        path.write_bytes(b"".join(lines))
    return places


def _asked_for(node):
    """Parts of a statement that ask which code a row has, and report none: operands of comparisons, elements of sets."""
    if isinstance(node, ast.Compare):
        return (node.left, *node.comparators)
    return node.elts if isinstance(node, ast.Set) else ()


def mark_data(codes):
    """Let the package's data files give marks too, and return their places; those that only describe codes give none."""
    from disclosure import data_files
    from disclosure.problems import KIND_FILES

    # What a report counts under which heading reports nothing itself.
    telling = (*KIND_FILES, "liability.yml")
    loaded = {}
    places = []

    def marked(value, name):
        if isinstance(value, dict):
            return {key: marked(inner, name) for key, inner in value.items()}
        if isinstance(value, list):
            return [marked(inner, name) for inner in value]
        return Mark(value, f"{name} {value}") if value in codes and isinstance(value, str) else value

    plain = data_files.load_data

    def load_data(name):
        if name not in loaded:
            loaded[name] = plain(name) if name in telling else marked(plain(name), name)
        return loaded[name]

    data_files.load_data = load_data
    for path in sorted((PACKAGE / "data").rglob("*.yml")):
        name = path.relative_to(PACKAGE / "data").as_posix()
        if name not in telling:
            places += _places_in(load_data(name))
    return sorted(set(places))


def _places_in(value):
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [place for part in inner for place in _places_in(part)]
    return [value.place] if isinstance(value, Mark) else []


def scan_files():
    """The places from which findings in files came.

    What is found in a file is told by a process of its own, as plain text: the same scans once more, in this one.
    """
    import faulty_files
    import gate_marks
    import planted_files
    from disclosure.gates.file_scan import scan_bytes
    from disclosure.gates.limits import Limits
    from disclosure.gates.properties import Expected

    files = [fault[1:3] for fault in faulty_files.FAULTS]
    files += [(ending, make(gate_marks.planted()[0].text)) for _, ending, make, _ in planted_files.PLACES]
    files += [("txt", planted.text.encode()) for planted in gate_marks.planted()]
    scans = [scan_bytes(ending, data, Expected(), Limits()) for ending, data in files]
    for _, ending, data, limits, _ in faulty_files.EXHAUSTING:
        scans.append(scan_bytes(ending, data, Expected(), Limits(**limits)))
    return {f.code.place for scan in scans for f in scan.findings if isinstance(f.code, Mark)}


def run_samples(folder, names):
    """How each sample of these names was answered, and the places from which the rows came."""
    import broken_samples
    import pytest
    from disclosure.problems import format_problem

    answers, reached = {}, set()
    for code, number, case in broken_samples.load_cases():
        name = f"{code}-{number}"
        if broken_samples.needs(case) or (names and name not in names):
            continue
        try:
            site = broken_samples.lay_out(case, folder / name)
            with pytest.MonkeyPatch.context() as monkeypatch:
                rows = broken_samples.check_case(case, site, monkeypatch)
            shutil.rmtree(site.root)
        except Exception:  # noqa: BLE001  the test of this sample tells of it
            answers[name] = {"broke": traceback.format_exc()}
            continue
        reached |= {row.code.place for row in rows if isinstance(row.code, Mark)}
        told = [(row.code, row.message, row.advice, format_problem(row)) for row in rows]
        answers[name] = {"shown": broken_samples.shown_rows(rows), "told": told}
    return answers, reached


def main():
    """Lay the copy, run the samples, print the places."""
    folder = Path(sys.argv[1])
    described = sorted((PACKAGE / "data").glob("*problems.yml"))
    codes = {
        code for path in described for code in yaml.safe_load(path.read_text(encoding="utf-8"))["problems"]
    }
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)  # the process that looks into files meets marks too
    places = copy_with_marks(folder / "hooks", codes)
    sys.path.insert(0, str(folder / "hooks"))
    sys.modules["marked_package"] = sys.modules["__main__"]
    places += mark_data(codes)
    names = sys.argv[2:]
    answers, reached = run_samples(folder, names)
    reached |= set() if names else scan_files()
    print(json.dumps({"places": places, "reached": sorted(reached), "answers": answers}))  # noqa: T201 (its answer)


if __name__ == "__main__":
    main()

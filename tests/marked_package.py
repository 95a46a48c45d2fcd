"""A copy of the package in which every problem code remembers the place in the source that it was written at.

Run as a script with a folder, it lays the copy there, runs all broken samples through it, and prints as JSON which
places there are and which of them reported a row. A row that comes from a place is gone when that place is: so a
place that no sample reaches is a rule that could be removed without a test that fails.
"""

import ast
import json
import os
import shutil
import sys
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


def run_samples(folder):
    """The places from which the samples' rows came."""
    import broken_samples
    import faulty_files
    import gate_marks
    import planted_files
    import pytest
    from disclosure.gates.file_scan import scan_bytes
    from disclosure.gates.limits import Limits
    from disclosure.gates.properties import Expected

    # What is found in a file is told by a process of its own, as plain text: the same scans once more, in this one.
    files = [fault[1:3] for fault in faulty_files.FAULTS]
    files += [(ending, make(gate_marks.planted()[0].text)) for _, ending, make, _ in planted_files.PLACES]
    files += [("txt", planted.text.encode()) for planted in gate_marks.planted()]
    scans = [scan_bytes(ending, data, Expected(), Limits()) for ending, data in files]
    for _, ending, data, limits, _ in faulty_files.EXHAUSTING:
        scans.append(scan_bytes(ending, data, Expected(), Limits(**limits)))
    reached = {f.code.place for scan in scans for f in scan.findings if isinstance(f.code, Mark)}
    for code, number, case in broken_samples.load_cases():
        if broken_samples.needs(case):
            continue
        site = broken_samples.lay_out(case, folder / f"{code}-{number}")
        with pytest.MonkeyPatch.context() as monkeypatch:
            rows = broken_samples.check_case(case, site, monkeypatch)
        reached |= {row.code.place for row in rows if isinstance(row.code, Mark)}
        shutil.rmtree(site.root)
    return sorted(reached)


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
    print(json.dumps({"places": places, "reached": run_samples(folder)}))  # noqa: T201 (its answer)


if __name__ == "__main__":
    main()

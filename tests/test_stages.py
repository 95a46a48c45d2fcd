"""The stages point in one direction (design 3): read → gates → check → registers → model → render → index → publish → verify."""

import ast
import shutil
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "hooks" / "disclosure"
STAGES = ("read", "gates", "check", "registers", "model", "render", "index", "publish", "verify")
LEAVES = ""
"""Modules that lie directly in the package: nouns, identifiers, data, and what runs a stage's functions."""
LEAF_FOLDERS = ("approval",)
"""Folders of leaf modules: what a decision, a chain and a policy are, and what follows from them. Pure."""
ALLOWED = {
    LEAVES: set(),
    **{stage: {LEAVES, *STAGES[:place]} for place, stage in enumerate(STAGES)},
    # The intake makes item files out of what an officer hands in. It stands beside the stages, left of the verbs:
    # it may ask what the contract, the gates and the checks say, and nothing of what comes after.
    "intake": {LEAVES, "read", "gates", "check", "registers"},
    # Reports are papers made of figures and the catalog, and are part of no build.
    "reports": {LEAVES, "read", "gates", "check", "registers", "model", "render"},
    "verbs": {LEAVES, *STAGES, "intake", "reports"},
    "cli": {LEAVES},
    "__main__": {"cli"},
}


def part_of(module):
    """The stage (or `intake`, `verbs`, LEAVES, cli, __main__) that a module of the package belongs to."""
    first = module.split(".")[1] if "." in module else ""
    if first in LEAF_FOLDERS:
        return LEAVES
    return first if (PACKAGE / first).is_dir() or first in ("cli", "__main__") else LEAVES


def imports(package):
    """(importing module, imported module) of all imports within the package, those inside functions too."""
    for path in sorted(package.rglob("*.py")):
        name = ".".join(("disclosure", *path.relative_to(package).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert 0 == node.level, f"{name}: relative imports hide where they lead"
                named = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            else:
                continue
            for module in named:
                if module == "disclosure" or module.startswith("disclosure."):
                    yield name, module


def back_edges(package):
    """Imports that lead to the right, or to where they have nothing to look for."""
    found = set()
    for importer, imported in imports(package):
        here, there = part_of(importer), part_of(imported)
        if there not in ALLOWED[here] | {here}:
            found.add(f"{importer} → {imported}")
    return sorted(found)


def test_every_part_of_the_package_has_its_place():
    """Design 3: a new folder of the package must say where it stands."""
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert {"intake", "reports", "verbs", *STAGES, *LEAF_FOLDERS} == folders


def test_imports_lead_to_the_left():
    """Design 3: a stage imports only stages to its left and the leaf modules; the verbs lie right of all."""
    assert [] == back_edges(PACKAGE)


@pytest.mark.parametrize(
    ("module", "line", "edge"),
    [
        (
            "read/nodes.py",
            "import disclosure.render.sections",
            "disclosure.read.nodes → disclosure.render.sections",
        ),
        ("types.py", "from disclosure.read import nodes", "disclosure.types → disclosure.read"),
        (
            "render/head.py",
            "from disclosure.index.tokens import x",
            "disclosure.render.head → disclosure.index.tokens",
        ),
        (
            "model/view.py",
            "def later():\n    from disclosure.publish.swap import swap_in\n    return swap_in",
            "disclosure.model.view → disclosure.publish.swap",
        ),
        ("check/body.py", "from disclosure import intake", "disclosure.check.body → disclosure.intake"),
        (
            "verify/files.py",
            "import disclosure.verbs.check",
            "disclosure.verify.files → disclosure.verbs.check",
        ),
    ],
)
def test_a_back_edge_is_found(tmp_path, module, line, edge):
    """Design 3: the test above fails on a back edge, whatever it looks like."""
    copy = shutil.copytree(
        PACKAGE, tmp_path / "disclosure", ignore=shutil.ignore_patterns("__pycache__", "data")
    )
    with (copy / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert edge in back_edges(copy)


def test_only_named_edge_modules_touch_the_disk():
    """Design 3: reader, writer, indexer, verifier and the verbs touch the disk; model and render are pure."""
    touching = {
        "open",
        "read_text",
        "read_bytes",
        "write_text",
        "write_bytes",
        "unlink",
        "mkdir",
        "rename",
        "rglob",
    }
    found = []
    for stage in ("model", "render", "reports", *LEAF_FOLDERS):
        for path in sorted((PACKAGE / stage).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in touching:
                        found.append(f"{stage}/{path.name}:{node.lineno} {name}")
    assert [] == found


def test_no_stage_asks_the_clock_or_chance():
    """Design 3: today is an argument; output is a function of commit, lock and settings alone."""
    asking = {"now", "today", "utcnow", "time", "random", "uuid4", "getmtime", "perf_counter"}
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        if where == "dates.py" or where.startswith("verbs/"):
            continue  # find_today is the one place; a verb may note when something was done
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in asking:
                found += [f"{where}:{node.lineno} {node.func.attr}"]
    assert [] == found

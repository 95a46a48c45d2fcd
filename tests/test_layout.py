"""The repository keeps the shape that design 2 and 9 decided: small modules, known folders, facts as data."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "hooks" / "disclosure"
PYTHON = sorted(
    path
    for folder in ("hooks", "scripts", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
SHIPPED = [path for path in PYTHON if path.is_relative_to(ROOT / "hooks")]
OURS = [
    *PYTHON,
    *(
        path
        for ending in ("js", "css")
        for path in sorted((ROOT / "overrides" / "assets" / "disclosure").glob(f"*.{ending}"))
    ),
]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def length(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def tracked_files():
    """Every file that git knows, as a path; skips outside of a checkout."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_modules_are_short():
    """Design 9: median module at most 150 lines, none above 400; a file of tests may be longer by half."""
    limits = {path: 600 if path.is_relative_to(ROOT / "tests") else 400 for path in OURS}
    assert [] == [f"{name_of(path)} {length(path)}" for path in OURS if length(path) > limits[path]]
    assert median(length(path) for path in SHIPPED) <= 150


def test_one_file_knows_mkdocs():
    """Design 2: mkdocs_events.py is the only file that imports mkdocs, and has at most 80 lines."""
    found = set()
    for path in SHIPPED:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if any(name.split(".")[0] in ("mkdocs", "material") for name in named):
                found.add(name_of(path))
    assert {"hooks/mkdocs_events.py"} == found
    assert length(ROOT / "hooks" / "mkdocs_events.py") <= 80


def test_modules_say_what_they_hold():
    """Design 9: no utils, helpers, common or manager; every module of the package says what it is for."""
    vague = re.compile(r"(^|_)(util|utils|helper|helpers|common|misc|manager|managers)(_|$)")
    assert [] == [name_of(path) for path in PYTHON if vague.search(path.stem)]
    undocumented = [p for p in SHIPPED if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert [] == [name_of(path) for path in undocumented]


def test_the_top_level_is_as_designed():
    """Design 2: who owns which folder; nothing else lies at the top."""
    folders = {
        "content",
        "catalog",
        "hooks",
        "overrides",
        "scripts",
        "tests",
        "docs",
        "schemas",
        "requirements",
    }
    files = {
        "mkdocs.yml",
        "pyproject.toml",
        "README.md",
        "README.zh-CN.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
    }
    hidden = {
        ".github",
        ".ci",
        ".gitattributes",
        ".gitignore",
        ".editorconfig",
        ".pre-commit-config.yaml",
        ".vscode",
    }
    found = {name_of(path).split("/")[0] for path in tracked_files()}
    assert set() == found - folders - files - hidden
    assert {"content", "catalog", "hooks", "overrides", "scripts", "tests", "docs", "mkdocs.yml"} <= found


def test_no_path_of_one_machine():
    """House rule: nothing of the machine that a file was written on is in it."""
    machine = re.compile("/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/|[A-Z]:" + r"\\Users\\")
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name_of(path)}: {hit[0]}" for hit in machine.finditer(text)]
    assert [] == found


def test_no_place_and_no_office_stands_in_python():
    """Design 2: nothing of one office or city stands in Python, not even in a comment."""
    names = re.compile("西安|吉林|韶关|阳泉|咸阳|示例市|工信局|工业和信息化")
    found = [
        f"{name_of(p)}: {hit[0]}" for p in SHIPPED for hit in names.finditer(p.read_text(encoding="utf-8"))
    ]
    assert [] == found


def test_no_law_stands_in_python():
    """Design 2: laws, their articles and the papers of the State Council are data with a source; docstrings cite them."""
    law = re.compile(
        r"条例|国务院|国办|〔\d{4}〕|第[一二三四五六七八九十百]+条|《[^》]*(?:法|办法|条例|规定)》"
    )
    found = []
    for path in SHIPPED:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        cited = {id(node) for node in _docstrings(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in cited:
                found += [f"{name_of(path)}:{node.lineno} {hit[0]}" for hit in law.finditer(node.value)]
    assert [] == found


def _docstrings(tree):
    """Texts that stand alone: docstrings of modules, classes, functions and of constants."""
    for node in ast.walk(tree):
        for inner in getattr(node, "body", ()) if isinstance(getattr(node, "body", ()), list) else ():
            if isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant):
                yield inner.value


def test_every_shipped_fact_has_its_source():
    """House rule: each data file says where its facts come from; what only describes the program need not."""
    import yaml

    own = {
        "accessibility.yml",
        "problems.yml",
        "fields.yml",
        "site_files.yml",
        "columns.yml",
        "wording.yml",
        "relations.yml",
    }
    for path in sorted((PACKAGE / "data").rglob("*.yml")):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert 1 == loaded["format"], f"{path.name} carries format: 1"
        if path.name not in own and "problems" not in loaded:
            assert "source" in path.read_text(encoding="utf-8"), f"{path.name} names no source"


def test_nothing_is_left_unused():
    """Design 9: no empty scaffolding: whatever a module of the package defines is used."""
    words = {path: Counter(re.findall(r"\w+", path.read_text(encoding="utf-8"))) for path in PYTHON}
    everywhere = sum(words.values(), Counter())
    unused = []
    for path in SHIPPED:
        if path.name == "mkdocs_events.py":
            continue  # MkDocs calls its functions by name
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in _names_of(node):
                used = words[path] if name.startswith("_") else everywhere
                if used[name] < 2:
                    unused.append(f"{name_of(path)} {name}")
    assert [] == unused


def _names_of(node):
    """What a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name)]
    return []

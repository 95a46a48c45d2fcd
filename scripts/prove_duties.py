"""Show for rows of docs/duties.md, taken at random, that without the rule the named test fails.

    .venv/bin/python scripts/prove_duties.py [HOW MANY] [SEED]

Each row that names a problem code is a candidate. For each that is taken, a copy of the checkout is made in which every
statement that reports one of the row's codes is taken out, and the row's tests are run there: at least one has to fail.
It prints a Markdown table; 1 when a row's tests pass without its rule.
"""

import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import PYTHON, ROOT

SEED, COUNT = "duties", 10
_ROW = re.compile(r"^\| ([XYJQS]\d+) \| ([^|]+) \| held \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
_CODE = re.compile(r"`([A-Z]\d{3})`")
_TEST = re.compile(r"`([^`]+::[^`]+)`")
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".cache", "site", "__pycache__", ".mypy_cache", ".ruff_cache"
)


class _Removal(ast.NodeTransformer):
    """Takes out the statements that report one of `codes`; a list or row that holds one becomes empty."""

    def __init__(self, codes: set[str]) -> None:
        self.codes, self.count = codes, 0

    def _reports(self, node: ast.AST) -> bool:
        return any(isinstance(part, ast.Constant) and part.value in self.codes for part in ast.walk(node))

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if not self._reports(node):
            return node
        self.count += 1
        return ast.copy_location(ast.Pass(), node)

    def _emptied(self, node: ast.Return | ast.Assign | ast.AugAssign) -> ast.AST:
        if node.value is not None and self._reports(node.value):
            self.count += 1
            node.value = ast.copy_location(ast.List([], ast.Load()), node)
        return node

    visit_Return = visit_Assign = visit_AugAssign = _emptied  # noqa: N815 (the names that ast calls)


def remove_rule(package: Path, codes: set[str]) -> int:
    """Take every statement that reports one of `codes` out of the functions of a copied package; how many there were."""
    removed = 0
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        removal = _Removal(codes)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                node.body = [removal.visit(inner) for inner in node.body]
        if removal.count:
            path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
            removed += removal.count
    return removed


def prove(codes: set[str], tests: list[str]) -> tuple[int, list[str]]:
    """How many statements were taken out, and which of `tests` fail without them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        removed = remove_rule(copy / "hooks" / "disclosure", codes)
        failed = []
        for test in tests:
            command = [PYTHON, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/{test}"]
            surroundings = {**os.environ, "PYTHONPATH": str(copy / "hooks")}
            done = subprocess.run(command, cwd=copy, env=surroundings, capture_output=True, check=False)
            if done.returncode == 1:
                failed.append(test)
        return removed, failed


def main(count: int, seed: str) -> int:
    """Prove `count` rows and print the table."""
    rows = [match.groups() for match in _ROW.finditer((ROOT / "docs" / "duties.md").read_text("utf-8"))]
    candidates = [row for row in rows if _CODE.search(row[2]) and _TEST.search(row[3])]
    taken = random.Random(seed).sample(candidates, count)  # noqa: S311 (no secret: a seed that anybody can repeat)
    print("| id | codes | statements taken out | tests that then fail |\n|---|---|---|---|")
    unproved = 0
    for duty, _, by, proof in sorted(taken):
        codes = _CODE.findall(by)
        removed, failed = prove(set(codes), _TEST.findall(proof))
        unproved += not failed
        named = " ".join(f"`{test}`" for test in failed) or "**none**"
        print(f"| {duty} | {' '.join(codes)} | {removed} | {named} |", flush=True)
    return 1 if unproved else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(int(arguments[0]) if arguments else COUNT, arguments[1] if len(arguments) > 1 else SEED))

"""Lay out a large office and tell how long each report takes: 10,000 items, 500 applications, 200 units, one year's figures."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench_content import TODAY, Maker
from bench_sites import write_office

TARGET = 10.0
"""Seconds that any report may take."""
YEAR = int(TODAY[:4]) - 1
_APPLICATIONS, _UNITS = 500, 200
_APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_OUTCOMES = ("予以公开", "部分公开", "重复申请", "本机关不掌握相关政府信息")


def measure_reports(folder: Path, items: int) -> list[tuple[str, float]]:
    """Seconds of each report on an office of that many items, written below `folder`; raises where one does not run."""
    office = write_office(folder / "office", Maker().documents(items))
    registers = folder / "registers"
    for name, text in _applications():
        _write(registers / f"applications/{name[:4]}/{name}.yml", text)
    _write(office / "catalog/units.yml", _units())
    _write(office / f"catalog/reports/{YEAR}.yml", _figures())
    given = ("--registers", registers)
    reports = {
        "annual": ("report", "annual", "--year", str(YEAR), *given, "--out", folder / "annual"),
        "circular": ("report", "circular", "--out", folder / "circular"),
        "board": ("report", "board", *given, "--out", folder / "board"),
        "ledger": ("report", "ledger", "--out", folder / "ledger"),
        "audit": ("report", "audit", "--out", folder / "audit"),
    }
    return [(name, _timed(office, arguments)) for name, arguments in reports.items()]


def _timed(office: Path, arguments: tuple[str | Path, ...]) -> float:
    command = [sys.executable, "-m", "disclosure", *arguments, "--site", office, "--today", TODAY]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    seconds = time.perf_counter() - begun
    if done.returncode > 1:  # 1: the report was made, and says that something is amiss
        raise RuntimeError(f"{arguments[:2]}: {done.stdout}{done.stderr}")
    return seconds


def _applications() -> Iterator[tuple[str, str]]:
    """(number, file) of applications of the year, most of them answered."""
    for number in range(1, _APPLICATIONS + 1):
        arrived = date(YEAR, 1, 4) + timedelta(days=number * 2 // 3)
        answered = arrived + timedelta(days=9 + number % 11)
        lines = [f"format: 1\napplicant: {_APPLICANTS[number % 6]}\nway: 当面\narrived: {arrived}\n"]
        if number % 40:
            outcome = _OUTCOMES[number % 4]
            event = f'{{on: {answered}, what: 答复, number: "答{number}", outcome: "{outcome}"}}'
            lines.append(f"events:\n  - {event}\n")
        yield f"{YEAR}-{number:04d}", "".join(lines)


def _units() -> str:
    head = f"format: 1\nsubject: 政府信息公开工作\nas_of: {TODAY}\nrequirements:\n"
    head += "  - {id: guide, name: 编制指南}\n  - {id: training, name: 业务培训}\nunits:\n"
    rows = [
        f"  - {{id: u{n}, name: 示例单位{n:03d}, done: {{{'' if n % 9 == 0 else 'guide: 是'}}}}}\n"
        for n in range(1, _UNITS + 1)
    ]
    return head + "".join(rows)


def _figures() -> str:
    """A year without handed-in figures of tables three and four: these come from the registers."""
    return (
        f'format: 1\nyear: "{YEAR}"\nfigures:\n  documents:\n    department: 办公室\n    person: 综合岗\n    rows:\n'
        "      rules: [0, 0, 0]\n      normative-documents: [1, 0, 1]\n"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")

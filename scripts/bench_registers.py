"""How long the verbs of registers take with 500 applications: each must stay under ten seconds.

`python3 scripts/bench_registers.py` makes the cases in a temporary folder, beside a copy of the sample office's
settings, and prints the processor time of each verb, which other work on the machine does not
change. Ends with 1 when one took longer.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from environment import ROOT, ensure

CASES = 500
MOST_SECONDS = 10
TODAY = "2026-11-22"
VERBS = (
    ("register", "check", "--quiet"),
    ("register", "counts", "--year", "2026"),
    ("report", "due"),
    ("report", "due", "--format", "json"),
)
_APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_OUTCOMES = ("予以公开", "部分公开", "属于四类过程性信息", "本机关不掌握相关政府信息", "重复申请")


def write_cases(folder: Path) -> None:
    """Write the cases: a third of them open, the others with a correction, a consultation or an extension."""
    folder.mkdir(parents=True)
    for number in range(1, CASES + 1):
        day = date(2026, 1, 5) + timedelta(days=number * 300 // CASES)
        lines = [f"format: 1\napplicant: {_APPLICANTS[number % 6]}\nway: 当面\narrived: {day}\n"]
        if number % 3:
            sent, back, answered = (day + timedelta(days=n) for n in (2, 9, 14))
            opened, closed = (("补正告知", "收到补正"), ("征求第三方意见", "第三方答复"))[number % 2]
            until = f", until: {back}" if opened == "补正告知" else ""
            lines.append(
                f"events:\n  - {{on: {sent}, what: {opened}, number: 通{number}号{until}}}\n"
                f"  - {{on: {back}, what: {closed}}}\n"
                f"  - {{on: {answered}, what: 答复, number: 答{number}号, outcome: {_OUTCOMES[number % 5]}}}\n"
            )
        (folder / f"2026-{number:04}.yml").write_text("".join(lines), encoding="utf-8")


def main() -> int:
    """Time each verb once."""
    python = ensure("runtime")
    slow = 0
    with tempfile.TemporaryDirectory() as place:
        registers = Path(place) / "registers"
        write_cases(registers / "applications" / "2026")
        site = Path(place) / "office"
        shutil.copytree(ROOT / "tests" / "sites" / "small", site)
        for verb in VERBS:
            begun = os.times()
            command = [
                python,
                "-m",
                "disclosure",
                *verb,
                "--site",
                site,
                "--registers",
                registers,
                "--today",
                TODAY,
            ]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            ended = os.times()
            took = ended.children_user + ended.children_system - begun.children_user - begun.children_system
            slow += took > MOST_SECONDS or done.returncode > 1
            print(f"{' '.join(verb)}: {took:.1f} s for {CASES} applications")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

"""Make and keep .venv, the Python environment of this checkout. Standard library only.

Every other script calls `ensure` or `run`, so that a fresh clone needs nothing but Python. The environment is
installed from requirements/*.txt, where every package stands with its version and hashes; a folder named
wheelhouse in the checkout, when there is one, takes the place of the network.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from one_process import OneProcess

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"
STAMP = VENV / "disclosure-environment.json"
UNFINISHED = VENV / "disclosure-unfinished"
GROUPS = {"runtime": ("runtime",), "dev": ("runtime", "dev"), "bench": ("runtime", "bench")}

OLD_PYTHON = """需要 Python 3.11 或更新版本，现在是 {found}。请安装后改用它运行，例如：python3.11 {script}
Python 3.11 or newer is needed, this is {found}. Install one and use it: python3.11 {script}"""
NO_VENV = """无法建立 Python 虚拟环境。Debian、Ubuntu 请先执行：apt-get install python3-venv
No virtual environment could be made. On Debian and Ubuntu first run: apt-get install python3-venv"""
NO_INSTALL = """安装依赖没有成功，原因见上文。如果是网络不通：
  1. 有内部或国内镜像的，设置环境变量 PIP_INDEX_URL 为镜像地址后重新运行；
  2. 完全没有网络的，把 wheelhouse 文件夹放进 {root} 后重新运行（做法见 docs/deployment.md）。
The dependencies could not be installed; the reason stands above. Without a network, set PIP_INDEX_URL to a
mirror, or lay a wheelhouse folder into {root} (docs/deployment.md says how), and run this again."""
PREPARING = "正在准备运行环境，首次约需一分钟…… Preparing the environment, a minute the first time …"


def fail(message: str, **values: object) -> NoReturn:
    """End the program with a message; 2 means that it could not run."""
    print(message.format(**values), file=sys.stderr)
    sys.exit(2)


if sys.version_info < (3, 11):  # noqa: UP036  for those who start it with an older one; it stands before newer syntax
    fail(OLD_PYTHON, found=".".join(map(str, sys.version_info[:3])), script=sys.argv[0])


def ensure(group: str = "runtime") -> Path:
    """Return the Python of an environment that has this group ("runtime", "dev" or "bench") installed.

    Ends the program with exit code 2 and advice in both languages when there can be none.
    """
    if not is_ready(group):
        with OneProcess(ROOT / ".cache" / "environment.lock"):
            if not is_ready(group):  # the process waited for may have done it
                install(group)
    return PYTHON


def run(group: str, arguments: Sequence[str | Path]) -> NoReturn:
    """Hand this process over to the environment's Python with these arguments; its exit code is ours."""
    command = [str(ensure(group)), *map(str, arguments)]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606  one process: whoever stops the script stops the work
    try:
        sys.exit(subprocess.run(command, check=False).returncode)  # on Windows exec does not wait
    except KeyboardInterrupt:
        sys.exit(130)


def digest(name: str) -> str:
    """Return what the environment depends on for one lock: its bytes, the package's metadata, this place."""
    total = hashlib.sha256(os.fsencode(ROOT))  # a moved checkout is not found by its editable install
    for part in (ROOT / "requirements" / f"{name}.txt", ROOT / "pyproject.toml"):
        total.update(hashlib.sha256(part.read_bytes()).digest())
    return total.hexdigest()


def read_stamp() -> dict[str, str]:
    """Return the digests that the environment was made from; none when it is not finished."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    return {}


def is_ready(group: str) -> bool:
    """Say whether the environment works and was made from exactly these locks."""
    return {name: digest(name) for name in GROUPS[group]}.items() <= read_stamp().items() and works(
        "disclosure"
    )


def works(module: str) -> bool:
    """Say whether the environment's Python starts, is new enough and imports this module."""
    code = f"import sys, {module}; assert sys.version_info >= (3, 11)"
    try:
        return not subprocess.run([PYTHON, "-I", "-c", code], check=False, capture_output=True).returncode
    except OSError:
        return False


def install(group: str) -> None:
    """Make the environment anew if it is broken, then install the locks into it and stamp it."""
    print(PREPARING, file=sys.stderr, flush=True)
    if UNFINISHED.exists() or not works("pip"):
        if VENV.exists():
            shutil.rmtree(VENV)
        if subprocess.run([sys.executable, "-m", "venv", VENV], check=False).returncode:
            fail(NO_VENV)
    stamp = read_stamp()
    STAMP.unlink(missing_ok=True)
    UNFINISHED.touch()  # stays when this process is killed, so that the next one starts over
    pip("--require-hashes", *(f"--requirement={ROOT / 'requirements' / name}.txt" for name in GROUPS[group]))
    pip("--no-deps", "--no-build-isolation", f"--editable={ROOT}")
    stamp.update({name: digest(name) for name in GROUPS[group]})
    STAMP.write_text(json.dumps(stamp, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    UNFINISHED.unlink()


def pip(*arguments: str) -> None:
    """Run `pip install` in the environment; ends the program with advice when it fails."""
    house = ROOT / "wheelhouse"
    source = [f"--find-links={house}", "--no-index"] if house.is_dir() else []
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *source, *arguments]
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode:
        UNFINISHED.unlink()  # pip leaves things as they were when it cannot go on
        fail(NO_INSTALL, root=ROOT)


if __name__ == "__main__":
    print(ensure(*sys.argv[1:2]))

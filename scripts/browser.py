"""Find, and on Debian install, what the browser tests need: a Chromium and Chinese fonts."""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import fail

NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge"),
)
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")  # each as /Applications/X.app/Contents/MacOS/X
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
NO_BROWSER = """没有找到 Chromium、Chrome 或 Edge。请安装其一，或用环境变量 CHROMIUM 指明程序位置。
不跑浏览器测试：python3 scripts/test.py --fast
No Chromium, Chrome or Edge was found. Install one, or name its program in the environment variable CHROMIUM.
Without the browser tests: python3 scripts/test.py --fast"""
WRONG_BROWSER = """环境变量 CHROMIUM 指的文件不存在：{path}
The environment variable CHROMIUM names a file that is not there: {path}"""


def find() -> Path | None:
    """Return the browser's program, from CHROMIUM, the search path or the usual places."""
    named = os.environ.get("CHROMIUM")
    if named:
        program = shutil.which(named)
        return Path(program) if program else fail(WRONG_BROWSER, path=named)
    on_path = (shutil.which(name) for name in NAMES)
    mac = (f"/Applications/{name}.app/Contents/MacOS/{name}" for name in MAC)
    folders = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
    windows = (f"{folder}/{program}" for folder in folders if folder for program in WINDOWS)
    return next(
        (Path(place) for place in (*on_path, *mac, *windows) if place and Path(place).is_file()), None
    )


def has_chinese_fonts() -> bool:
    """Say whether Chinese text can be drawn."""
    listed = shutil.which("fc-list")
    return bool(listed and subprocess.run([listed, ":lang=zh"], check=False, capture_output=True).stdout)


def has_library(name: str) -> bool:
    """Say whether the system has this shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """Return the Debian packages that the browser tests still need; none on Windows and macOS."""
    missing = [] if find() else ["chromium"]
    if sys.platform == "linux":
        missing += [] if has_chinese_fonts() else ["fonts-noto-cjk", "fontconfig"]
        missing += (
            [] if has_library("libatomic.so.1") else ["libatomic1"]
        )  # Playwright's driver is linked to it
    return missing


def ensure_browser() -> Path:
    """Return the browser's program; installs what is missing where Debian's packages can be had."""
    missing = missing_packages()
    as_root = [] if getattr(os, "geteuid", int)() == 0 else ["sudo", "-n"]
    if missing and shutil.which("apt-get"):
        print("apt-get install", *missing, file=sys.stderr, flush=True)
        # A person's own machine is changed by that person; a root shell or a hosted runner is there to be set up.
        for work in (["update"], ["install", "--no-install-recommends", "-y", *missing]):
            if not as_root or os.environ.get("CI"):
                command = [*as_root, "apt-get", "-qq", *work]
                subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return find() or fail(NO_BROWSER)


if __name__ == "__main__":
    print(ensure_browser())

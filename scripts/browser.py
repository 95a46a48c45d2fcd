"""Find, and on Debian install, what the browser tests need: a Chromium, a Firefox and Chinese fonts."""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from environment import fail


class Browser(NamedTuple):
    """What a browser is called on each system; `variable` names its program where it lies elsewhere."""

    variable: str
    names: tuple[str, ...]
    mac: tuple[str, ...]  # each as <APPLICATIONS>/X.app/Contents/MacOS/<its program>
    windows: tuple[str, ...]
    package: str
    missing: str


APPLICATIONS = "/Applications"
CHROMIUM = Browser(
    "CHROMIUM",
    (
        "chromium-headless-shell",  # the same engine without the windows around it: half the work of the full program
        *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
        *("microsoft-edge", "microsoft-edge-stable", "msedge"),
    ),
    tuple(f"{name}.app/Contents/MacOS/{name}" for name in ("Google Chrome", "Chromium", "Microsoft Edge")),
    ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"),
    "chromium-headless-shell",
    """没有找到 Chromium、Chrome 或 Edge。请安装其一，或用环境变量 CHROMIUM 指明程序位置。
不跑浏览器测试：python3 scripts/test.py --fast
No Chromium, Chrome or Edge was found. Install one, or name its program in the environment variable CHROMIUM.
Without the browser tests: python3 scripts/test.py --fast""",
)
FIREFOX = Browser(
    "FIREFOX",
    ("firefox-esr", "firefox"),
    ("Firefox.app/Contents/MacOS/firefox",),
    ("Mozilla Firefox/firefox.exe",),
    "firefox-esr",
    """没有找到 Firefox。请安装 Firefox 或 Firefox ESR，或用环境变量 FIREFOX 指明程序位置。
No Firefox was found. Install Firefox or Firefox ESR, or name its program in the environment variable FIREFOX.""",
)
WRONG_BROWSER = """环境变量 {variable} 指的文件不存在：{path}
The environment variable {variable} names a file that is not there: {path}"""


def find(browser: Browser = CHROMIUM) -> Path | None:
    """Return the browser's program, from its variable, the search path or the usual places."""
    named = os.environ.get(browser.variable)
    if named:
        program = shutil.which(named)
        return Path(program) if program else fail(WRONG_BROWSER, variable=browser.variable, path=named)
    on_path = (shutil.which(name) for name in browser.names)
    mac = (f"{APPLICATIONS}/{program}" for program in browser.mac)
    folders = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
    windows = (f"{folder}/{program}" for folder in folders if folder for program in browser.windows)
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


def missing_packages(browser: Browser) -> list[str]:
    """Return the Debian packages that tests in this browser still need; none on Windows and macOS."""
    missing = [] if find(browser) else [browser.package]
    if sys.platform == "linux":
        missing += [] if has_chinese_fonts() else ["fonts-noto-cjk", "fontconfig"]
        missing += (
            [] if has_library("libatomic.so.1") else ["libatomic1"]
        )  # Playwright's driver is linked to it
    return missing


def install(browser: Browser) -> Path | None:
    """Return the browser's program, or None; installs what is missing where Debian's packages can be had."""
    missing = missing_packages(browser)
    as_root = [] if getattr(os, "geteuid", int)() == 0 else ["sudo", "-n"]
    if missing and shutil.which("apt-get"):
        print("apt-get install", *missing, file=sys.stderr, flush=True)
        # A person's own machine is changed by that person; a root shell or a hosted runner is there to be set up.
        for work in (["update"], ["install", "--no-install-recommends", "-y", *missing]):
            if not as_root or os.environ.get("CI"):
                command = [*as_root, "apt-get", "-qq", *work]
                subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return find(browser)


def ensure_browser(browser: Browser = CHROMIUM) -> Path:
    """Return the browser's program, installed where that can be done; ends the script where there is none."""
    return install(browser) or fail(browser.missing)


if __name__ == "__main__":
    print(ensure_browser())

"""A Firefox without a window, driven over the one socket that it opens by itself: WebDriver BiDi, a W3C standard.

Playwright drives a Firefox of its own making only; this one is the Firefox that people have.
"""

import contextlib
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

_PATIENCE = 30
_SETTINGS = {
    "network.proxy.type": 1,  # what leads off this machine fails, at once
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "services.settings.server": "data:,#",
    "intl.accept_languages": "zh-CN",
}


class Firefox:
    """One page in it. `complaints` are the errors of its console so far."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self.number = socket, 0
        self.complaints: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self.page = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; what is told meanwhile is kept. Raises RuntimeError as Firefox says."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv(timeout=_PATIENCE))
            if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                self.complaints.append(str(told["params"]["text"]))
            if told.get("id") == self.number:
                if told["type"] == "error":
                    raise RuntimeError(f"{method}: {told['message']}")
                result: dict[str, Any] = told["result"]
                return result

    def goto(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self._ask("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON carries it. Runs beside the page's own scripts."""
        target = {"context": self.page, "sandbox": "test"}
        asked = f"JSON.stringify([{expression}])"
        found = self._ask("script.evaluate", expression=asked, target=target, awaitPromise=False)
        if found["type"] != "success":
            raise RuntimeError(f"{expression}: {found['exceptionDetails']['text']}")
        return json.loads(found["result"]["value"])[0]

    def type(self, text: str) -> None:
        """Press the keys of a text where the focus is; a line end is Enter."""
        keys = [key.replace("\n", "\ue007") for key in text]
        presses = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keys", "actions": presses}
        self._ask("input.performActions", context=self.page, actions=[source])


@contextlib.contextmanager
def started(program: Path, folder: Path) -> Iterator[Firefox]:
    """A running Firefox with a memory of its own in `folder`, which must be empty."""
    rows = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _SETTINGS.items())
    (folder / "user.js").write_text("".join(rows), encoding="utf-8")
    told = folder / "told.txt"
    command = [program, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"]
    with told.open("wb") as log:
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            env={**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
    try:
        with connect(f"{_address(process, told)}/session", max_size=None, proxy=None) as socket:
            yield Firefox(socket)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _address(process: subprocess.Popen[bytes], told: Path) -> str:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if found := re.search(
            r"BiDi listening on (ws://\S+)", told.read_text(encoding="utf-8", errors="replace")
        ):
            return found[1]
        time.sleep(0.05)
    raise RuntimeError(f"Firefox did not start: {told.read_text(encoding='utf-8', errors='replace')[-2000:]}")

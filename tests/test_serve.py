"""`disclosure serve`: a preview on this machine that follows the files (design 7; README's first command)."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest
import site_maker
from disclosure.publish.folders import preview_folder
from disclosure.publish.quick_preview import QuickPreview
from site_maker import tree

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ends the preview by a signal, as Ctrl+C does")


class Preview:
    """A running preview: its lines as they come, and its address."""

    def __init__(self, site):
        command = [
            sys.executable,
            "-m",
            "disclosure",
            "serve",
            "--site",
            str(site.root),
            "--port",
            "0",
            "--no-search",
        ]
        self.process = subprocess.Popen(
            [*command, "--today", site_maker.TODAY],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=site_maker.surroundings({"PYTHONUNBUFFERED": "1"}),
        )
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.address = re.search(r"http://127\.0\.0\.1:\d+/", self.wait_for("请用浏览器打开"))[0]

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, words):
        """The next line that holds `words`."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                line = self.lines.get(timeout=1)
            except queue.Empty:
                assert self.process.poll() is None, f"the preview ended before it said {words}"
                continue
            if words in line:
                return line
        pytest.fail(f"nothing said {words} within two minutes")

    def get(self, path):
        """Status, headers and text of a page."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:  # noqa: S310 (on this machine)
                return answer.status, answer.headers, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode("utf-8")

    def stop(self):
        """End it as Ctrl+C does; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


@pytest.fixture
def preview(make_site):
    site = make_site()
    running = Preview(site)
    yield site, running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def test_a_preview_follows_the_files(preview):
    """Design 7: it shows the site, rebuilds when a file changes, keeps the last good site, and ends cleanly."""
    site, running = preview
    status, headers, html = running.get("items/2026/2026-00011.html")
    assert 200 == status
    assert "服务电话为0990-5560101" in html
    assert "no-store" == headers["Cache-Control"], "a preview is always fresh"
    status, headers, html = running.get("no/such/page.html")
    assert 404 == status
    assert "未找到该页面" in html, "the site's own page"
    styles = re.findall(r'href="/([^"]+\.css)"', html)
    assert styles, "the page has styles"
    assert [200] * len(styles) == [running.get(style)[0] for style in styles], "and they are found here too"

    site.edit("content/items/2026/2026-00011.md", "服务电话为0990-5560101", "服务电话改为0990-5560101")
    running.wait_for("文件有改动")
    running.wait_for("已生成")
    assert "服务电话改为0990-5560101" in running.get("items/2026/2026-00011.html")[2]

    site.edit("catalog/site.yml", "approval: none", "approval: 口头")
    running.wait_for("没有生成新的网站")
    assert 200 == running.get("items/2026/2026-00011.html")[0], "the last good site stays"

    assert 0 == running.stop()
    assert not site.out.exists(), "a preview does not touch the site"


def test_a_port_in_use(preview):
    """Design 7: exit code 2, and advice that names a way out."""
    site, running = preview
    port = running.address.rsplit(":", 1)[1].strip("/")
    done = site.run("serve", "--port", port, "--no-search")
    assert 2 == done.returncode
    assert f"端口 {port} 已被占用" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_site_to_show(make_site):
    """Design 7: where nothing can be built, the command says why and ends with 2."""
    site = make_site("bare")
    site.edit("catalog/site.yml", "approval: none", "approval: 口头")
    done = site.run("serve", "--port", "0", "--no-search")
    assert 2 == done.returncode
    assert "S008" in done.stderr


def test_a_saved_item_is_shown_before_the_build(make_site):
    """Design 8: page and lists come at once, and are those that the build then makes; what has an error waits for it."""
    site, item = make_site(), "content/items/2026/2026-00011.md"
    out = preview_folder(site.root)
    site.build("--out", str(out))
    before = tree(out)
    quick = QuickPreview(site.root, site_maker.TODAY)
    site.edit(item, "\ntitle: ", "\ntitle: 再次")
    assert quick.show({item})
    shown = tree(out)
    site.build("--out", str(out))
    made = tree(out)
    new = {address for address, digest in shown.items() if before[address] != digest}
    assert {"items/2026/2026-00011.html", "catalog/all.html", "catalog/year.2026.html"} <= new
    assert {a: made[a] for a in new} == {a: shown[a] for a in new}
    site.edit(item, "\ntitle: ", "\ntitel: ")
    assert not quick.show({item})
    assert not quick.show({"catalog/site.yml"}), "a setting changes everything"
    assert made == tree(out)


def test_an_address_of_no_form(make_site):
    """Row 40: whatever stands for the site's address, the preview says what is wrong, without a traceback."""
    site = make_site()
    site.edit("mkdocs.yml", "https://small.example.gov.cn/disclosure/", "http://[bad/x/")
    done = site.run("serve", "--port", "0", "--no-search")
    assert 2 == done.returncode, done.stdout
    assert "Traceback" not in done.stderr, done.stderr
    assert "没有生成新的网站" in done.stderr, done.stderr

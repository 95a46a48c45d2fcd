"""While a long build runs, a terminal shows how far it is (design 8)."""

import io
import sys
import time
from pathlib import Path

import site_maker
from disclosure.check.site import check_site
from disclosure.progress import START, Progress
from disclosure.verbs import progress_bar
from disclosure.verbs.progress_bar import ProgressBar


class Terminal(io.StringIO):
    """What somebody sees."""

    def isatty(self):
        return True


def test_work_is_told_while_it_is_done(make_site, tmp_path, monkeypatch):
    """The estimate is truthful: all that lies ahead is in the total, from the first word on, and nothing twice."""
    monkeypatch.setattr("disclosure.progress._PAUSE", 0)
    told = []
    monkeypatch.setattr(Path, "write_text", lambda self, text, **_: told.append((self.name, text)))
    site = make_site("bare")
    for number in (1, 2, 3):
        site.add_item(f"2026-0000{number}", title=f"第{number}件")
    progress = Progress(str(tmp_path / "progress"), search=False)
    checked = check_site(site.root, site_maker.TODAY, progress=progress)
    monkeypatch.undo()
    rows = [tuple(map(int, text.split())) for name, text in told if name == "progress"]
    assert len(checked.items) <= len(rows), "one for each item that was checked"
    done, totals = zip(*rows, strict=True)
    assert sorted(set(done)) == list(done), "it only grows"
    assert 1 == len(set(totals)), "and what lies ahead is known"
    assert START < done[0] < done[-1] < totals[0], "the pages are still to be made"


def test_a_terminal_shows_a_bar(monkeypatch):
    """With a share, and the time that is left; without a terminal there is nothing."""
    monkeypatch.setattr(progress_bar, "_PAUSE", 0.01)
    monkeypatch.setattr(sys, "stderr", Terminal())
    with ProgressBar(shown=True) as bar:
        bar.started = time.time() - 10
        Path(bar.place).write_text("50 200", encoding="ascii")
        time.sleep(0.2)
        Path(bar.place).write_text("100 200", encoding="ascii")
        time.sleep(0.2)
    shown = sys.stderr.getvalue()
    assert "正在生成" in shown
    assert "25%" in shown
    assert "00:00:30" in shown, "a quarter took ten seconds"
    assert "50%" in shown
    with ProgressBar(shown=False) as bar:
        assert not bar.place
    assert shown == sys.stderr.getvalue()

"""What a host really serves: told from the list of what was published, whoever asks (issue of defacement; design 1, 7)."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pytest
from disclosure.publish.manifest import Release, checksums, manifest_json
from disclosure.publish.writer import Written
from disclosure.verify.ask import Asker
from disclosure.verify.beyond import look_beyond
from disclosure.verify.host import compare_host, expected_files
from disclosure.verify.journey import Host
from site_maker import run_command, surroundings
from tampering_host import PAGE, TYPES, Reply, packed, tampering_host

ITEM, OTHER = "items/2026/2026-00001.html", "items/2026/2026-00002.html"
PLAN = "files/2026/2026-00001/plan.pdf"
HTML = {"Content-Type": TYPES["html"]}
SPAM = PAGE.format("澳门在线娱乐", "spam/1.html").encode()


@pytest.fixture
def host():
    with tampering_host() as running:
        yield running


def rows_of(files):
    """The list of what was published, as a build leaves it."""
    return {
        name: Written(name, len(body), hashlib.sha256(body).hexdigest())
        for name, body in sorted(files.items())
    }


def verify(host, excepted=(), optional=None, published=None, timeout=0.5):
    """Verify with little patience; gives the report of everything."""
    expected = expected_files(published or rows_of(host.files), excepted)
    place = Host(host.base, Asker(timeout=timeout, attempts=3, pause=0.01))
    report = compare_host(place, expected, 4, lambda *_: None)
    report.add(look_beyond(place, expected, report.linked, optional or {}))
    return report


def found(report):
    """(address, kind, visitors) of all findings, sorted."""
    return sorted({(f.address, f.kind, f.visitors) for f in report.findings})


def only(address, reply, **wanted):
    """A trick on one address, and with a word in one header where that is asked for."""

    def trick(asked, headers, _times):
        fits = all(word in headers.get(name.replace("_", "-"), "") for name, word in wanted.items())
        return reply if asked == address and fits else None

    return trick


def test_an_honest_host(host):
    """Nothing is found where nothing is wrong; every file was asked for, what is shown by four kinds of visitor."""
    report = verify(host)
    assert ([], []) == (found(report), report.notes)
    agents = {agent for address, agent in host.asked if address == ITEM}
    assert 3 == len(agents), "a browser, a spider and a phone asked"
    assert 4 == sum(address == ITEM for address, _ in host.asked)
    assert 1 == sum(address == PLAN for address, _ in host.asked), "what no browser shows is asked for once"


def changed_byte(host):
    body = bytearray(host.files[ITEM])
    body[-9] ^= 1
    return only(ITEM, Reply(200, bytes(body), HTML))


def appended(host):
    body = (
        host.files[ITEM]
        + b"<script>location='https://spam.example/'</script><script src='//spam.example/x.js'></script>"
    )
    return only(ITEM, Reply(200, body, HTML))


def recased(host):
    host.files[ITEM.upper()] = host.files[ITEM]
    return lambda asked, _h, _t: host.right("no") if asked == ITEM else None


def sitemap(host):
    body = f"<?xml version='1.0'?><urlset><url><loc>{host.base}spam/2.html</loc></url></urlset>".encode()
    planted = {"sitemap1.xml": body, "spam/2.html": SPAM}
    return lambda asked, _h, _t: Reply(200, planted[asked], HTML) if asked in planted else None


def linked(_host):
    planted = {ITEM: SPAM.replace(b"spam/1.html", b"../../spam/1.html"), "spam/1.html": SPAM}
    return lambda asked, _h, _t: Reply(200, planted[asked], HTML) if asked in planted else None


def wall(_host):
    wanted = {"Location": "index.html", "Set-Cookie": "seen=1"}
    return lambda asked, headers, _t: (
        Reply(302, b"", wanted) if asked == "about.html" and "seen" not in headers.get("Cookie", "") else None
    )


def away(address):
    return Reply(302, b"", {"Location": address})


SHOWN = ("phone", "plain", "referred", "spider")
TAMPERED = {
    "one byte is changed": (changed_byte, [(ITEM, "changed", ())]),
    "a script is appended": (
        appended,
        [(ITEM, "changed", ()), (ITEM, "foreign", ()), (ITEM, "script", ())],
    ),
    "spam for spiders alone": (
        lambda _: only(ITEM, Reply(200, SPAM, HTML), User_Agent="Baiduspider"),
        [(ITEM, "changed", ("spider",))],
    ),
    "spam for phones alone": (
        lambda _: only(ITEM, Reply(200, SPAM, HTML), User_Agent="Mobile"),
        [(ITEM, "changed", ("phone",))],
    ),
    "spam for who comes from a search": (
        lambda _: only(ITEM, Reply(200, SPAM, HTML), Referer="baidu"),
        [(ITEM, "changed", ("referred",))],
    ),
    "phones are sent elsewhere": (
        lambda _: only(ITEM, away("https://spam.example/"), User_Agent="Mobile"),
        [(ITEM, "redirected", ("phone",))],
    ),
    "a script for who comes from a search": (
        lambda _: only(
            "assets/site.js",
            Reply(200, b"location='https://spam.example/'", {"Content-Type": TYPES["js"]}),
            Referer="baidu",
        ),
        [("assets/site.js", "changed", ("referred",))],
    ),
    "a file is gone": (lambda h: only(PLAN, h.right("no")), [(PLAN, "missing", ())]),
    "gone for good": (lambda _: only(PLAN, Reply(410)), [(PLAN, "missing", ())]),
    "access is refused": (lambda _: only(ITEM, Reply(403)), [(ITEM, "refused", ())]),
    "spiders are refused": (
        lambda _: only(ITEM, Reply(403), User_Agent="Baiduspider"),
        [(ITEM, "refused", ("spider",))],
    ),
    "always an error": (lambda _: only(ITEM, Reply(500)), [(ITEM, "failing", ())]),
    "a part for the whole": (lambda h: only(ITEM, Reply(206, h.files[ITEM], HTML)), [(ITEM, "failing", ())]),
    "cut short": (
        lambda h: only(PLAN, Reply(200, h.files[PLAN], {"Content-Type": TYPES["pdf"]}, "truncated")),
        [(PLAN, "cut", ())],
    ),
    "too slow": (
        lambda h: only(PLAN, Reply(200, h.files[PLAN], {"Content-Type": TYPES["pdf"]}, "slow")),
        [(PLAN, "unreachable", ())],
    ),
    "no answer": (lambda _: only(PLAN, Reply(manner="silent")), [(PLAN, "unreachable", ())]),
    "the connection is reset": (lambda _: only(PLAN, Reply(manner="reset")), [(PLAN, "unreachable", ())]),
    "a body without end": (
        lambda _: only(ITEM, Reply(200, b"", HTML, "endless")),
        [(ITEM, "oversized", ())],
    ),
    "a small file that unpacks without end": (
        lambda _: only(ITEM, packed(Reply(200, b"\0" * (1 << 26), HTML))),
        [(ITEM, "oversized", ())],
    ),
    "sent to another host": (
        lambda _: only(ITEM, away("https://other.example/")),
        [(ITEM, "redirected", ())],
    ),
    "sent in a circle": (
        lambda _: (
            lambda asked, _h, _t: {ITEM: away("2026-00002.html"), OTHER: away("2026-00001.html")}.get(asked)
        ),
        [(ITEM, "loop", ()), (OTHER, "loop", ())],
    ),
    "sent to an address that is none": (
        lambda _: only(ITEM, away("http://[::1")),
        [(ITEM, "redirected", ())],
    ),
    "sent to another page": (lambda _: only(ITEM, away("2026-00002.html")), [(ITEM, "swapped", ())]),
    "names that are not there have a page": (
        lambda h: (
            lambda asked, _h, _t: (
                Reply(200, h.files["index.html"], HTML)
                if h.right(asked).status == 404 and not asked.startswith("?")
                else None
            )
        ),
        [
            ("app/5f1c/", "soft", ()),
            ("disclosure-no-such-page-5f1c.html", "soft", ()),
            ("news/20260101-5f1c.html", "soft", ()),
        ],
    ),
    "names that are not there have a page for spiders": (
        lambda _: only("news/20260101-5f1c.html", Reply(200, SPAM, HTML), User_Agent="Baiduspider"),
        [("news/20260101-5f1c.html", "soft", ("spider",))],
    ),
    "a changed page links to a planted one": (linked, [(ITEM, "changed", ()), ("spam/1.html", "extra", ())]),
    "a planted sitemap lists a planted page": (
        sitemap,
        [("sitemap1.xml", "extra", ()), ("spam/2.html", "extra", ())],
    ),
    "a planted program": (
        lambda _: only("upload.php", Reply(200, b"ok", HTML)),
        [("upload.php", "extra", ())],
    ),
    "the repository is open": (
        lambda _: only(".git/HEAD", Reply(200, b"ref: refs/heads/main\n")),
        [(".git/HEAD", "extra", ())],
    ),
    "a folder is listed": (
        lambda _: only("files/", Reply(200, b"Index of", HTML)),
        [("files/", "listing", ())],
    ),
    "a planted page at the folder's address": (
        lambda _: only("", Reply(200, SPAM, HTML)),
        [("", "changed", ())],
    ),
    "a program answers questions": (
        lambda _: only("?id=20260101", Reply(200, SPAM, HTML), User_Agent="Baiduspider"),
        [("?id=20260101", "changed", ("spider",))],
    ),
    "a page with the type of a text": (
        lambda h: only(ITEM, Reply(200, h.files[ITEM], {"Content-Type": "text/plain"})),
        [(ITEM, "type", ())],
    ),
    "a page in another encoding": (
        lambda h: only(ITEM, Reply(200, h.files[ITEM], {"Content-Type": "text/html; charset=gb2312"})),
        [(ITEM, "type", ())],
    ),
    "an attachment with the type of a page": (
        lambda h: only(PLAN, Reply(200, h.files[PLAN], HTML)),
        [(PLAN, "type", ())],
    ),
    "an empty body": (lambda _: only(ITEM, Reply(200, b"", HTML)), [(ITEM, "changed", ())]),
    "an older version": (
        lambda h: only(
            ITEM,
            Reply(200, h.files[ITEM].replace("通知".encode(), "通告".encode()), {**HTML, "Age": "86400"}),
        ),
        [(ITEM, "changed", ())],
    ),
    "two pages are swapped": (
        lambda h: lambda asked, _h, _t: {ITEM: h.right(OTHER), OTHER: h.right(ITEM)}.get(asked),
        [(ITEM, "swapped", ()), (OTHER, "swapped", ())],
    ),
    "the name in capitals": (recased, [(ITEM, "missing", ())]),
    "a wall that wants a cookie": (wall, [("about.html", "swapped", ())]),
    "a wall that wants a cookie, on every page": (
        lambda _: only(ITEM, Reply(302, b"", {"Location": "2026-00001.html", "Set-Cookie": "seen=1"})),
        [(ITEM, "loop", ())],
    ),
    "an encoding that nobody asked for": (
        lambda h: only(ITEM, Reply(200, h.files[ITEM], {**HTML, "Content-Encoding": "br"})),
        [(ITEM, "undecodable", ())],
    ),
    "a compression that is none": (
        lambda h: only(ITEM, Reply(200, h.files[ITEM], {**HTML, "Content-Encoding": "gzip"})),
        [(ITEM, "undecodable", ())],
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_found(host, name):
    """Each way of tampering has its own answer, names its visitors, and nothing else is found besides."""
    make, expected = TAMPERED[name]
    published = rows_of(host.files)
    host.trick = make(host)
    assert sorted(expected) == found(verify(host, published=published))


TOLERATED = {
    "an error that passes": (
        lambda _: lambda asked, _h, times: Reply(503) if asked == ITEM and times == 1 else None,
        {"retried"},
    ),
    "a reset that passes": (
        lambda _: lambda asked, _h, times: Reply(manner="reset") if asked == PLAN and times < 3 else None,
        {"retried"},
    ),
    "compressed on the way": (
        lambda h: lambda asked, _h, _t: packed(h.right(asked)) if h.right(asked).status == 200 else None,
        set(),
    ),
    "sent in pieces": (
        lambda h: only(PLAN, Reply(200, h.files[PLAN], {"Content-Type": TYPES["pdf"]}, "chunked")),
        set(),
    ),
    "moved within the host": (
        lambda h: (
            lambda asked, _h, _t: (
                away("about")
                if asked == "about.html"
                else Reply(200, h.files["about.html"], HTML)
                if asked == "about"
                else None
            )
        ),
        {"moved"},
    ),
    "a cookie": (
        lambda h: only(ITEM, Reply(200, h.files[ITEM], {**HTML, "Set-Cookie": "id=1"})),
        {"cookies"},
    ),
    "the error page as an error": (lambda h: only("404.html", h.right("no")), set()),
}


@pytest.mark.parametrize("name", TOLERATED)
def test_what_a_host_may_do(host, name):
    """What does not change a file is no finding; what a web administrator should know is a note."""
    make, notes = TOLERATED[name]
    host.trick = make(host)
    report = verify(host)
    assert ([], notes) == (found(report), {note.kind for note in report.notes})


def test_exceptions(host):
    """What a CDN rewrites can be left out, by name, and only that."""
    host.trick = lambda asked, _h, _t: Reply(200, SPAM, HTML) if asked in (ITEM, "about.html") else None
    assert [("about.html", "changed", ())] == found(verify(host, excepted=("items/*",)))


def test_the_published_copy_of_the_checksums(host):
    """A copy of SHA256SUMS may be served; when it is another one, that is told."""
    row = Written("SHA256SUMS", 2, hashlib.sha256(b"x\n").hexdigest())
    host.trick = only("SHA256SUMS", Reply(200, b"x\n"))
    assert [] == found(verify(host, optional={row.address: row}))
    host.trick = only("SHA256SUMS", Reply(200, b"y\n"))
    assert [("SHA256SUMS", "changed", ())] == found(verify(host, optional={row.address: row}))


def test_a_changed_page_says_what_it_shows_now(host):
    """The report helps to understand: the title, the script, the host it loads from; nothing a terminal would obey."""
    body = "<title>\x1b[2J澳门在线</title><img src='https://spam.example/a.png' onerror='go()'>".encode()
    host.trick = only(ITEM, Reply(200, body, HTML))
    details = {(f.kind, f.detail) for f in verify(host).findings}
    assert {
        ("changed", "标题“[2J澳门在线”"),
        ("foreign", "https://spam.example/a.png"),
        ("script", "go()"),
    } == details


@pytest.fixture
def manifest(host, tmp_path):
    """The list of the host's files on disk."""
    path = tmp_path / "manifest.json"
    path.write_text(
        manifest_json(list(rows_of(host.files).values()), Release(today="2026-06-15"), []), encoding="utf-8"
    )
    return path


def run(make_site, host, manifest, *options):
    site = make_site("bare")
    return site.run(
        "verify", host.base, "--manifest", str(manifest), "--timeout", "1", "--attempts", "2", *options
    )


def test_the_verb(make_site, host, manifest):
    """Design 7: 0 where all agrees, 1 where something differs; quiet where nobody looks at it; says what it can't see."""
    done = run(make_site, host, manifest)
    assert (0, "") == (done.returncode, done.stderr)
    assert "核验 12 个文件，全部相符。\n" in done.stdout
    assert "从外部查不出来" in done.stdout


def test_the_verb_tells_what_it_found(make_site, host, manifest, tmp_path):
    """Design 7: exit code 1, a line a finding, or JSON for programs; SHA256SUMS serves as well as the manifest."""
    host.trick = only(ITEM, Reply(200, SPAM, HTML), User_Agent="Baiduspider")
    done = run(make_site, host, manifest)
    assert 1 == done.returncode
    assert f"内容不同：{ITEM}（只对搜索引擎的爬虫） → 标题“澳门在线娱乐”" in done.stdout
    sums = tmp_path / "SHA256SUMS"
    sums.write_text(checksums(list(rows_of(host.files).values()), Release(commit="c0ffee")), encoding="utf-8")
    done = run_command(
        "verify", host.base, "--site", str(tmp_path / "office"), "--manifest", str(sums), "--format", "json"
    )
    told = json.loads(done.stdout)
    assert (1, [[ITEM, "changed", ["spider"]]]) == (
        done.returncode,
        [[f["address"], f["kind"], f["visitors"]] for f in told["findings"]],
    )
    assert ("c0ffee", False) == (told["release"]["commit"], told["signed"])


@pytest.mark.skipif(os.name != "posix", reason="a terminal is opened as POSIX does")
def test_progress_on_a_terminal(make_site, host, manifest):
    """Design 7: long work shows progress on a terminal, and stays quiet where nobody looks (see above)."""
    site, (ours, theirs) = make_site("bare"), os.openpty()
    command = [sys.executable, "-m", "disclosure", "verify", host.base, "--manifest", str(manifest)]
    done = subprocess.run(
        [*command, "--site", str(site.root)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=surroundings(),
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode("utf-8")
    os.close(ours)
    assert 0 == done.returncode
    assert "\r已核验 15 / 15" in shown, "files, and the three addresses at which index pages answer too"


def test_a_host_that_is_not_there(make_site, host, manifest):
    """Design 7: exit code 2 when nothing could be compared, so that a monitor tells it from tampering."""
    host.trick = lambda *_: Reply(manner="reset")
    done = run(make_site, host, manifest)
    assert (2, "") == (done.returncode, done.stdout)
    assert re.search(r"连不上 .*没有核验", done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "target", ["https://", "http://a:b@host/", "http://host:99999/", "http://host/?q=1", "http://[::1"]
)
def test_an_address_that_is_none(make_site, manifest, target):
    """Design 7: misuse is exit code 2 with a sentence, never a traceback."""
    done = make_site("bare").run("verify", target, "--manifest", str(manifest))
    assert 2 == done.returncode
    assert "不是网站的网址" in done.stderr


def test_a_host_that_is_lost_on_the_way(make_site, host, tmp_path):
    """A host that stops answering is not asked for every file of ten thousand: it is told, with exit code 2."""
    rows = [Written(f"items/2026/2026-{n:05}.html", 1, "0" * 64) for n in range(10_000)]
    path = tmp_path / "manifest.json"
    path.write_text(manifest_json(rows, Release(), []), encoding="utf-8")
    host.trick = lambda asked, *_: Reply(manner="reset") if asked else None
    done = run(make_site, host, path, "--attempts", "1")
    assert 2 == done.returncode
    assert len(host.asked) < 1000

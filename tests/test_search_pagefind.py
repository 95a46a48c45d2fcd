"""The record of an item, and the index that Pagefind makes of records (design 3: same commit, same bytes)."""

import gzip
import hashlib
import json
import random

import pytest
from disclosure.index import pagefind
from disclosure.index.cbor import CborError, decode, encode
from disclosure.index.pagefind import PagefindError, run_pagefind
from disclosure.index.record import make_page_record, make_record, stream
from disclosure.index.stable import StableError, make_stable
from hypothesis import given
from hypothesis import strategies as st
from search_site import UNIT, make_view

TITLE = "关于实施《示例市“专精特新”办法》的 通知"


def records_of(count):
    """Records of `count` items by their place below the records folder."""
    views = [
        make_view(
            n,
            f"关于第{n}批技术改造项目的通知",
            office=f"第{n % 5}科",
            year=str(2020 + n % 4),
            validity="废止" if n % 3 else "有效",
        )
        for n in range(1, count + 1)
    ]
    return {f"items/{v.item.year}/{v.item.id}.html": make_record(v, f"正文第{v.item.id}号。") for v in views}


def write(folder, records, order=None):
    """Write the records in an order of creation, which a file system may hand back."""
    names = list(records)
    if order is not None:
        random.Random(order).shuffle(names)  # noqa: S311 (no secret)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(records[name], encoding="utf-8")
    return folder


def digests(folder):
    """What lies in a folder: SHA-256 by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def fragments(folder):
    """The fragments of an index by the address they lead to."""
    found = [json.loads(gzip.decompress(p.read_bytes())[12:]) for p in (folder / "fragment").iterdir()]
    return {fragment["url"]: fragment for fragment in found}


def test_two_runs_give_the_same_bytes(tmp_path):
    """Design 3: output is a function of the commit; Pagefind's hash tables and the disk's order do not show."""
    records = records_of(60)
    for run in range(3):
        run_pagefind(write(tmp_path / f"records{run}", records, order=run), tmp_path / f"index{run}")
    first, second, third = (digests(tmp_path / f"index{run}") for run in range(3))
    assert first == second == third, "three runs over the same records differ"


def test_a_changed_record_changes_the_names(tmp_path):
    """Design 3: a browser that keeps the old index asks for the new one, since its files have other names."""
    records = records_of(5)
    run_pagefind(write(tmp_path / "old", records), tmp_path / "a")
    records[next(iter(records))] = (
        records[next(iter(records))].replace("有效", "失效").replace("废止", "失效")
    )
    run_pagefind(write(tmp_path / "new", records), tmp_path / "b")
    names = [{path.name for path in (tmp_path / index).rglob("*.pf_[mf]*")} for index in ("a", "b")]
    assert names[0] != names[1], "changed filters kept the name of the old ones"


def test_report_and_contents(tmp_path):
    """Design 6: every record is a page of the index; interfaces that the site does not use are not published."""
    report = run_pagefind(write(tmp_path / "records", records_of(7)), tmp_path / "index")
    assert 7 == report.pages, "one page a record"
    assert report.files == len(digests(tmp_path / "index")), "the report counts the files"
    top = {
        path.name for path in (tmp_path / "index").iterdir() if path.is_file() and "pf_meta" not in path.name
    }
    expected = {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.unknown.pagefind"}
    assert expected == top, "only what the search page loads"


def test_facts_survive_unchanged(tmp_path):
    """Design 6: title, numbers and summary are shown exactly as they were approved, whatever marks they hold."""
    summary = """甲 & 乙：<标签> 'x' "y" \\ 100%、①。"""
    view = make_view(
        1, TITLE, document_number="示工信发〔2026〕12号", summary=summary, publish_on="2026-03-05 09:30"
    )
    run_pagefind(
        write(tmp_path / "records", {"items/2026/2026-00001.html": make_record(view, "正文")}),
        tmp_path / "index",
    )
    card = json.loads(fragments(tmp_path / "index")["/items/2026/2026-00001.html"]["anchors"][0]["id"])
    expected = {
        "title": TITLE,
        "index": f"{UNIT}/2026-00001",
        "number": "示工信发〔2026〕12号",
        "office": "示例市工业和信息化局",
        "date": "2026-03-05",
        "formed": "2026-03-02",
        "validity": "有效",
        "summary": summary,
    }
    assert expected == card, "what is shown differs from what was written"


def test_facets(tmp_path):
    """Design 6: filters by category, office (joint ones too), year of 成文, validity and top theme."""
    view = make_view(
        1,
        TITLE,
        joint_offices=("示例市财政局",),
        theme="工业、交通\\信息产业（含电信）",
        formed="2025-12-31",
        published="2026-01-04",
    )
    run_pagefind(
        write(tmp_path / "records", {"items/2026/2026-00001.html": make_record(view, "")}), tmp_path / "index"
    )
    found = fragments(tmp_path / "index")["/items/2026/2026-00001.html"]["filters"]
    expected = {
        "category": ["政策文件"],
        "office": ["示例市工业和信息化局", "示例市财政局"],
        "year": ["2025"],
        "validity": ["有效"],
        "theme": ["工业、交通"],
    }
    assert expected == found


def test_hand_written_pages_have_no_facets(tmp_path):
    """Design 6: the index covers hand-written pages; a filter for items leaves them out."""
    record = make_page_record("关于本站", "about.html", "本站按条例公开信息。")
    run_pagefind(write(tmp_path / "records", {"about.html": record}), tmp_path / "index")
    fragment = fragments(tmp_path / "index")["/about.html"]
    assert ({}, {"title": "关于本站"}) == (fragment["filters"], json.loads(fragment["anchors"][0]["id"]))


def test_indexed_words_are_the_tokens(tmp_path):
    """Design 6: marks in the record make no words of their own, so that an index is no larger than its text."""
    view = make_view(1, "甲乙", office="丙", index="丁", formed="2026-03-02")
    record = make_record(view, "关于《办法》，（一）适用；3.5%！")
    run_pagefind(write(tmp_path / "records", {"x.html": record}), tmp_path / "index")
    chunks = [decode(gzip.decompress(p.read_bytes())[12:]) for p in (tmp_path / "index" / "index").iterdir()]
    words = {word for (entries,) in chunks for word, *_ in entries}
    expected = {"甲乙", "乙", "丙", "丁", "政策", "策文", "文件", "件", "d202603", "d20260302", "2026"}
    expected |= {"甲", "关于", "于办", "办法", "法", "一适", "适用", "用", "3", "5"}
    assert expected == words


def test_stream_leaves_no_markup():
    """Design 6: a title with angle brackets cannot become markup of the record."""
    assert "&lt;" in stream("<b>甲乙</b>")
    assert "<" not in stream("<b>甲乙</b>")


def test_no_records(tmp_path):
    """Design 6: a site never claims to be searchable without an index."""
    (tmp_path / "records").mkdir()
    with pytest.raises(PagefindError, match="没有可供检索的内容"):
        run_pagefind(tmp_path / "records", tmp_path / "index")


def test_program_that_does_not_start(tmp_path, monkeypatch):
    """Design 3: a program that is not there is told in Chinese, not by a traceback."""
    monkeypatch.setattr(pagefind.pagefind_bin, "get_executable", lambda: tmp_path / "missing")
    with pytest.raises(PagefindError, match="检索程序未能运行"):
        run_pagefind(write(tmp_path / "records", records_of(1)), tmp_path / "index")


def test_program_that_fails(tmp_path):
    """Design 3: an indexer that stops leaves no half index behind a silent success."""
    (tmp_path / "index").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(PagefindError, match=r"检索程序未能完成|索引无法读取"):
        run_pagefind(write(tmp_path / "records", records_of(1)), tmp_path / "index")


def test_incomplete_index(tmp_path):
    """Design 6: a record that the indexer passed over is an error, not a document that cannot be found."""
    records = {**records_of(2), "broken.html": "<html><body>no record</body></html>"}
    with pytest.raises(PagefindError, match="应有 3 条，实有 2 条"):
        run_pagefind(write(tmp_path / "records", records), tmp_path / "index")


def test_surroundings_do_not_steer_the_indexer(tmp_path, monkeypatch):
    """Design 3: settings of the machine change no byte of the output."""
    records = records_of(3)
    run_pagefind(write(tmp_path / "records", records), tmp_path / "plain")
    (tmp_path / "pagefind.yml").write_text("force_language: zh\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "zh")
    monkeypatch.setenv("PAGEFIND_ROOT_SELECTOR", "#nothing")
    run_pagefind(tmp_path / "records", tmp_path / "steered")
    assert digests(tmp_path / "plain") == digests(tmp_path / "steered")


@given(
    st.recursive(
        st.integers(-(2**40), 2**40) | st.text() | st.booleans() | st.none(),
        lambda inner: st.lists(inner, max_size=30),
    )
)
def test_cbor_there_and_back(value):
    """Design 3: putting an index in order changes nothing but the order."""
    assert value == decode(encode(value))


@given(st.binary(max_size=40))
def test_cbor_refuses_what_it_does_not_know(data):
    """Design 3: an index of another make is refused, not misread."""
    try:
        value = decode(data)
    except (CborError, UnicodeDecodeError):
        return
    assert value == decode(encode(value))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no gzip",
        gzip.compress(b"other signature", mtime=0),
        gzip.compress(b"pagefind_dcd\x80", mtime=0),
    ],
)
def test_unknown_layout(tmp_path, content):
    """Design 3: an index that a later Pagefind lays out differently stops the build and never goes out unsorted."""
    run_pagefind(write(tmp_path / "records", records_of(2)), tmp_path / "index")
    next((tmp_path / "index").glob("*.pf_meta")).write_bytes(content)
    with pytest.raises((StableError, OSError)):
        make_stable(tmp_path / "index")

"""What the index holds of documents, and the files it is made of (design 3: same commit, same bytes)."""

import hashlib
import json
import random

import pytest
from disclosure.gates.text_version.blocks import Block, TextVersion
from disclosure.index.block import build_block
from disclosure.index.document import MOST_CHARACTERS, cut, item_document, page_document, text_scripts
from disclosure.index.postings import IN_LABEL, IN_NUMBER, IN_TITLE, Postings, make_postings
from disclosure.index.script_file import as_script, from_script
from disclosure.index.search_files import CURRENT, SIZES, divide, search_files
from disclosure.index.tokens import pair_names
from disclosure.types import Attachment
from search_site import UNIT, make_view

TITLE = "关于实施《示例市“专精特新”办法》的 通知"


def document(number, text="正文", **fields):
    """The document of an item."""
    view = make_view(number, fields.pop("title", TITLE), **fields)
    return item_document(view, f"items/{view.item.year}/{view.item.id}.html", text)


def lay(folder, documents, order=0):
    """Postings of `documents` in a folder, written in some order, which a file system may hand back."""
    documents = list(documents)
    random.Random(order).shuffle(documents)  # noqa: S311 (no secret)
    for one in documents:
        path = folder / one.address.replace(".html", ".postings")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make_postings(one).to_bytes())
    return folder


def index(records, kept):
    """The files of the index of all postings in `records`, by address."""
    paths = sorted(records.rglob("*.postings"))
    names = (path.relative_to(records).with_suffix("").as_posix() for path in paths)
    digests = {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in zip(names, paths, strict=True)
    }
    return dict(search_files(records, digests, [], kept))


def lists_of(files):
    """What the shards of a block hold: for each token its head and its body as {place: value}."""
    found = {}
    for name, data in files.items():
        if not name.isdigit():
            continue
        (size,), at = numbers(data, 0, 1)
        names = data[at : at + size].decode("utf-8").split("\n")
        lengths, at = numbers(data, at + size, 2 * len(names))
        for place, bits in ((0, 3), (1, 2)):
            for token, length in zip(names, lengths[place::2], strict=True):
                found.setdefault(token, []).append(unpack(data[at : at + length], bits))
                at += length
        assert at == len(data), f"shard {name} has bytes that no list owns"
    return found


def numbers(data, at, count):
    """`count` numbers of seven bits a byte from `at`; and where they end."""
    found = []
    while len(found) < count:
        value = shift = 0
        while True:
            value |= (data[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if data[at - 1] < 0x80:
                break
        found.append(value)
    return found, at


def unpack(data, bits):
    """One list as {place: value}."""
    at, place, rows = 0, 0, {}
    while at < len(data):
        (number,), at = numbers(data, at, 1)
        place += number >> bits
        rows[place] = number & ((1 << bits) - 1)
    return rows


def test_lists_hold_what_the_documents_say():
    """Design 6: every token leads to exactly the documents that hold it, and says where it stands in them."""
    texts = ["鹅卵石采购，OFD阅读器。", "鹅卵石" * 50, "另一件事"]
    documents = [document(n, text, title=f"第{n}件通知") for n, text in enumerate(texts, 1)]
    lists = lists_of(build_block(map(make_postings, documents)))
    head, body = lists["鹅卵"]
    assert ({}, {0, 1}) == (head, set(body))
    assert body[0] < body[1], "what is said fifty times says more"
    assert {0: 1} == dict.fromkeys(lists["ofd"][1], 1), "words are in lower case"
    assert {0, 1, 2} == set(lists["件通"][0])
    assert {IN_TITLE} == set(lists["件通"][0].values())
    assert {1: IN_NUMBER} == lists["00002"][0]
    assert {IN_LABEL} == set(lists["政策"][0].values())
    assert {IN_NUMBER} == set(lists["d20260302"][0].values()), "the day of the document itself"


def test_long_lists_lie_alone():
    """Section 8: nobody fetches the list of 通知 for the sake of its neighbour."""
    documents = [document(n, f"{n}号文件说明" * 3) for n in range(1, 3000)]
    files = build_block(map(make_postings, documents))
    meta = json.loads(files["meta"])
    heavy = dict(meta["heavy"])
    assert 2999 == heavy["文件"], "the directory says on how many documents a long list stands"
    light = len(meta["pairs"]) + len(meta["words"])
    assert light + len(heavy) == len([name for name in files if name.isdigit()])
    lists = lists_of(files)
    assert set(range(2999)) == set(lists["文件"][1])
    assert all(len(as_script("", files[str(n)])) < 12_000 for n in range(light)), "a shard stays small"


def test_postings_there_and_back():
    """Design 3: postings that were kept are those that were made."""
    made = make_postings(document(1, "正文OFD" * 900))
    back = Postings.from_bytes(made.to_bytes())
    assert (made.words, made.facts) == (back.words, back.facts)
    for one, two in ((made.head, back.head), (made.body, back.body), (made.word_body, back.word_body)):
        assert one.tolist() == two.tolist()


def test_indexed_words_are_those_of_the_text():
    """Design 6: marks make no words of their own, so that an index is no larger than its text."""
    view = make_view(1, "甲乙", office="丙丁", index="戊己", formed="2026-03-02")
    made = make_postings(
        item_document(view, "items/2026/2026-00001.html", "关于《办法》，（一）适用；3.5%！")
    )
    tokens = {*pair_names(made.head[:, 0]), *pair_names(made.body[:, 0]), *made.words}
    expected = {"甲乙", "甲", "乙", "丙丁", "戊己", "政策", "策文", "文件", "d202603", "d20260302", "2026"}
    expected |= {"关于", "于办", "办法", "一适", "适用", "3", "5"}
    assert expected == tokens


def test_same_bytes_whatever_the_order(tmp_path):
    """Design 3: output is a function of the commit; the disk's order does not show."""
    documents = [document(n, f"第{n}号正文") for n in range(1, 30)]
    first, second = (index(lay(tmp_path / f"r{n}", documents, order=n), tmp_path / f"k{n}") for n in (1, 2))
    assert first == second


def test_a_block_is_kept_and_forgotten(tmp_path):
    """Design 8: what did not change is not made again; what is no longer published does not stay in the cache."""
    documents = [document(n, f"第{n}号正文") for n in range(1, 6)]
    records, kept = lay(tmp_path / "r", documents), tmp_path / "k"
    before = index(records, kept)
    (folder,) = kept.iterdir()
    (folder / "0.js").write_bytes(b"kept")
    again = index(records, kept)
    assert b"kept" == again[f"search/{folder.name.partition('-')[0]}/0.js"], (
        "the same documents: the same block"
    )
    (records / "items/2026/2026-00003.postings").unlink()
    after = index(records, kept)
    assert folder.name not in {path.name for path in kept.iterdir()}
    assert set(before) & set(after) == {"search/entry.js", "search/traditional.js"}, (
        "another block has other addresses"
    )


@pytest.mark.parametrize("count", [0, 1, CURRENT, CURRENT + 1, 7_999, 10_000, 23_456])
def test_blocks_and_the_current_one(count):
    """Section 8: frozen blocks of at most ten thousand, a current one of at most two thousand, and few of them."""
    names = [f"items/2026/2026-{n:05}" for n in range(1, count + 1)]
    blocks = divide(names)
    assert names == [name for block in blocks for name in block]
    assert all(len(block) <= SIZES[0] for block in blocks)
    assert not blocks or len(blocks[-1]) <= CURRENT or len(blocks[-1]) in SIZES
    assert len(blocks) <= count // SIZES[0] + len(SIZES) + 2


def test_a_new_item_and_a_withdrawn_one_touch_one_block():
    """Section 8: one item re-indexes a small part, wherever it stands."""
    names = [f"items/2026/2026-{n:05}" for n in range(1, 10_301)]
    before = {tuple(block) for block in divide(names)}
    more = {tuple(block) for block in divide([*names, "items/2026/2026-10301"])}
    fewer = {tuple(block) for block in divide(names[:1234] + names[1235:])}
    assert ([1, 1], CURRENT) == (
        [len(more - before), len(fewer - before)],
        max(CURRENT, len(*(more - before))),
    )


def test_facts_survive_unchanged():
    """Design 6: title, numbers and summary are shown exactly as they were approved, whatever marks they hold."""
    summary = """甲 & 乙：<标签> 'x' "y" \\ 100%、①。"""
    view = make_view(
        1, TITLE, document_number="示工信发〔2026〕12号", summary=summary, publish_on="2026-03-05 09:30"
    )
    made = item_document(view, "items/2026/2026-00001.html", "正文")
    ((address, script),) = text_scripts(made)
    told = json.loads(from_script(script))
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
    assert ("search/items/2026/2026-00001.js", expected) == (address, told["card"])


def test_attachments_are_parts():
    """Section 1: the text of attachments is found, and shown as theirs."""
    view = make_view(1, TITLE, attachments=(Attachment("form.xlsx", "申报表", 1, ""),))
    version = TextVersion(
        (Block("heading", "申报表", 1), Block("table", rows=(("项目", "金额"), ("珍珠岩", "12")))), cut=False
    )
    made = item_document(
        view, "items/2026/2026-00001.html", "正文", [(0, "files/2026/x/form.xlsx.html", version)]
    )
    assert [("正文", None), ("申报表\n项目 金额\n珍珠岩 12", 0)] == [(p.text, p.file) for p in made.parts]


def test_facets():
    """Design 6: filters by category, office (joint ones too), year of 成文, validity and top theme."""
    made = document(
        1,
        joint_offices=("示例市财政局",),
        theme="工业、交通\\信息产业（含电信）",
        formed="2025-12-31",
        published="2026-01-04",
    )
    tables = json.loads(
        build_block([make_postings(made), make_postings(page_document("关于", "about.html", ""))])["facets"]
    )
    assert ["示例市工业和信息化局", "示例市财政局"] == tables["office"]["values"]
    assert [[0, 1], []] == tables["office"]["rows"], "a filter for items leaves hand-written pages out"
    found = {name: table["values"] for name, table in tables.items() if name != "office"}
    assert {
        "category": ["政策文件"],
        "year": ["2025"],
        "validity": ["有效"],
        "theme": ["工业、交通"],
    } == found


def test_words_to_suggest():
    """Section 2: keywords, categories and offices are offered while typing, the most used first."""
    documents = [document(n, keywords=("绿色工厂",) if n > 1 else ("节能", "绿色工厂")) for n in range(1, 4)]
    words = json.loads(build_block(map(make_postings, documents))["words"])
    assert [["政策文件", 3], ["示例市工业和信息化局", 3], ["绿色工厂", 3], ["节能", 1]] == words


def test_long_texts_are_cut_between_paragraphs():
    """Section 2: a long document does not win by its length, and no word of it is lost."""
    text = "\n".join(f"第{n}段" + "字" * 90 for n in range(200))
    pieces = cut(text)
    assert text == "\n".join(pieces)
    assert max(map(len, pieces)) <= MOST_CHARACTERS
    assert "字" * 20_000 == "".join(cut("字" * 20_000))


def test_scripts_are_one_call():
    """Integrity C: a file of the index is one call with two texts, whatever the document says."""
    script = as_script("a", b"""");alert(1)//</script>""")
    assert script.startswith('disclosureData("a","')
    assert (
        script[20:].rstrip().removesuffix('");').replace("=", "").replace("+", "").replace("/", "").isalnum()
    )
    assert b"""");alert(1)//</script>""" == from_script(script)
    with pytest.raises(ValueError, match=r"range|padding|Incorrect"):
        from_script("alert(1)")

"""Warnings of damaged or hijacked text: the damage is found, ordinary official language is left alone."""

import gzip
import json
import time
from pathlib import Path

import pytest
from disclosure.check.text_defects import check_text

SHARED = Path(__file__).resolve().parents[2] / "shared"
CLAUSE = "申请人应当自收到书面通知之日起十五个工作日内补正有关材料，逾期不补正的视为放弃申请。"


def codes(body):
    return [row.code for row in check_text(body, "x.md", 1, "")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("为切实加强肆客足球政务公开工作", "D001"),
        ("为切实加强肆客\u200b足 球政务公开工作", "D001"),
        ("为切实加强肆客⾜球政务公开工作", "D001"),
        ("示例市工业和信息化局\n\n2020910\n", "D002"),
        ("示例市工业和信息化局\n\n　　20201225", "D002"),
        ("在每年51日前公布年度报告。", "D003"),
        ("截至2020年1231日，共受理三件。", "D003"),
        ("根据国办发〔201661号精神", "D004"),
        ("根据国办发〔2016）61号精神", "D004"),
        ("时间：2021-02-23 来源:", "D007"),
        ("电话：0990-5550101 联系人：\n", "D007"),
        ("现将《甲办法》、《乙制度》、《丙规定》等6项制度印发", "D008"),
        ("现将《甲办法》、《乙制度》、《丙规定》等2项制度印发", "D008"),
        ("结合皇冠娱乐实际，制定本办法。", "D009"),
        ("电话138****1234，手机139****5678", "D010"),
        ("一、甲。\n\n二、乙。\n\n四、丁。", "D006"),
        ("第一条 甲。\n\n第二条 乙。\n\n第二条 丙。", "D006"),
        ("（一）甲；\n\n（二）乙；\n\n（五）丙。", "D006"),
    ],
)
def test_damage_is_told(body, code):
    """Q6, rows 26, 27 and 45: what copying or a break-in leaves behind (the page of duties.md 4.4)."""
    assert [code] == codes(body)


@pytest.mark.parametrize(
    "body",
    [
        "自收到申请之日起60日内答复，延长不超过90日，最长120日。",
        "有效期自2020年1月1日至2020年12月31日，以年45日内计。",
        "办公时间为每日9时至17时，公示期为30日。",
        "依据《条例》（国务院令第711号）和国办发〔2016〕61号",
        "电话138****1234，**重点**工作，手机139\\*\\*\\*\\*5678",
        "结合我市实际，结合本地区工作实际，结合示例县的实际。",
        "现将《甲办法》、《乙制度》等5项制度印发。",
        "经费来源：\n\n（一）财政拨款；\n\n（二）其他收入。",
        "联系人：\n\n示例市工业和信息化局产业科",
        "第一条 甲。第三条的规定不变。\n\n第二条 乙。",
        "第一条 甲。 第二条 乙。\n\n第三条 丙。",
        "第二条 乙。\n\n（一）至（三）项所列人员，（四）、（五）项所列人员。\n\n第三条 丙。",
        "一、甲\n\n（一）子；\n\n（二）丑。\n\n二、乙\n\n（一）寅；\n\n（二）卯。",
        "## 第一章 总则\n\n第一条 甲。\n\n## 第二章 附则\n\n第二条 乙。\n\n附件\n\n第一条 丙。",
        f"{CLAUSE}\n\n甲。\n\n{CLAUSE}",
    ],
)
def test_ordinary_official_language_is_left_alone(body):
    """A warning that is usually wrong is not read: terms, references, new series and repeated clauses pass."""
    assert [] == codes(body)


def test_text_pasted_twice_is_told_where_it_begins_again():
    """Row 45 and duties.md 4.1: a whole text that stands in the file twice."""
    lines = [f"第{n}段说明申请、受理、审查和答复的各个环节由哪个科室负责办理。" for n in "一二三四五六"]
    [row] = check_text("\n\n".join(lines + lines), "x.md", 10, "")
    assert ("D005", 22) == (row.code, row.line)


@pytest.mark.shared
def test_few_real_documents_are_warned_of():
    """The goal: at most one document in twenty gets a warning of this kind; measured one in two hundred."""
    path = SHARED / "corpus" / "documents.jsonl.gz"
    if not path.exists():
        pytest.skip("the real documents do not lie beside this checkout")
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    warned = [row["id"] for row in rows if codes(row["text"])]
    assert len(warned) <= len(rows) // 20, f"{len(warned)} of {len(rows)}"


def test_the_searches_do_not_grow_faster_than_the_text():
    """No text makes a search run away: a body ten times as long takes about ten times as long."""
    short = "（一）" * 2000 + "《" * 2000 + " " * 2000 + "一、" * 2000 + "》等" * 100 + "结合" * 1000

    def seconds(body):
        begin = time.process_time()
        check_text(body, "x.md", 1, "")
        return time.process_time() - begin

    seconds(short)
    assert seconds(short * 10) < 60 * max(seconds(short), 0.01)

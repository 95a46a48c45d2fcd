"""gates/: what is found in text, what is lawful and gives no alarm, and that no finding shows what it found."""

import gate_marks
import lawful_texts
import pytest
from disclosure.gates.allowed import Allowed
from disclosure.gates.masking import mask
from disclosure.gates.nearby import Nearby
from disclosure.gates.plain import plain
from disclosure.gates.text import find_marks, find_suspicious, hide
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

NOTHING = Allowed()


def marks_in(text, allowed=NOTHING, heading=""):
    searched = plain(text)
    return find_marks(searched, Nearby(searched, lambda _: heading), allowed)


def codes(text, allowed=NOTHING, heading=""):
    """The codes found, those that only inform left out."""
    return sorted({mark.code for mark in marks_in(text, allowed, heading)} - {"P009"})


@pytest.mark.parametrize("n", range(6))
@pytest.mark.parametrize("kind", range(len(gate_marks.planted())), ids=[p.name for p in gate_marks.planted()])
def test_a_mark_is_found_in_running_text(kind, n):
    """Rows 28–31, 38 and J10: every kind of mark, in every spelling, beside other words and at line ends."""
    planted = gate_marks.planted(n)[kind]
    for text in (
        planted.text,
        f"按照规定公布如下。\n{planted.text}\n其他事项另行通知。",
        f"{planted.text}\n",
    ):
        assert planted.code in codes(text), f"{planted.name} must be found"


@pytest.mark.parametrize("n", range(3))
@pytest.mark.parametrize("kind", range(len(gate_marks.planted())), ids=[p.name for p in gate_marks.planted()])
def test_what_was_found_can_be_hidden(kind, n):
    """The issue: findings are masked in every output; a sentence that quotes one keeps its other words."""
    planted = gate_marks.planted(n)[kind]
    if planted.code == "K003":
        return  # a copy number is one only on a line by itself
    hidden = hide(f"字段“名称”的值是：{planted.text}，请改正")
    assert not planted.secret or planted.secret not in hidden, f"{planted.name} is still there"
    assert not planted.secret or plain(planted.secret) not in hidden, (
        f"{planted.name} is still there in plain"
    )
    assert hidden.startswith("字段“名称”的值是："), hidden


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("110105194912310021", "11**************21"),
        ("13912345678", "13*******78"),
        ("张某某", "张**"),
        ("甲", "甲"),
        ("机密★10年", "机密****"),
        ("", ""),
    ],
)
def test_masking_shows_two_characters_at_either_end(value, shown):
    """The issue: only the first two and the last two characters are shown, of short values less."""
    assert shown == mask(value)


@pytest.mark.parametrize("text", ["38 40 42", "张某某", "x" * 400])
def test_masking_never_gives_a_long_value_back(text):
    """Whatever is masked is not what it was."""
    assert len(text) == len(mask(text))
    assert text != mask(text)


# --- lawful content ----------------------------------------------------------------------------------------------


def test_the_list_of_firms_is_what_it_says():
    """The list above holds 500 valid unit codes, digits alone among them: else the next test would prove nothing."""
    found = [line.split(" | ")[2] for line in lawful_texts.firms().splitlines()[2:]]
    assert 500 == len({code for code in found if uscc.is_valid(code)})
    assert any(code.isdecimal() for code in found)


def test_a_list_of_500_firms_gives_no_alarm():
    """Duties 4.9: unit codes of firms are lawful content; the issue: a 名单 of 500 firms gets none."""
    assert [] == codes(lawful_texts.firms())


def test_an_appointment_notice_gives_no_alarm():
    """Duties 4.9: names in appointments, recruitment and public lists are lawful content."""
    assert [] == codes(lawful_texts.APPOINTMENT)


@pytest.mark.parametrize(
    "text",
    [
        "保守国家秘密是每个公民的义务，涉及国家秘密、商业秘密、个人隐私的信息不得公开。",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "泄露商业机密的，依法承担责任。",
        "咨询电话：0990-5550101、0990-5550102，传真 0990-5550103，服务热线 400-700-1234。",
        "联系人：张某某，电话 139****1234，身份证号 35*************123。",
        "发票代码 044001900111，发票号码 12345678；发票号码：26442000000012345678。",
        "项目代码：2026-990200-65-03-012345。",
        "统一社会信用代码：11990100MB1A23456B。",
        "全年工业增加值 13912345678 元，同比增长 6.5%。",
        "参见 https://www.example.gov.cn/zwgk/2026/t20260302_13912345678.html 。",
        "办公地址：示例市政务路100号市级机关综合办公区3号楼501室。",
        "企业住所：示例市示例区和平路18号2号楼301室。",
        "符合国家标准 GB 18306-2015、地方标准 DB99/T 1234-2026 的要求。",
        "增值电信业务经营许可证：示B2-20260059。",
        "2019 年至 2025 年分别为 1382 1456 1521 1688 1702 1811 1990 万元。",
        "共 1234567890123 株，占地 12345678901 平方米。",
        "本办法自 2026年3月1日起施行，有效期至 2031年2月28日。",
        "索引号 990203009/2026-00011，发文字号 示工信发〔2026〕12号。",
    ],
)
def test_lawful_text_gives_no_alarm(text):
    """Row 39 and duties 4.9: what offices publish every day is passed over."""
    assert [] == codes(text)


def test_a_permit_number_is_no_error():
    """Permits hold a district and a day of issue, and one in eleven checks like an identity number: a warning."""
    number = gate_marks.permit()
    assert ["P002"] == codes(f"建筑工程施工许可证编号：{number}")
    assert ["P001"] == codes(f"儿童身份证号：{number}")


def test_the_offices_own_telephone_and_address_are_allowed():
    """The issue: an office may publish its own mobile telephone and e-mail address."""
    phone = gate_marks.mobile()
    assert ["P004"] == codes(f"值班手机 {phone}")
    assert [] == codes(f"值班手机 {phone}", Allowed(phones=frozenset({phone})))
    text = f"来信请寄 {'zhang'}@{'example.com'}，或 open@gxj.example.gov.cn。"
    assert 1 == sum(mark.code == "P009" for mark in marks_in(text)), "addresses of offices are none"
    assert [] == marks_in(text, Allowed(emails=frozenset({"zhang@example.com"})))


@pytest.mark.parametrize(
    ("number", "heading", "code"),
    [
        (gate_marks.mobile(), "联系电话", ["P004"]),
        (gate_marks.mobile(), "工业总产值（元） 合计", []),
        (gate_marks.card(), "银行账号", ["P005"]),
        (gate_marks.card(), "项目代码", []),
        (gate_marks.luhn("4403002026051230"[:15]), "许可编号", []),
        (gate_marks.old_identity(), "原注册号", []),
        (gate_marks.old_identity(), "身份证号", ["P003"]),
    ],
)
def test_the_head_of_a_column_says_what_a_number_is(number, heading, code):
    """Rows 30 and 31: a project code is no bank card, and a sum of money no telephone."""
    assert code == codes(number, heading=heading)


def test_numbers_that_run_together_are_still_found():
    """Columns of a table that lost the space between them, and lists of several numbers in one line."""
    number, phone, money = gate_marks.identity(3), gate_marks.mobile(4), gate_marks.card(5)
    assert ["P001", "P004"] == codes(number + phone)
    assert ["P001", "P004", "P005"] == codes(f"1 张某某 {number} {phone} {money}")
    assert ["P001"] == codes(f"{number[:10]}\n{number[10:]}"), "a number that breaks over two lines"
    assert ["P001"] == codes(" ".join(number)), "a number printed digit by digit"


def test_a_word_of_hijacked_pages_is_found_though_spaced():
    """Row 27: blanks within a word do not hide it."""
    assert ["博彩平台"] == [mark.value for mark in find_suspicious("欢迎访问 博 彩　平台 注册")]
    assert [] == list(find_suspicious("打击网络赌博"))


@given(
    st.text(
        alphabet=st.sampled_from("0123456789Xx -·.★密机秘绝级:：住址号室护照EG@a京A\n\0１①\u200b"),
        max_size=80,
    )
)
def test_no_text_makes_the_search_fail(text):
    """Design 3: bad content never raises; a mark lies where it says."""
    searched = plain(text)
    for mark in find_marks(searched, Nearby(searched, lambda _: ""), NOTHING):
        assert 0 <= mark.start < mark.end <= len(searched)
        assert mark.value
    hide(text)


@given(
    st.integers(0, 10**6),
    st.text(alphabet="，。；：（）的在为　\n", max_size=6),
    st.sampled_from(["", " ", "-", "—"]),
)
def test_any_valid_identity_number_is_found(n, beside, between):
    """Rows 28 and 29: whichever number, whatever stands beside it, however it is divided."""
    number = gate_marks.identity(n)
    assert ["P001"] == codes(f"{beside}{gate_marks.groups(number, 6, 8, between=between)}{beside}")

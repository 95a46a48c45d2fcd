"""Invented items for the tests of the search page: everyday ones over five years, and special ones."""

from disclosure.gates.text_version.blocks import Block, TextVersion
from disclosure.types import Attachment
from search_site import make_view

SUBJECTS = [
    "技术改造",
    "绿色工厂",
    "中小企业服务券",
    "无线电管理",
    "散装水泥",
    "工业用地",
    "数字化车间",
    "节能监察",
    "人才公寓",
    "信访接待",
]
FORMS = [
    "关于组织申报{}项目的通知",
    "{}管理办法",
    "关于印发《{}实施细则》的通知",
    "{}工作总结",
    "关于{}有关事项的公告",
]
BODY = "各县区工业和信息化局：\n为做好{0}工作，现将有关事项通知如下。\n一、总体要求\n坚持统筹推进{0}，第{1}批名单另行公布。"

FORM = TextVersion((Block("paragraph", "原料为凹凸棒石黏土。"),))
SPECIAL = [
    (
        make_view(
            901,
            "关于实施《示例市专精特新企业培育办法》的通知",
            document_number="示工信发〔2024〕12号",
            year="2024",
        ),
        """第一条 为规范“专精特新”企业培育，制定本办法。
        第二条 企业年营业收入应当在3.5亿元以上（含）；申报材料于2024年5月20日前报送。
        <b>不是标记</b>&amp;第三条 鹅卵石采购不适用本办法。""",
    ),
    (
        make_view(
            902,
            "关于转发《关于实施〈示例市专精特新企业培育办法〉的通知》的通知",
            document_number="示工信函〔2024〕120号",
            year="2024",
        ),
        "现予转发。" * 3,
    ),
    (
        make_view(
            903,
            "关于废止部分文件的决定",
            document_number="示工信发〔2023〕12号",
            year="2023",
            validity="废止",
        ),
        "自2023年3月1日起废止。",
    ),
    (
        make_view(
            904,
            "2026年预算公开说明",
            year="2026",
            formed="2026-01-15",
            office="示例市财政局",
            category_name="财政预决算",
        ),
        "预算数1267万元。",
    ),
    (
        make_view(
            905,
            "示例市财政局 示例市工业和信息化局关于奖补资金的通知",
            office="示例市财政局",
            joint_offices=("示例市工业和信息化局",),
            formed="2026-02-28",
            published="2026-05-01",
            attachments=(Attachment("form.xlsx", "申报表", 1, ""),),
        ),
        "奖补资金拨付办法见附件。OFD阅读器可从网上下载。",
        [(0, "files/2026/2026-00905/form.xlsx.html", FORM)],
    ),
]
PAGES = [("about.html", "关于本站", "本站公开示例市工业和信息化局的政府信息，珍珠岩不在公开范围。")]


def make_items():
    """Fifty everyday items over five years, and the special ones."""
    items = []
    for number in range(50):
        subject, form = SUBJECTS[number % 10], FORMS[number // 10]
        year = str(2022 + (number + number // 10) % 5)
        view = make_view(
            number + 1,
            form.format(subject),
            document_number=f"示工信发〔{year}〕{number + 30}号",
            year=year,
            formed=f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            theme="工业、交通\\其他" if number // 10 % 2 else "综合政务\\其他",
            category_name=["政策文件", "通知公告", "工作总结"][number % 3],
            summary=f"说明{subject}的要求。",
        )
        items.append((view, BODY.format(subject, number)))
    return items + SPECIAL


def index_of(view):
    """An item's index number, as results carry it."""
    return view.item.index


NOTICE, FORWARDED, REPEALED, BUDGET, JOINT = (index_of(view) for view, *_ in SPECIAL)

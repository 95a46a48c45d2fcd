"""What offices publish every day, full of numbers that look like a person's: no gate may say a word about it."""

from stdnum.cn import uscc


def _organisation_code(stem):
    total = sum(int(d, 36) * w for d, w in zip(stem, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    rest = 11 - total % 11
    return stem + {10: "X", 11: "0"}.get(rest, str(rest))


def unit_code(n):
    """A valid 统一社会信用代码, with a letter or of digits alone."""
    stem = f"MA{n:04}7K" if n % 3 else f"{10000000 + n * 7919:08}"
    head = f"91990{n % 4}03{_organisation_code(stem)}"[:17]
    return head + uscc.calc_check_digit(head)


def firms(count=500):
    """A list of firms as offices publish it: names, unit codes, project codes, former numbers, amounts, landlines."""
    lines = [
        "| 序号 | 企业名称 | 统一社会信用代码 | 项目代码 | 原注册号 | 补助金额（元） | 联系电话 |",
        "|---|---|---|---|---|---|---|",
    ]
    for n in range(count):
        project = f"2026-9902{n % 9:02}-{n % 89 + 10}-03-{n * 7919 % 10**6:06}"
        former = f"9902{n % 90 + 10}{n * 104729 % 10**8:08}0"[:15]
        amount = f"{n * 7717 % 10**7:,} | 0990-555{n:04}"
        lines.append(
            f"| {n + 1} | 示例市第{n + 1}机械有限公司 | {unit_code(n)} | {project} | 注册号{former} | {amount} |"
        )
    return "\n".join(lines) + "\n"


APPOINTMENT = """各县区人民政府，市政府各部门：

市人民政府决定，任命：

张某某同志为示例市工业和信息化局局长（试用期一年，1975年10月生，大学学历，示例县人）；

李某某同志任示例市节能监察中心主任，免去其示例市工业和信息化局办公室主任职务；

王某、赵某某、欧阳某某等 12 名同志为示例市企业家协会理事。

示例市人民政府 2026年3月2日
"""

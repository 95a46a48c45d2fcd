"""Pages of the handbook that are made from the contract: the table of fields and the list of problems."""

from collections.abc import Iterable
from itertools import groupby

from disclosure.contract import FieldSpec, item_fields
from disclosure.problems import ProblemKind, problem_kinds

_MADE = "<!-- 本页由 disclosure schema --docs 生成，请勿手工修改。 -->"
_TYPES = {
    "text": "文字",
    "choice": "选一项",
    "date": "日期",
    "moment": "日期或日期加时间",
    "index": "索引号",
    "list": "列表",
    "items": "事项编号，可多个",
    "attachments": "附件列表",
    "mapping": "一组字段",
    "url": "网址",
    "phone": "电话",
    "digest": "校验值",
    "entries": "列表，每项一组字段",
    "count": "数字",
}
_VOCABULARIES = {
    "categories": "catalog/categories.yml 所用的类别",
    "themes": "公文主题分类，写成“一级主题\\二级主题”",
    "offices": "catalog/offices.yml 中的机构全称",
    "grounds": "不予公开情形的名称（data/exemptions.yml）",
}
_SEVERITIES = {"error": "错误", "warning": "提醒", "info": "提示"}
_GROUPS = {
    "R": "读取文件",
    "N": "文件名和位置",
    "F": "字段",
    "B": "正文",
    "A": "附件和图片",
    "T": "期限",
    "D": "文字损坏和可疑内容",
    "C": "事项之间",
    "S": "站点设置",
    "G": "公开指南",
    "I": "导入",
    "P": "个人隐私",
    "K": "国家秘密和内部资料",
    "M": "附件的检查",
    "H": "年度报告",
    "L": "内部台账",
    "U": "单位台账和通报",
    "E": "配套和协同",
}


def fields_page() -> str:
    """docs/handbook/fields.md: every field, when it is needed, how it is written, and on what ground."""
    specs = item_fields()
    lines = [
        _MADE,
        "",
        "# 字段表",
        "",
        "每件公开事项是一个文件：两行 `---` 之间是字段，之后是正文。字段按下表的顺序书写，值都按文字对待。",
        "“导入从宽”的字段，历史信息缺少时只提醒，不影响发布。",
        "",
        "| 名称 | 字段 | 类型 | 何时必填 | 导入从宽 |",
        "|---|---|---|---|---|",
    ]
    for spec in specs:
        relaxed = "是" if spec.relaxed else ""
        lines.append(
            f"| {spec.label} | `{spec.key}` | {_TYPES[spec.type]} | {_when(spec, specs)} | {relaxed} |"
        )
    for spec in specs:
        lines += ["", f"## {spec.label} `{spec.key}`", "", *_about(spec)]
    return "\n".join(lines) + "\n"


def problems_page() -> str:
    """docs/handbook/problems.md: every problem code, what it means and what to do."""
    kinds = problem_kinds().values()
    lines = [
        _MADE,
        "",
        "# 问题代码",
        "",
        "`disclosure check` 一次列出全部问题。花括号中的内容在实际提示中换成具体的值。",
        "",
        "- 错误：这一件（站点设置的错误则是整个网站）暂不发布，改正后恢复。",
        "- 提醒：照常发布，请核对。",
        "- 提示：供参考。",
    ]
    for letter, group in groupby(kinds, key=lambda kind: kind.code[0]):
        lines += ["", f"## {letter} {_GROUPS.get(letter, '其他')}"]
        for kind in group:
            lines += ["", *_problem(kind)]
    return "\n".join(lines) + "\n"


def _when(spec: FieldSpec, specs: Iterable[FieldSpec]) -> str:
    labels = {s.key: s.label for s in specs}
    if spec.when:
        key, values = spec.when
        return f"“{labels[key]}”为{'、'.join(values)}时"
    if spec.companion:
        return f"填写“{labels[spec.companion]}”时"
    return {"always": "必填", "category": "类别要求时", "no": "选填"}[spec.required]


def _about(spec: FieldSpec) -> list[str]:
    lines = [spec.hint] if spec.hint else []
    facts = []
    if isinstance(spec.choices, tuple):
        facts.append("可填：" + "、".join(spec.choices))
    elif spec.choices:
        facts.append("可填：" + _VOCABULARIES[spec.choices])
    if spec.max:
        facts.append(f"{'每项' if spec.type == 'list' else ''}不超过 {spec.max} 个字")
    if spec.max_items:
        facts.append(f"不超过 {spec.max_items} 项")
    facts += [
        f"`{spec.key}.{inner.key}`：{inner.label}（{_TYPES[inner.type]}，{'必填' if inner.required == 'always' else '选填'}）"
        for inner in spec.fields
    ]
    if spec.source:
        facts.append(f"依据：{spec.source}")
    lines += ["", *(f"- {fact}" for fact in facts)] if lines else [f"- {fact}" for fact in facts]
    return [*lines, "", "```yaml", *_example(spec), "```"]


def _example(spec: FieldSpec) -> list[str]:
    example = spec.example
    if isinstance(example, dict):
        return [f"{spec.key}:", *(f"  {key}: {value}" for key, value in example.items())]
    if isinstance(example, list) and example and isinstance(example[0], dict):
        lines = [f"{spec.key}:"]
        for entry in example:
            marks = ["  - ", *["    "] * (len(entry) - 1)]
            lines += [
                f"{mark}{key}: {value}" for mark, (key, value) in zip(marks, entry.items(), strict=True)
            ]
        return lines
    if isinstance(example, list):
        return [f"{spec.key}: [{', '.join(map(str, example))}]"]
    return [f"{spec.key}: {example}"]


def _problem(kind: ProblemKind) -> list[str]:
    lines = [
        f"### {kind.code}（{_SEVERITIES[kind.severity]}）",
        "",
        kind.message,
        "",
        f"- 怎么办：{kind.advice}",
    ]
    if kind.explanation:
        lines.append(f"- 为什么：{kind.explanation}")
    if kind.never_accepted:
        lines.append(f"- 不能在保密审查中确认放行：{kind.never_accepted}")
    return lines

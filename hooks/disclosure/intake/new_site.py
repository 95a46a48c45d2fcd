"""The smallest site that can hold imported items: settings an office then fills in, nothing that it would publish."""

from pathlib import Path

from disclosure.data_files import load_data
from disclosure.intake.write_front_matter import entry_lines, scalar

_MKDOCS = """# 网站的名称与外观；其余设置由生成器给出。
site_name: {name}
docs_dir: content
"""
_SITE = """# 由 disclosure import 建立。上线前请核对机关名称和机构代码，补全联系方式。
format: 1
name: {name}
column: 政府信息公开
unit_code: {unit_code}
approval: none
sample: false
visibility: public
limits:
  attachment_mb: 20
"""
_OFFICES = """# 本机关写在第一项；导入时遇到的机构列在后面，代号一经使用不再更改。
format: 1
offices:
{entry}
"""
_CATEGORIES = """# 法定主动公开内容的全部类别；导入时遇到的其他类别列在 add 之下，代号一经使用不再更改。
format: 1
profile: statutory
use: all
add: []
"""
_HOME = """# {name}政府信息公开

本栏目公开{name}的政府信息。
"""


def make_site(root: Path, name: str, unit_code: str) -> bool:
    """Make what is missing of a site in `root`; False where it already is one. Never writes over a file.

    Without `name` or `unit_code` the placeholders of data/import_fields.yml stand in, which the settings say.
    """
    if (root / "catalog" / "site.yml").exists():
        return False
    data = load_data("import_fields.yml")
    name = name or data["placeholder_name"]
    facts = {
        "name": scalar(name),
        "unit_code": scalar(unit_code or data["placeholder_unit_code"]),
        "entry": "\n".join(entry_lines(_first_office(data["placeholder_office"], name), "  ")),
    }
    files = {
        "mkdocs.yml": _MKDOCS,
        "catalog/site.yml": _SITE,
        "catalog/offices.yml": _OFFICES,
        "catalog/categories.yml": _CATEGORIES,
        "content/index.md": _HOME,
    }
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            shown = facts | ({"name": name} if path.endswith(".md") else {})
            target.write_text(text.format(**shown), encoding="utf-8", newline="\n")
    return True


def _first_office(entry: dict[str, str], name: str) -> dict[str, str]:
    return {"id": entry["id"], "name": name, "kind": entry["kind"]}

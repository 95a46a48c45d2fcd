"""What stands in a body: links and headings are found without a walk where that is safe, and as a walk finds them."""

from disclosure.check.body import _BodyWalk
from hypothesis import example, given, settings
from hypothesis import strategies as st

PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "现予公布。",
            "各科室：",
            "a",
            " ",
            "   ",
            "    ",
            "\t",
            "> ",
            "- ",
            "1. ",
            "*",
            "**",
            "_",
        ),
        *(
            "## ",
            "### ",
            "###### ",
            "##",
            "#",
            "---",
            "===",
            "|",
            "| --- |",
            "\n| a | b |\n| --- | --- |\n| ",
        ),
        *(
            "[通知](item:2026-00001)",
            "[ ](item:2026-00002)",
            "[甲]乙](item:2026-00003)",
            "[a|b](item:2026-00004)",
        ),
        *(
            "[c](item:2026-5)",
            "[d](item:x'y)",
            '[e](item:2026-00006 "题")',
            "[f](item:2026-00007",
            "[*g*](item:2026-00008)",
        ),
        *(
            "[h](附件.pdf)",
            "[i](https://example.com/)",
            "![图](item:2026-00009)",
            "![图](tu.png)",
            "!",
            "\\",
            "`",
            "~~~",
            "```",
        ),
        *(
            "[^1]",
            "\n[^1]: 注",
            "[k]: item:2026-00010\n",
            "[k]",
            "<",
            "<b>",
            "&#91;",
            "&amp;",
            "(",
            ")",
            "]",
            "[",
        ),
    ]
)


def walked(body):
    """The facts of `body` by a walk, and by the way that is quicker."""
    quick, whole = (
        _BodyWalk(body, "content/items/2026/2026-00001.md", 1, "2026-00001", ()) for _ in range(2)
    )
    quick.run()
    if body.strip():
        whole._snippets()
        whole._walk()
    return quick.facts, whole.facts


@settings(max_examples=2000)
@given(st.lists(PIECES, max_size=14).map("".join))
@example(
    "见[通知](item:2026-00001)和[公告](item:2026-00002)。\n\n## 一、总则\n\n第二行[办法](item:2026-00003)"
)
@example("| 甲 |\n| --- |\n| 乙 | [在表外](item:2026-00001) |")
@example("    [代码](item:2026-00001)")
@example("[脚注](item:2026-00001)\n---")
def test_links_and_headings_are_those_of_a_walk(body):
    """Design 3, stage check: no short cut may take a link for text, or text for a link, or lose a fault."""
    quick, whole = walked(body)
    assert sorted(quick.links) == sorted(whole.links), "另走捷径时链接不同"
    assert sorted(quick.files) == sorted(whole.files), "另走捷径时引用的文件不同"
    assert sorted(quick.problems) == sorted(whole.problems), "另走捷径时问题不同"


def test_usual_links_need_no_walk(monkeypatch):
    """The promise of speed: a body with links to items as people write them is not walked."""

    def walk(_):
        raise AssertionError("正文走了慢路")

    monkeypatch.setattr(_BodyWalk, "_walk", walk)
    body = "根据[此前印发的文件](item:2026-00001)，\n\n## 一、总则\n\n| 甲 |\n| --- |\n| 乙 |\n"
    facts = _BodyWalk(body, "content/items/2026/2026-00002.md", 11, "2026-00002", ()).run()
    assert facts.links == [("2026-00001", 11)], "链接或行号不对"
    assert not facts.problems, facts.problems

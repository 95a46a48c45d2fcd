"""Old machines in reading rooms (issue: search from a stick): our scripts ask no more of a browser than data/browsers.yml says.

Each feature and name below carries the versions of Chrome and Firefox in which it first worked, after MDN's
browser-compat-data. Names that came later than these lists are not known to it: docs/decisions/0025.
"""

import re
from pathlib import Path

import pytest
import tree_sitter_javascript
from disclosure.data_files import load_data
from tree_sitter import Language, Parser

ASSETS = Path(__file__).resolve().parents[1] / "overrides" / "assets"
SCRIPTS = sorted([*ASSETS.rglob("*.js"), ASSETS.parent / "sw.js"])
PARSER = Parser(Language(tree_sitter_javascript.language()))
NEVER = 999

NODES = {
    "optional_chain": (80, 74),
    "field_definition": (72, 69),
    "private_property_identifier": (84, 90),
    "class_static_block": (94, 93),
    "import": (63, 67),
    "import_statement": (NEVER, NEVER),  # a page from a disk may load no module
    "export_statement": (NEVER, NEVER),
    "using_declaration": (134, 141),
    "decorator": (NEVER, NEVER),
    "jsx_element": (NEVER, NEVER),
}
"""What the grammar calls a construct."""

TOKENS = {"??": (80, 72), "??=": (85, 79), "||=": (85, 79), "&&=": (85, 79), "**": (52, 52)}
"""Operators."""

TEXTS = {
    "number": {r"_": (75, 70), r"n$": (67, 68)},
    "regex_pattern": {
        r"\\p\{": (64, 78),
        r"\(\?<[=!]": (62, 78),
        r"\(\?<\w": (64, 78),
        r"\(\?[ims-]+:": (125, 132),
    },
    "regex_flags": {"s": (62, 78), "d": (90, 88), "v": (112, 116)},
}
"""What stands within a number or a regular expression."""

CALLED = {
    "at": (92, 90), "with": (110, 115), "union": (122, 127), "intersection": (122, 127), "difference": (122, 127),
    "isSubsetOf": (122, 127), "isSupersetOf": (122, 127), "isDisjointFrom": (122, 127), "symmetricDifference": (122, 127),
    "any": (85, 79), "try": (128, 134), "timeout": (103, 100), "transfer": (114, 122), "escape": (136, 134),
    "drop": (122, 131), "take": (122, 131), "toArray": (122, 131), "matchAll": (73, 67), "flat": (69, 62),
    "flatMap": (69, 62), "share": (89, NEVER), "stream": (76, 69), "arrayBuffer": (76, 69), "randomUUID": (92, 95),
}  # fmt: skip
"""Names that mean this only when they are called as a method."""

NAMES = {
    # the language
    "replaceAll": (85, 77), "hasOwn": (93, 92), "findLast": (97, 104), "findLastIndex": (97, 104), "toSorted": (110, 115),
    "toReversed": (110, 115), "toSpliced": (110, 115), "groupBy": (117, 119), "fromAsync": (121, 115),
    "withResolvers": (119, 121), "isWellFormed": (111, 119), "toWellFormed": (111, 119), "waitAsync": (87, 145),
    "WeakRef": (84, 79), "FinalizationRegistry": (84, 79), "AggregateError": (85, 79), "structuredClone": (98, 94),
    "Segmenter": (87, 125), "DisplayNames": (81, 86), "ListFormat": (72, 78), "DurationFormat": (129, 136),
    "Temporal": (144, 139), "fromBase64": (140, 133), "toBase64": (140, 133), "fromHex": (140, 133), "toHex": (140, 133),
    "globalThis": (71, 65), "fromEntries": (73, 63), "allSettled": (76, 71), "trimStart": (66, 61), "trimEnd": (66, 61),
    "SharedArrayBuffer": (68, 79),
    # the page
    "replaceChildren": (86, 78), "checkVisibility": (105, 106), "showPicker": (99, 101), "inert": (102, 112),
    "showPopover": (114, 125), "hidePopover": (114, 125), "togglePopover": (114, 125), "popover": (114, 125),
    "showModal": (37, 98), "HTMLDialogElement": (37, 98), "attachInternals": (77, 93), "getHTML": (125, 128),
    "setHTMLUnsafe": (124, 123), "moveBefore": (133, 144), "startViewTransition": (111, 144), "adoptedStyleSheets": (73, 101),
    "CSSStyleSheet": (73, 101), "Highlight": (105, 140), "computedStyleMap": (66, NEVER), "ariaLabel": (81, 119),
    "ariaPressed": (81, 119), "ariaBusy": (81, 119), "ariaExpanded": (81, 119), "ariaLive": (81, 119), "ariaHidden": (81, 119),
    "enterKeyHint": (77, 94), "requestSubmit": (76, 75), "scrollend": (114, 109), "onbeforematch": (102, 139),
    "ResizeObserver": (64, 69), "IntersectionObserver": (51, 55), "hasUAVisualTransition": (118, NEVER),
    # around the page
    "DecompressionStream": (80, 113), "CompressionStream": (80, 113), "canParse": (120, 115), "reportError": (95, 93),
    "scheduler": (94, 142), "navigation": (102, 147), "userAgentData": (90, NEVER), "connection": (61, NEVER),
    "ClipboardItem": (76, 127), "getDirectory": (86, 111), "showOpenFilePicker": (86, NEVER), "showSaveFilePicker": (86, NEVER),
    "locks": (69, 96), "storageBuckets": (122, NEVER), "isInputPending": (87, NEVER), "prerendering": (108, NEVER),
    "requestIdleCallback": (47, 55), "BroadcastChannel": (54, 38), "queueMicrotask": (71, 69), "TransformStream": (67, 102),
    "WritableStream": (59, 100), "pipeThrough": (59, 102), "pipeTo": (59, 100), "wakeLock": (84, 126),
    "navigationPreload": (62, 99), "periodicSync": (80, NEVER), "sync": (49, NEVER), "WebTransport": (97, 114),
    "ariaNotify": (141, NEVER), "URLPattern": (95, 142), "trustedTypes": (83, 148),
}  # fmt: skip
"""Names that mean this wherever they stand as a name or behind a dot."""


ASKED_FOR = {"locks"}
"""Names that a script uses only after it has seen that they are there."""


def floor():
    """The oldest Chrome and Firefox."""
    oldest = {row["name"]: int(row["version"]) for row in load_data("browsers.yml")["oldest"]}
    return oldest["Chrome"], oldest["Firefox"]


def features(source):
    """(line, what, (Chrome, Firefox)) of all that a script uses and the tables know; and where it can't be parsed."""
    waiting = [PARSER.parse(source.encode("utf-8")).root_node]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        line, text = node.start_point[0] + 1, node.text.decode("utf-8")
        if node.is_error or node.is_missing:
            yield line, "a syntax that the parser does not know", (NEVER, NEVER)
        if node.type in NODES:
            yield line, node.type, NODES[node.type]
        if node.type in TOKENS:
            yield line, node.type, TOKENS[node.type]
        for pattern, since in TEXTS.get(node.type, {}).items():
            if re.search(pattern, text):
                yield line, f"{node.type} {pattern}", since
        if (
            node.type in ("identifier", "property_identifier", "shorthand_property_identifier_pattern")
            and text in NAMES.keys() - ASKED_FOR
        ):
            yield line, text, NAMES[text]
        if node.type == "call_expression":
            called = node.child_by_field_name("function")
            name = called.child_by_field_name("property") if called.type == "member_expression" else None
            if name is not None and name.text.decode("utf-8") in CALLED:
                yield line, f".{name.text.decode('utf-8')}()", CALLED[name.text.decode("utf-8")]


def too_new(source):
    chrome, firefox = floor()
    return [
        f"{line}: {what}"
        for line, what, since in sorted(features(source))
        if since[0] > chrome or since[1] > firefox
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_runs_in_the_oldest_browser(path):
    """S12: what stands in a reading room is old: neither syntax nor names that its browser has not."""
    assert [] == too_new(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    ["a ??= 1", "class A { #x = 1 }", "x = 1_0_0n.at(0)", "list.replaceChildren()", "[1].at(-1)", "/[\\p{L}--x]/v",
     "import('x')\nnew X(;",
     "export const a = 1", "new DecompressionStream('deflate')", "const { inert } = box", "text.replaceAll('a', 'b')"],
)  # fmt: skip
def test_what_is_too_new_is_found(source):
    """The same: the tables find what they are there for."""
    assert [] != too_new(source)


def test_the_floor_is_where_the_scripts_are():
    """Design 8: the versions told to people are no older than what the scripts use, and something needs them."""
    used = [since for path in SCRIPTS for _, _, since in features(path.read_text(encoding="utf-8"))]
    assert floor()[1] == max(firefox for _, firefox in used), "Firefox: the newest feature in use"
    assert floor()[0] >= max(chrome for chrome, _ in used)

"""Plain lines → Markdown that prints exactly those characters, whatever they would mean as markup."""

import re

_SPECIAL = re.compile(
    r"[`*]"
    r"|\\(?=[!-/:-@\[-`{-~]|$)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[A-Za-z/!?])|(?<=--8)<"
    r"|&(?=#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)"
    r"|(?<=\])\(|\[(?=\^)"
    r"|(?<=\{)[{%#]"
    r"|!(?=include)"
    r"|(?<=\s)#(?=#*\s*$)"
)
_START = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:-[ ]*){3,}$|~~~|=+\s*$|\[(?=[^\]]*\]:)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)", re.ASCII)


def escape_inline(text: str) -> str:
    """`text` with a backslash before each character that CommonMark, or the check of bodies, would read as markup."""
    return _SPECIAL.sub(_escaped, text)


def escape_line(text: str) -> str:
    """`text` as a paragraph of its own: as above, and nothing at its start makes a heading, list, quote or rule."""
    text = escape_inline(text)
    numbered = _NUMBERED.match(text)
    if numbered:
        return f"{numbered[1]}\\{text[len(numbered[1]) :]}"
    return f"\\{text}" if _START.match(text) else text


def _escaped(match: re.Match[str]) -> str:
    # An entity, because a backslash before "!" would leave the words that the check looks for.
    return "&#33;" if match[0] == "!" else f"\\{match[0]}"

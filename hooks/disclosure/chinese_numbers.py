"""Chinese numerals of headings and lists (一, 十二, 第一百零三条) as integers."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def ordinal_value(text: str) -> int:
    """The value of `text` in Chinese or ASCII digits; 0 when it is no number."""
    if text.isascii():
        return int(text) if text.isdigit() else 0
    total = current = 0
    for char in text:
        if char in _DIGITS:
            current = _DIGITS[char]
        elif char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            return 0
    return total + current

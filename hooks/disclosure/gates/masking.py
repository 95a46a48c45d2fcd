"""What was found, with its middle hidden. Nothing else of a finding may reach a message, a log or a file."""

_SHORT, _MIDDLE = 4, 8
_ENDS = 2


def mask(value: str) -> str:
    """The first two and the last two characters of `value`, less of a short one, and stars for the rest."""
    value = " ".join(value.split())
    if len(value) <= _SHORT:
        return value[:1] + "*" * (len(value) - 1)
    if len(value) <= _MIDDLE:
        return value[:_ENDS] + "*" * (len(value) - _ENDS)
    return value[:_ENDS] + "*" * (len(value) - 2 * _ENDS) + value[-_ENDS:]

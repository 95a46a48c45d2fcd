"""Why the system refused to read or write, in words that an officer understands."""

import errno

from disclosure.data_files import load_data


def system_reason(error: OSError) -> str:
    """The reason of `error` in Chinese; what data/system_errors.yml does not know stays as the system says it."""
    known: dict[str, str] = load_data("system_errors.yml")["errors"]
    return known.get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))

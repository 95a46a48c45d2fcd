"""Data as a classic script. A page opened from a disk may load nothing else: no fetch, no modules, no workers.

The same files serve over http and from a stick, so there is one way to read them, in search-store.js.
"""

import base64
import json
import zlib


def as_script(key: str, payload: bytes) -> str:
    """A script that hands `payload`, compressed, to the search page under the name `key`."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(payload) + deflate.flush()
    return f'disclosureData({json.dumps(key)},"{base64.b64encode(packed).decode("ascii")}");\n'


def from_script(script: str) -> bytes:
    """The payload of what `as_script` wrote. Raises ValueError for anything else."""
    try:
        return zlib.decompress(base64.b64decode(script.rsplit('"', 2)[1], validate=True), -zlib.MAX_WBITS)
    except (IndexError, zlib.error) as error:
        raise ValueError(str(error)) from error


def text_name(address: str) -> str:
    """The name of a document's text among the files of the search."""
    name = address.removesuffix(".html")
    return name if name.startswith("items/") else f"pages/{name}"

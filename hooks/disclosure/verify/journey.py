"""From an address to what is served there, over redirects: within the host they are followed, elsewhere never."""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from disclosure.verify.ask import Answer, Asker
from disclosure.verify.visitors import Visitor

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Served:
    """The answer at the end of the way. `fault` is redirected (to another host) or loop; `detail` says where to."""

    answer: Answer
    moved: bool = False
    fault: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """A site's place on a host: `base` with a closing slash."""

    base: str
    asker: Asker

    def whole(self, address: str) -> str:
        """The complete address of a file of the site; one that begins with `?` asks the home page a question."""
        return self.base + (address if address.startswith("?") else quote(address, safe="/"))

    def inside(self, whole: str) -> str | None:
        """The address below the site's root, without its query; None for one that is elsewhere."""
        given, base = urlsplit(whole), urlsplit(self.base)
        if given.netloc.lower() != base.netloc.lower() or not given.path.startswith(base.path):
            return None
        return unquote(given.path[len(base.path) :])

    def is_own(self, whole: str) -> bool:
        """Whether a complete address is on the same host, where the scheme may differ."""
        return urlsplit(whole).hostname == urlsplit(self.base).hostname

    def visit(self, address: str, visitor: Visitor, bound: int) -> Served:
        """What `visitor` is given at `address`, after at most five redirects within the host."""
        where = self.whole(address)
        seen = {where}
        while True:
            answer = self.asker.ask(where, visitor, bound)
            if answer.fault == "unreachable" or answer.status not in _REDIRECTS:
                return Served(answer, moved=len(seen) > 1)
            try:
                where = urljoin(where, quote(answer.location, safe="/%?=&#:@!$'()*+,;~[]")).partition("#")[0]
                own = self.is_own(where)
            except ValueError:
                own = False
            if not own or not where.startswith(("http://", "https://")):
                return Served(answer, fault="redirected", detail=answer.location)
            if where in seen or len(seen) > _MOST_REDIRECTS:
                asks = "，要求先接受 Cookie" if answer.cookies else ""
                return Served(answer, fault="loop", detail=f"{answer.location}{asks}")
            seen.add(where)

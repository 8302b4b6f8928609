"""Addresses whose records are to be taken out: what names them, and a proof of it that does not tell what they were.

An entry is an address, or a domain, which covers its subdomains.  A set of entries in their normal form is a plain
`frozenset[str]`; an empty one takes nothing out.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from toolkit.annotation.addresses import domain, normal_url
from toolkit.errors import UsageError
from toolkit.values import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_SALT = 32
_SCHEMES = ("http://", "https://")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[\w-]+\.?|localhost")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w-])(?:[\w-]{1,63}\.)+[\w-]{1,63}")
_TRAILING = ".,;:!?)]}»”’…"


def entries(text: str, origin: str) -> frozenset[str]:
    r"""The entries of a list, one a line, `#` beginning a comment; `origin` names it in the message of a `UsageError`.

    >>> sorted(entries("# asked on 3 May\nExample.org\nHTTP://a.example/x#top", "list.txt"))
    ['example.org', 'http://a.example/x']
    """
    found = set()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        entry = _COMMENT.sub("", line).strip()
        if entry.lower().startswith(_SCHEMES) and domain(entry):
            found.add(_normal(entry))
        elif _DOMAIN.fullmatch(entry):
            found.add(_host(entry))
        elif entry:
            msg = f"{origin}:{number}: {quote(entry)} is neither an http(s) address nor a domain such as example.org"
            raise UsageError(msg)
    return frozenset(found)


def names(url: str) -> Iterator[str]:
    """Every entry that would take out the record of this address: the address, its host, the domains above that.

    >>> list(names("https://news.example.org/a"))
    ['https://news.example.org/a', 'http://news.example.org/a', 'news.example.org', 'example.org']
    """
    normal = _normal(url)
    yield normal
    scheme, mark, rest = normal.partition("://")
    if mark and scheme in {"http", "https"}:
        yield f"{'https' if scheme == 'http' else 'http'}://{rest}"
    yield from _domains(domain(normal) or "")


def _domains(host: str) -> Iterator[str]:
    """A host and the domains above it, without the last one, which is nobody's own."""
    host = _host(host)
    yield host
    while host.count(".") > 1:
        host = host.partition(".")[2]
        yield host


def mentions(data: bytes, withdrawn: frozenset[str]) -> bool:
    r"""Whether bytes of any kind name an address that is withdrawn, or a host of a withdrawn domain.

    >>> mentions(b'{"url": "https:\\/\\/example.org\\/a"', frozenset({"example.org"}))
    True
    """
    text = data.replace(b"\0", b"").replace(b"\\/", b"/").decode("utf-8", "replace")
    hosts = {found[0].lower() for found in _HOST.finditer(text)}
    if any(name in withdrawn for host in hosts for name in _domains(host)):
        return True
    addresses = {found[0] for found in _ADDRESS.finditer(text)}
    addresses |= {address.rstrip(_TRAILING) for address in addresses}
    return any(name in withdrawn for address in addresses for name in names(address))


def proof(withdrawn: frozenset[str]) -> tuple[str, list[str]]:
    """A salt, and the salted hash of each entry: whoever knows an entry can check that it is there.

    The salt is the first 32 hex digits of the SHA-256 of the sorted entries, a line each; a hash is the SHA-256 of
    salt and entry.
    """
    salt = sha256("\n".join(sorted(withdrawn)).encode()).hexdigest()[:_SALT]
    return salt, sorted(salted(salt, entry) for entry in withdrawn)


def salted(salt: str, entry: str) -> str:
    """The salted hash of an entry."""
    return sha256(f"{salt}{entry}".encode("utf-8", "surrogatepass")).hexdigest()


def _normal(url: str) -> str:
    """An address as it is compared: host in ASCII, the rest percent-encoded, escapes in capitals."""
    normal = normal_url(url.strip())
    host = domain(normal)
    if host:
        normal = normal.replace(host, _host(host), 1)
    encoded = _BEYOND_ASCII.sub(lambda found: "".join(f"%{byte:02X}" for byte in _bytes(found[0])), normal)
    return _ESCAPE.sub(lambda found: found[0].upper(), encoded)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _host(host: str) -> str:
    """A host in lower case and, where it has other letters than ASCII, as the name system knows it."""
    host = host.lower().strip(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host

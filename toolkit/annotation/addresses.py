"""Addresses: the host that a record names, and the form under which two addresses are one."""

from __future__ import annotations

import re

_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#]*@)?(\[[^\]/?#]*\]|[^/?#:\s]+)")
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?:/[^?#]*)?\Z")
_PARTS = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*@)?(\[[^\]]*\]|[^/?#:@]+)(?::(\d*))?((?:/[^?#]*)?)(?:\?([^#]*))?(?:#.*)?\Z",
    re.DOTALL,
)
_PORTS = {"http": "80", "https": "443"}
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|ymclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid"
    r"|_ga|_gl|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|rb_clickid|s_cid|ysclid|cmpid|at_\w+"
    r"|pk_campaign|pk_kwd|pk_source|pk_medium|mtm_\w+|__twitter_impression)\Z",
    re.IGNORECASE,
)


def domain(url: str) -> str | None:
    """The host of an address in lower case, without port and credentials; None where there is none.

    >>> domain("https://me:pw@Haber.Example:8443/a"), domain("haber.example")
    ('haber.example', None)
    """
    found = _HOST.match(url)
    return found[1].lower() if found else None


def normal_url(url: str) -> str:
    """The address with its scheme's and host's case, default port, fragment and known tracking parameters folded.

    Nothing else is: a path's case, a final slash or the order of parameters can tell two pages apart.

    >>> normal_url("HTTPS://Haber.Example:443/A?b=1&utm_source=x#top")
    'https://haber.example/A?b=1'
    """
    if _PLAIN.match(url):
        return url
    found = _PARTS.match(url)
    if not found:
        return url
    scheme, user, host, port, path, query = found.groups()
    scheme = scheme.lower()
    kept = f":{port}" if port and port != _PORTS.get(scheme) else ""
    asked = "" if query is None else _without_tracking(query)
    return f"{scheme}://{user or ''}{host.lower()}{kept}{path}{asked}"


def _without_tracking(query: str) -> str:
    """`?` and the parameters that say what is asked for."""
    parameters = query.split("&")
    kept = [parameter for parameter in parameters if not _TRACKING.match(parameter.partition("=")[0])]
    return f"?{'&'.join(kept)}" if kept else ""

"""Explain why a connection was refused, so that users behind a school's or company's proxy can fix it."""

import re
from urllib.parse import urlsplit
from urllib.request import getproxies

PROXY_ASKS = 407
"""The HTTP status of a proxy that requires authentication."""

_CERTIFICATE = re.compile(
    r"certificate[ _]verify[ _]failed(?:\]? certificate verify failed)?(?:: ([\w ,.'-]+?) ?\()?", re.I
)
_TUNNEL = re.compile(r"Tunnel connection failed: (\d+)(?: ([\w -]+))?")
_NO_PROXY_THERE = re.compile(r"(?:Unable to|Cannot) connect to proxy")
_NOBODY_THERE = re.compile(r"NewConnectionError|NameResolutionError|ConnectTimeout|Connection refused|ReadTimeout")


def why_refused(told: str) -> str | None:
    """Return what a connection error means and what to set, if the network in between is the cause; else None.

    Args:
        told: the error's text from requests, urllib3 or pip.
    """
    if certificate := _CERTIFICATE.search(told):
        reason = f" ({certificate[1]})" if certificate[1] else ""
        return (
            f"its certificate was refused{reason}; if a school or company inspects connections, "
            "set REQUESTS_CA_BUNDLE to the file with its certificates"
        )
    if tunnel := _TUNNEL.search(told):
        return _refused_by_proxy(int(tunnel[1]), tunnel[2] or "")
    if _NO_PROXY_THERE.search(told):
        return f"the proxy{_proxy_in_words()} cannot be reached; set HTTPS_PROXY to the right one"
    return None


def proxy_asks_who_one_is() -> str:
    """Return what a proxy's status 407 means, and what to set."""
    return (
        f"the proxy{_proxy_in_words()} asks for a name and password (407); "
        "set HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT"
    )


def nobody_answered(told: str) -> bool:
    """Return whether an error means that nothing at an address answered."""
    return bool(_NOBODY_THERE.search(told))


def _refused_by_proxy(status: int, reason: str) -> str:
    if status == PROXY_ASKS:
        return proxy_asks_who_one_is()
    if status == 403:
        return (
            f"the proxy{_proxy_in_words()} forbids this address (403); "
            "ask its administrator to allow it, or set HTTPS_PROXY to another one"
        )
    return f"the proxy{_proxy_in_words()} answers {f'{status} {reason}'.strip()}; set HTTPS_PROXY to another one"


def _proxy_in_words() -> str:
    """Return the proxy's host and port, without the name and password that its address may contain."""
    address = getproxies().get("https", "")
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f" {parts.hostname}{port}" if parts.hostname else ""

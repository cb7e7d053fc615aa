"""Where a visitor comes from and where they go on to."""

from ipaddress import ip_address, ip_network
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 500
KEPT_BITS = {4: 24, 6: 48}


def safe_next(request: HttpRequest) -> str:
    """The `next` of a form or an address, when it stays on this site; else ""."""
    return own_address(request, request.POST.get("next") or request.GET.get("next") or "")


def own_address(request: HttpRequest, url: str) -> str:
    """The address when it stays on this site, else ""."""
    hosts = {request.get_host()}
    is_own = len(url) <= LONGEST and url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=request.is_secure())
    return url if is_own else ""


def with_next(url: str, after: str) -> str:
    """An address that remembers where to go on to."""
    return f"{url}?{urlencode({'next': after})}" if after else url


def visitor_ip(request: HttpRequest) -> str:
    """The visitor's network address, as the outermost of our own TRUSTED_PROXIES saw it."""
    if settings.TRUSTED_PROXIES:
        seen = [address.strip() for address in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(seen) >= settings.TRUSTED_PROXIES and seen[-settings.TRUSTED_PROXIES]:
            return seen[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def network(address: str) -> str:
    """An address shortened to its network, which tells of a place and not of a person: /24 and /48."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((found, KEPT_BITS[found.version]), strict=False))

"""Addresses as HSDS wants them: in parts, and of the web only what is one."""

from __future__ import annotations


def web_address(text: str) -> str:
    """Only what is an address of the web: HSDS wants a URI."""
    return text if text.startswith(("https://", "http://")) and " " not in text else ""


def split_address(address: str, district: str, province: str) -> tuple[str, str, str]:
    """(province, city, line) of an address; what stands before the district is its province."""
    words = address.split()
    if district in words[:2]:
        at = words.index(district)
        return " ".join(words[:at]) or province, district, " ".join(words[at + 1 :]) or address
    return province, district, address

"""What an IP address belongs to: people are counted by it, and hold more than one."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

HOUSEHOLD = {4: 32, 6: 64}
"""The bits that one customer of a network has for all of their devices."""
BLOCK = {4: 24, 6: 48}
"""Those that one organization, or one who rents addresses, often has."""


def household(address: str) -> str:
    """Return the part of an address that one customer shares; "" of what is no address."""
    return _part(address, HOUSEHOLD)


def block(address: str) -> str:
    """Return the block of a network that an address is of; "" of what is no address."""
    return _part(address, BLOCK)


def _part(address: str, bits: dict[int, int]) -> str:
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{bits[found.version]}", strict=False))

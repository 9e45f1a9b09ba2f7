"""연락처 an address in its one normal form, and as it may be shown."""

import re
import unicodedata
from enum import StrEnum

from states.refusals import Refusal


class Channel(StrEnum):
    PHONE = "phone"
    MAIL = "mail"


class AddressNotUsable(Refusal):
    code = "contact.not_usable"
    text = "연락처({channel})의 모양이 맞지 않습니다. 휴대전화는 010-1234-5678, 전자우편은 name@example.org처럼 적어 주세요."


_LABELS = {Channel.PHONE: "휴대전화", Channel.MAIL: "전자우편"}
_PHONE = re.compile(r"010[0-9]{8}|01[16789][0-9]{7,8}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def normalise(channel: Channel, address: str) -> str:
    """One address, one form; what cannot be an address is refused without being repeated."""
    address = unicodedata.normalize("NFKC", address)  # a Korean keyboard also writes ０１０ and ＠
    if channel is Channel.PHONE:
        normal = re.sub(r"[\s\-.()]", "", address)
        normal = "0" + normal.removeprefix("+82").lstrip("0") if normal.startswith("+82") else normal
        pattern = _PHONE
    else:
        normal, pattern = address.strip().lower(), _MAIL
    if not pattern.fullmatch(normal):
        raise AddressNotUsable(channel=_LABELS[channel])
    return normal


def mask(channel: Channel, address: str) -> str:
    """010-****-5678, ho***@example.org; at least one letter of a name stays hidden."""
    if channel is Channel.PHONE:
        return f"{address[:3]}-{'*' * (len(address) - 7)}-{address[-4:]}"
    name, _, host = address.partition("@")
    return f"{name[: min(2, len(name) - 1)]}***@{host}"


def mask_name(name: str) -> str:
    """홍*동, 남**민, 김*; nothing of a name of one letter."""
    if len(name) < 3:
        return f"{name[:1]}*" if len(name) > 1 else "*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"

"""보내는 이 who writes: the city's name, its telephone and its address for mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sender:
    """What every message says of who sent it."""

    city: str
    phone: str  #: where people may ask
    site: str  #: where people may look; no link in a text message
    mail: str  #: the address that mail comes from
    page: str = ""  #: where a mail can be unsubscribed: https, or nothing
    number: str = ""  #: the registered number that text messages come from

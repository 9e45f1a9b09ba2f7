"""건네기 messages to a gateway that takes them request by request, and what each request's fate says of each message."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from notifications.channels.wire import NotAnswered, NotTaken, Wrong
from notifications.driver import Intend, Message, Result
from states.delivery import Outcome

#: what the office knows as never tried: the gateway need not be left in peace for it
NOT_BEGUN = "not_begun"
Send = Callable[[Sequence[Message]], Sequence[Result]]


def hand_over(requests: Iterable[Sequence[Message]], send: Send, intend: Intend) -> Iterator[Result]:
    """Make request after request; after one that was not taken or not answered, the others stay here."""
    waiting = deque(requests)
    while waiting:
        some = waiting.popleft()
        for one in some:
            intend(one.key)
        try:
            results = send(some)
        except Wrong as no:  # one that is wrong spoils a request: the others are found by halves
            if len(some) == 1:
                yield from every(some, Outcome.REFUSED, no.why)
            else:
                half = len(some) // 2
                waiting.extendleft([some[half:], some[:half]])
            continue
        except (NotTaken, NotAnswered) as no:
            yield from _untaken(some, no)
            yield from every([one for rest in waiting for one in rest], Outcome.NOT_SENT, NOT_BEGUN)
            return
        yield from results


def every(messages: Iterable[Message], outcome: Outcome, why: str, again: int = 0) -> Iterator[Result]:
    """The same of each."""
    return (Result(one.key, outcome, why, "", again) for one in messages)


def _untaken(some: Sequence[Message], no: NotTaken | NotAnswered) -> Iterator[Result]:
    if isinstance(no, NotTaken):
        return every(some, Outcome.NOT_SENT, no.why, no.again)
    return every(some, Outcome.IN_DOUBT, no.why)


def title(message: Message, most: int = 40) -> str:
    """The heading of a long text message, cut to what handsets show."""
    found = message.body.subject
    while len(found.encode("cp949", errors="replace")) > most:
        found = found[:-1]
    return found

"""본인 whoever gives a command that the journal keeps: what they gave for themselves, and what is done in their name."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from inspect import Parameter
from typing import Any, TypeVar

from cli.answer import answering, opened, say
from cli.options import By, Code, DryRun, JsonOption, Number, Why, Yes
from cli.seeing import seen
from cli.who import looking, moment_of, proven
from door.house import House
from door.staff import Staff

T = TypeVar("T")
Deed = Callable[[House, Staff], T]  #: at the door, in somebody's name


@dataclass
class Hand:
    """Who gives a command, how they prove it, why they do it, and how sure they are of it."""

    by: int | None  #: nobody, where they only look
    act: str | None = None
    code: str | None = None
    reason: str = ""
    yes: bool = False
    dry_run: bool = False
    as_json: bool = False

    @cached_property
    def house(self) -> House:
        return opened()

    def does(self, cycle: int | None, deed: Deed[T]) -> T:
        """Do it in their name, proven."""
        return deed(self.house, self._proven(cycle))

    def looks_and_does(self, cycle: int | None, deed: Deed[T]) -> T:
        """Show what would be done, ask whether to, and do what was shown."""
        here = seen(
            self.house,
            lambda trial: deed(trial, looking(self.by, self.reason)),
            yes=self.yes,
            dry_run=self.dry_run,
            as_json=self.as_json,
        )
        return deed(here, self._proven(cycle))

    def moment(self, text: str | None, key: str = "begins") -> datetime:
        """A moment as they typed it, or now; given again under the same number, what it was before."""
        return moment_of(self.house, text, self.act, key)

    def says(self, content: object, sentence: str) -> None:
        """Answer in the words that were asked for."""
        say(self.as_json, content, sentence)

    def _proven(self, cycle: int | None) -> Staff:
        if self.by is None:
            raise ValueError("nothing is done in nobody's name")
        return proven(self.house, cycle, self.by, self.code, act=self.act, reason=self.reason)


def _option(name: str, kind: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)


_BY, _REASON = _option("by", By), _option("reason", Why)
_ACT, _CODE = _option("act", Number, None), _option("code", Code, None)
_LOOK = (_option("yes", Yes, False), _option("dry_run", DryRun, False))
_JSON = _option("as_json", JsonOption, False)


def by_hand(
    *, reason: bool = False, act: bool = True, looks: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of its hand, and let it end as every command does."""
    wanted = (
        (_REASON, reason),
        (_BY, True),
        (_ACT, act),
        (_CODE, True),
        *((one, looks) for one in _LOOK),
        (_JSON, True),
    )
    options = [option for option, is_wanted in wanted if is_wanted]

    def dressed(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def answered(**given: Any) -> None:
            hand = Hand(**{option.name: given.pop(option.name) for option in options})
            with answering(hand.as_json):
                command(**given, hand=hand)

        own = inspect.signature(command).parameters.values()
        shown = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in own if one.name != "hand"]
        answered.__signature__ = inspect.Signature([*shown, *options])  # type: ignore[attr-defined]
        return answered

    return dressed

"""A template that is set for many says letter by letter what it says to one."""

import pytest
from jinja2 import DictLoader

from notifications.render import Body, Templates
from notifications.samples import samples
from notifications.words import OWN, Own, Said, Words
from states.contact import Channel
from states.kind import Kind
from states.refusals import Refusal
from states.telling import KINDS
from tests.telling import SENDER, TEMPLATES

CROWD = 100
#: one of each stage in passing; all of them in every sample take their time
ONE_EACH = {kind.stage: kind for kind in KINDS.values()}.values()


def to_one(templates: Templates, kind: Kind, channel: Channel, words: Words) -> Body | str:
    try:
        return templates.body(kind, channel, words)
    except Refusal as refusal:
        return str(refusal)


def to_many(templates: Templates, kind: Kind, channel: Channel, words: Words) -> set[Body | str]:
    shared = {key: value for key, value in words.items() if key not in OWN}
    own = dict.fromkeys(range(CROWD), Own(words["projects"], words["also"], words["way_out"]))
    found = templates.bodies(kind, channel, Said(shared, own))
    return {str(made) if isinstance(made, Refusal) else made for _, made in found}


@pytest.mark.parametrize("kind", ONE_EACH, ids=lambda kind: kind.name)
def test_what_many_read_is_what_one_would_read(kind: Kind) -> None:
    _compare(kind, "hostile")


@pytest.mark.chaos
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_what_many_read_is_what_one_would_read_in_every_sample(kind: Kind) -> None:
    for name in ("smallest", "missing", "hostile", "plain"):
        _compare(kind, name)


def _compare(kind: Kind, sample: str) -> None:
    words = samples(kind, SENDER)[sample]
    for channel in kind.channels:
        assert to_many(TEMPLATES, kind, channel, words) == {to_one(TEMPLATES, kind, channel, words)}


def test_what_is_missing_for_all_is_refused_for_each_and_never_said_as_a_word() -> None:
    kind = KINDS["vote.opened"]
    loader = DictLoader({"vote/opened.sms.j2": "{{ city }} {{ closes }}"})
    words = samples(kind, SENDER)["missing"]

    (refused,) = to_many(Templates(loader), kind, Channel.PHONE, words)

    assert "vote/opened.sms.j2" in str(refused)
    assert "None" not in str(refused)

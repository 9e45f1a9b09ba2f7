"""Every act can be carried out by its fact and the arguments that its journal keeps."""

from desk.replay import FEEDS
from door.house import House
from door.registry import Carried, carry_out, names
from models.cycle import lane_of
from models.journal import Act, entries
from models.session import reading, writing
from states.fact import INPUTS
from tests.toy import METRO, YEAR, at, text_of


def test_every_act_has_a_name_and_a_way_to_be_done() -> None:
    assert names() == {fact: INPUTS[fact] for fact in FEEDS}


def test_an_act_is_done_from_its_arguments_alone(house: House) -> None:
    held = Carried(str(YEAR), "lane.held", {"track": "metro", "reason": text_of("까닭")})
    with writing(house.engine) as session:
        assert carry_out(house, session, held, Act("form/1", "staff:1", at("2030-01-02 10:00"))) is True

    with reading(house.engine) as session:
        assert lane_of(session, YEAR, METRO).held
        assert [one.facts for one in entries(session, str(YEAR), "lane.held")] == [held.arguments]
    assert held.title == "보류"

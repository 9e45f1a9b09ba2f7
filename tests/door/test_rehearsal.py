"""A made-up year is lived to its end: the same everywhere, and as the rules say of what people say."""

from collections import Counter
from collections.abc import Generator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlmodel import select

from desk.replay import replay
from door.made_up.ballots import Cast
from door.made_up.inputs import Inputs
from door.made_up.proposals import proposals
from door.made_up.size import PUBLISHED, SMALL
from door.plan_files import text_of
from door.rehearsal import NoInputs, NotAlone, NotEmpty, Rehearsal, rehearse
from models import schema
from models.blob import fetch, fetch_rows
from models.cycle import Cycle
from models.poll import poll_of, read_result
from models.ranking import Ranking
from models.session import open_engine, reading, writing
from states.box import Box
from states.call import Kind
from states.plan_reader import read
from states.track import Track

METRO, COGOVERNANCE, DISTRICT = Track.METRO, Track.COGOVERNANCE, Track.DISTRICT
#: the head of the little year's journal, the same everywhere and every time; it changes only with rules and inputs
HEAD = "dc68344b5223e2f73442db6737c5121a6bd6cd98daf6503d68c7f64e301b1068"
_M = 1_000_000
Lived = tuple[Engine, dict[str, Any]]


def opened(folder: Path, name: str = "year") -> Engine:
    return open_engine(f"sqlite:///{folder / name}.db")


def lived(folder: Path, name: str, rehearsal: Rehearsal) -> tuple[Engine, dict[str, Any]]:
    engine = opened(folder, name)
    return engine, rehearse(engine, rehearsal)


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Engine, dict[str, Any]]]:
    """A little year, lived once for all who only look at it."""
    engine, told = lived(tmp_path_factory.mktemp("little"), "year", Rehearsal(2019, scale=SMALL))
    yield engine, told
    engine.dispose()


def test_the_made_up_proposals_come_to_what_was_published() -> None:
    made = proposals(PUBLISHED)
    by_track = {
        track: [one for one in made if one.track is track] for track in (METRO, COGOVERNANCE, DISTRICT)
    }

    assert {track: len(some) for track, some in by_track.items()} == {
        METRO: 3164,
        COGOVERNANCE: 206,
        DISTRICT: 141,
    }
    assert sum(one.won for one in made) == 1_368_100 * _M
    kept = {track: sum(one.kept for one in some) for track, some in by_track.items()}
    assert kept == {METRO: 1951, COGOVERNANCE: 170, DISTRICT: 141}
    assert len(made) - kept[METRO] - kept[COGOVERNANCE] == 1390
    assert sum(PUBLISHED.voters.values()) == 156_390
    assert [one.number for one in made] == list(range(1, 3512))


def test_no_made_up_proposal_is_one_that_its_call_would_not_take() -> None:
    for one in proposals(PUBLISHED):
        assert one.won < (300 if one.kind is Kind.EVENT else 4_000) * _M
        assert one.track is not DISTRICT or (one.won <= 500 * _M and one.kind is Kind.ORDINARY)
        assert len(one.districts) >= (1 if one.track is DISTRICT else 2)
        assert 0 <= one.came < 1_000_000


def test_a_little_year_ends_closed_with_the_same_head_everywhere(engine: Engine) -> None:
    told = rehearse(engine, Rehearsal(2019, scale=SMALL), ours=True)

    assert (told["cycle"], told["stage"]) == (2019, "closed")
    assert told["journal"]["head"] == HEAD
    totals = told["totals"]
    assert (totals["proposals"], totals["asked_won"]) == (70, 27_362 * _M)
    assert (totals["voters"], totals["to_districts"]) == (3128, 28)
    assert sum(part["selected_won"] for part in told["by_track"].values()) == totals["selected_won"] > 0


def test_a_little_year_is_lived_again_from_its_journal_alone(tmp_path: Path, little: Lived) -> None:
    source, told = little
    target = opened(tmp_path, "again")
    schema.upgrade(target)
    with reading(source) as was, writing(target) as now:
        report = replay(was, now, "2019")

    assert (report.first_difference, report.head) == (None, told["journal"]["head"])


@pytest.mark.parametrize(("year", "left_out"), [(2021, 3 + 4), (2027, 3)])
def test_the_inputs_of_2019_live_in_another_year(tmp_path: Path, year: int, left_out: int) -> None:
    """Every moment lies in its stage's window, or an act would have refused it; who has no track is left out."""
    engine, told = lived(tmp_path, "other", Rehearsal(year, scale=SMALL))

    assert told["stage"] == "closed"
    assert "district" not in told["by_track"]
    assert told["totals"]["proposals"] == 70 - left_out
    engine.dispose()


class OneScore(Inputs):
    """One seat gives one project so much more in the second ranking."""

    project, more = 0, 0

    def points(
        self, step: str, project: int, persons: Sequence[int], criteria: int, most: int
    ) -> list[list[int]]:
        given = super().points(step, project, persons, criteria, most)
        if (step, project) == ("second_ranking", self.project):
            given[0] = [points + self.more for points in given[0]]
        return given


def test_one_score_changes_one_sum_by_as_much_and_nothing_else(tmp_path: Path, little: Lived) -> None:
    ranked = _second_rankings(little[0])
    unit, places = next((unit, places) for unit, places in sorted(ranked.items()) if len(places) > 2)
    last, *_ = places[-1]

    changed = OneScore(PUBLISHED.scaled(SMALL))
    object.__setattr__(changed, "project", last)
    object.__setattr__(changed, "more", 1)
    after, _ = lived(tmp_path, "after", Rehearsal(2019, inputs=changed))

    was = {row[0]: row[2] for row in places}
    now = {row[0]: row[2] for row in _second_rankings(after)[unit]}
    assert now == {**was, last: was[last] + 4}, "four criteria, one point more in each"
    others = {other: rows for other, rows in ranked.items() if other != unit}
    assert {other: rows for other, rows in _second_rankings(after).items() if other != unit} == others


def _second_rankings(engine: Engine) -> dict[int, list[list[int]]]:
    with reading(engine) as session:
        made = session.exec(select(Ranking).where(Ranking.round == "second")).all()
        return {one.unit: list(fetch_rows(session, one.rows)) for one in made}


class OneBatch(Inputs):
    """So many more citizens come with the last batch, and all pick the same."""

    def ballots(self, batch: int, of: int, listed: Sequence[int], picks: int) -> Sequence[Cast]:
        given = super().ballots(batch, of, listed, picks)
        if batch < of - 1:
            return given
        more = [Cast(10**6 + number, "citizen", sorted(listed)[:picks], 0) for number in range(MORE)]
        return [*given, *more]


MORE = 600


def test_one_batch_of_ballots_changes_the_result_by_what_it_weighs(tmp_path: Path, little: Lived) -> None:
    """Half of the weight is the citizens': so many more ballots of theirs change each share by hand."""
    size = PUBLISHED.scaled(SMALL)
    tight, before = text_of("2019").replace("ceiling = 35_000_000_000", "ceiling = 1_200_000_000"), little[0]
    after, told = lived(tmp_path, "after", Rehearsal(2019, inputs=OneBatch(size), text=tight))

    was, now = _result(before), _result(after)
    citizens = size.voters["citizen"]
    picked = set(sorted(one for part in was["tracks"].values() for one in _scores(part))[:5])
    for track, part in was["tracks"].items():
        scores, cast = _scores(part), _by_citizens(before, part)
        expected = {
            number: score
            + Fraction(1, 2) * Fraction(cast[number] + (MORE if number in picked else 0), citizens + MORE)
            - Fraction(1, 2) * Fraction(cast[number], citizens)
            for number, score in scores.items()
        }
        assert _scores(now["tracks"][track]) == expected
    assert now["ballots"] == {**was["ballots"], "citizen": citizens + MORE}
    part = now["tracks"]["metro"]
    assert part["winners"] == _chosen(part, 1_200 * _M)
    assert part["winners"] != _chosen(was["tracks"]["metro"], 1_200 * _M), "other ballots, other projects"
    assert told["by_track"]["metro"]["selected_won"] == part["spent"]


def _result(engine: Engine) -> dict[str, Any]:
    with reading(engine) as session:
        result = read_result(session, 2019, METRO)
        assert result is not None
        return result.content


def _scores(part: dict[str, Any]) -> dict[int, Fraction]:
    return {row["project"]: Fraction(row["score"]) for row in part["ranking"]}


def _by_citizens(engine: Engine, part: dict[str, Any]) -> dict[int, int]:
    """How many citizens picked each, read off the sealed box."""
    with reading(engine) as session:
        box = Box.read(fetch(session, poll_of(session, 2019, "main").box or ""))
    counted = Counter(box.columns["citizen"])
    return {row["project"]: counted[row["project"]] for row in part["ranking"]}


def _chosen(part: dict[str, Any], limit: int) -> list[int]:
    """Walk down the order with a purse; then take away what lies in the lowest twentieth of the amount."""
    rows, spent, chosen = part["ranking"], 0, []
    for row in rows:
        if spent + row["cost"] <= limit:
            spent += row["cost"]
            chosen.append(row["project"])
    put, below = sum(row["cost"] for row in rows), 0
    for row in reversed(rows):
        below += row["cost"]
        if below * 20 > put:
            break
        chosen = [number for number in chosen if number != row["project"]]
    return chosen


def test_a_database_with_anything_in_it_is_refused(engine: Engine) -> None:
    with writing(engine) as session:
        session.execute(
            text(
                "INSERT INTO chain_head (chain, seq, hash, recorded_at) VALUES ('2030', 0, 'x', '2030-01-01')"
            )
        )
    with pytest.raises(NotEmpty, match="빈 데이터베이스"):
        rehearse(engine, Rehearsal(2019, scale=SMALL), ours=True)
    with reading(engine) as session:
        assert session.get(Cycle, 2019) is None


def test_a_city_that_has_its_tables_and_no_year_yet_is_not_lived_in(engine: Engine) -> None:
    """Under keys that everybody knows, in place of the city's own."""
    with pytest.raises(NotEmpty, match="빈 데이터베이스"):
        rehearse(engine, Rehearsal(2019, scale=SMALL))
    with reading(engine) as session:
        assert session.get(Cycle, 2019) is None


def test_of_two_rehearsals_in_one_database_the_first_to_write_has_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both found it empty: the other began meanwhile."""
    with writing(engine) as session:
        session.execute(
            text(
                "INSERT INTO chain_head (chain, seq, hash, recorded_at) VALUES ('2019', 3, 'x', '2018-01-01')"
            )
        )
    monkeypatch.setattr("door.rehearsal.refuse_used", lambda *_, **__: None)
    with pytest.raises(NotAlone, match="다른 연습이"):
        rehearse(engine, Rehearsal(2019, scale=SMALL))


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    other = create_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE song (name TEXT)"))
    with pytest.raises(NotEmpty):
        rehearse(other, Rehearsal(2019, scale=SMALL))
    other.dispose()


def test_there_are_inputs_of_one_year_only(engine: Engine) -> None:
    with pytest.raises(NoInputs, match="--on 2019"):
        rehearse(engine, Rehearsal(2027, on=2021, scale=SMALL), ours=True)


@pytest.mark.chaos
def test_the_whole_year_has_the_published_totals_and_one_head(engine: Engine) -> None:
    told = rehearse(engine, Rehearsal(2019), ours=True)

    totals = told["totals"]
    assert told["stage"] == "closed"
    assert (totals["proposals"], totals["asked_won"], totals["voters"]) == (3511, 1_368_100 * _M, 156_390)
    tracks = told["by_track"]
    assert [tracks[one]["classified"] for one in (METRO, COGOVERNANCE)] == [1951, 170]
    assert totals["to_districts"] == 1390
    plan = read(text_of("2019"))
    for track, part in tracks.items():
        assert part["selected_won"] <= (plan.by_track[Track(track)].money.ceiling or 0)
    assert told["journal"]["head"] == WHOLE_HEAD


WHOLE_HEAD = "d1a38fed6b5e233f5f69763019730d8216ac440f190beede8ffffa8904cf05d1"

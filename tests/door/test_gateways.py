"""A real gateway only by its whole setting: a key alone sends nothing, and is never shown."""

import json
from pathlib import Path

import pytest

from door.checkup_gateways import gateways
from door.gateways import Texting, phone_driver
from door.house import House
from door.settings import Settings, SettingUnreadable
from models.gateway import gateway_of
from models.session import open_engine, writing
from notifications.channels.nhn import Nhn
from notifications.channels.sens import Sens
from notifications.channels.solapi import Solapi
from states.gateway import TRIES, failed
from states.refusals import Refusal
from tests.sides import AT
from tests.telling import RING, entropy

WHOLE = {"KEY": "k-1", "SECRET": "s-1", "SENDER": "02-2133-0000", "SENDERS": "02-120, 0221330000"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*WHOLE, "GATEWAY", "SERVICE", "BASE"):
        monkeypatch.delenv(f"HANMADANG_SMS_{name}", raising=False)


@pytest.fixture
def house(tmp_path: Path, empty_sqlite: Path) -> House:
    (tmp_path / "house.db").write_bytes(empty_sqlite.read_bytes())
    engine = open_engine(f"sqlite:///{tmp_path / 'house.db'}")
    return House(Settings(home=tmp_path), engine, RING, now=lambda: AT, entropy=entropy)


def say(monkeypatch: pytest.MonkeyPatch, gateway: str = "", **settings: str) -> None:
    given = {**settings, **({"GATEWAY": gateway} if gateway else {})}
    for name, value in given.items():
        monkeypatch.setenv(f"HANMADANG_SMS_{name}", value)


def finding(house: House) -> tuple[bool, str]:
    one = next(one for one in gateways(house) if one.what == "문자")
    return one.ok, one.text


def test_without_a_setting_text_messages_stay_here(house: House) -> None:
    assert phone_driver(house) is None
    assert finding(house) == (True, "나가지 않고 발송함에 쌓입니다")


@pytest.mark.parametrize(("gateway", "kind"), [("solapi", Solapi), ("sens", Sens), ("nhn", Nhn)])
def test_a_whole_setting_names_its_driver(
    house: House, monkeypatch: pytest.MonkeyPatch, gateway: str, kind: type
) -> None:
    say(monkeypatch, gateway, **WHOLE, SERVICE="ncp:sms:kr:1:city")
    driver = phone_driver(house)

    assert driver is not None
    assert driver.name == gateway
    assert isinstance(vars(driver)["_driver"], kind)
    assert finding(house) == (True, f"{gateway}에서 0221330000 번호로 나갑니다")


@pytest.mark.parametrize(
    ("gateway", "given", "code", "word"),
    [
        pytest.param(
            "solapi", {**WHOLE, "SECRET": ""}, "gateway.half_set", "HANMADANG_SMS_SECRET", id="no secret"
        ),
        pytest.param("nhn", {"KEY": "k-1"}, "gateway.half_set", "HANMADANG_SMS_SENDER", id="a key alone"),
        pytest.param("sens", WHOLE, "gateway.half_set", "HANMADANG_SMS_SERVICE", id="no service"),
        pytest.param("", {"KEY": "k-1"}, "gateway.unnamed", "HANMADANG_SMS_KEY", id="no gateway"),
        pytest.param(
            "solapi",
            {**WHOLE, "SENDER": "02-999-9999"},
            "gateway.sender",
            "02-999-9999",
            id="a foreign number",
        ),
        pytest.param(
            "solapi",
            {**WHOLE, "BASE": "http://example.org"},
            "gateway.not_safe",
            "example.org",
            id="no encryption",
        ),
    ],
)
def test_a_half_setting_is_refused_with_what_is_missing(
    house: House, monkeypatch: pytest.MonkeyPatch, gateway: str, given: dict[str, str], code: str, word: str
) -> None:
    say(monkeypatch, gateway, **given)
    with pytest.raises(Refusal) as caught:
        phone_driver(house)

    assert caught.value.code == code
    ok, text = finding(house)
    assert not ok
    assert word in text
    assert "k-1" not in text


def test_an_unknown_gateway_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "pigeon")
    with pytest.raises(SettingUnreadable, match="HANMADANG_SMS_GATEWAY"):
        Texting.read()


def test_keys_are_never_shown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "solapi", **WHOLE)
    texting = Texting.read()
    shown = f"{texting!r} {texting.account!r} {json.dumps(texting.model_dump(mode='json'))}"

    assert "s-1" not in shown
    assert "k-1" not in shown


def test_a_gateway_that_rests_is_told_to_the_doctor(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, "solapi", **WHOLE)
    with writing(house.engine) as session:
        row = gateway_of(session, "solapi")
        for _ in range(TRIES):
            row.keep(failed(row.health, AT))
        session.add(row)

    ok, text = finding(house)
    assert not ok
    assert "10:01:00까지 쉽니다" in text

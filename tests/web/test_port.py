"""Where the page is found, and what is said when somebody else is there."""

import socket

import pytest

from cli.up import PortBusy, _refuse_busy_port
from door.settings import Settings


@pytest.mark.parametrize(
    ("given", "port"),
    [
        pytest.param({}, 4201, id="the one after the forms'"),
        pytest.param({"port": 5000}, 5001, id="wherever they are"),
        pytest.param({"port": 65535}, 65534, id="there is none after the last"),
        pytest.param({"port": 5000, "web_port": 8300}, 8300, id="its own"),
    ],
)
def test_the_page_has_a_port_of_its_own(given: dict[str, int], port: int) -> None:
    assert Settings.read(**given).page_port == port


def test_a_busy_port_is_named_with_its_own_setting() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortBusy, match=rf"{port}번 포트.*HANMADANG_WEB_PORT=\d+ make up"):
            _refuse_busy_port("127.0.0.1", port, "HANMADANG_WEB_PORT")

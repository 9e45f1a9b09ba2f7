"""올리는 화면 started: `python -m web`."""

import sys

import uvicorn

from door.house import enter
from door.settings import Settings
from states.refusals import Refusal
from web.app import made


def run() -> None:
    """Open the house, and serve its page until told to stop; who asks for what is not logged."""
    settings = Settings.read()
    try:
        app = made(enter(settings))
    except Refusal as refusal:
        sys.exit(f"{refusal} [{refusal.code}]")
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.page_port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    run()

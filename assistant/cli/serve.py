"""The command `serve`: the web application over the index."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING

from assistant.cli.terminal import settings_of

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.web.staff_work import StaffDesk
    from assistant.wiring import CurrentAssistant


def serve(arguments: argparse.Namespace) -> int:
    """Serves until it is stopped."""
    settings = settings_of(arguments)
    host = arguments.host or settings.host
    port = arguments.port or settings.port
    from assistant.web import server
    from assistant.web.app import AT_ONCE, create_app
    from assistant.web.site import Site
    from assistant.web.welcome import examples_for
    from assistant.wiring import CurrentAssistant, open_records

    server.listen(host, port).close()  # a port in use is reported before the models are loaded
    assistant = CurrentAssistant(settings)
    covered = assistant.covered()
    app = create_app(
        assistant,
        Site(assistant.library, settings.owner, settings.contact),
        reports=covered,
        examples=examples_for(covered),
        ready=assistant.ready,
        records=open_records(settings),
        suggests=assistant,
        data_folder=settings.data / "page",
        desk=_desk(settings, assistant) if settings.staff_page else None,
        # An answer that waits for a model needs no processor: more of them, as many as the model takes.
        at_once=AT_ONCE + (settings.llm_concurrency if settings.llm_model else 0),
        hosts=[name.strip() for name in settings.hosts.split(",") if name.strip()],
    )
    print(f"问答网页已就绪：http://{host}:{port}", file=sys.stderr)
    server.serve(app, host, port)
    return 0


def _desk(settings: Settings, assistant: CurrentAssistant) -> StaffDesk:
    """What the staff page works with."""
    from assistant.records.replies import Replies
    from assistant.staff.reply_library import digests_of
    from assistant.web.staff_work import StaffDesk
    from assistant.wiring import REPLY_PROMPT, CurrentAssistant, open_database, open_records

    return StaffDesk(
        asks=assistant,
        drafting=CurrentAssistant(settings, REPLY_PROMPT),
        replies=Replies(open_database(settings), days=settings.replies_days),
        answers=open_records(settings),
        encode=assistant.encode,
        digests=partial(digests_of, assistant.library),
        office=settings.office,
        made_by=lambda: f"{assistant.ready()} {settings.llm_model} {settings.home_place}",
        folder=settings.data / "staff",
    )

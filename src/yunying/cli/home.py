"""The app over the home folder that a command was given."""

from __future__ import annotations

import typer

from yunying.app import App, open_app
from yunying.cli.state import settings_of


def app_of(ctx: typer.Context) -> App:
    """The app, closed when the command ends."""
    app = open_app(settings_of(ctx))
    ctx.call_on_close(app.close)
    return app

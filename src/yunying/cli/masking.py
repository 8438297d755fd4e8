"""Masking at the terminal: whoever owns the machine sees values as they are, unless they want them masked."""

from __future__ import annotations

from typing import Annotated

import typer

Masked = Annotated[
    bool,
    typer.Option(
        "--masked",
        help="Mask phone numbers, e-mail addresses, names and other sensitive values; else they are shown as they are.",
    ),
]

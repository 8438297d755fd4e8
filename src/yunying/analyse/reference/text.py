"""Readable SQL from named parts."""

from __future__ import annotations

from collections.abc import Mapping

from yunying.analyse.reference.project import Project


def statement(project: Project, parts: Mapping[str, str], final: str) -> str:
    """The project's macros, then one statement: common table expressions in order and the final select.

    A part may begin with a comment line, which goes before its name.
    """
    written = []
    for name, body in parts.items():
        comment = ""
        rest = body
        while rest.startswith("--"):
            line, _, rest = rest.partition("\n")
            comment += line + "\n"
        indented = "\n".join("  " + line for line in rest.splitlines())
        written.append(f"{comment}{name} AS (\n{indented}\n)")
    return project.macros() + "WITH\n" + ",\n".join(written) + "\n" + final


def select(*columns: str) -> str:
    """A select clause with a line a column."""
    return "SELECT\n  " + ",\n  ".join(columns)

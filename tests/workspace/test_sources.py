"""Sources: their names are told apart as people read them."""

from __future__ import annotations

import pytest

from yunying.app import App
from yunying.core import Refused
from yunying.workspace import Project


@pytest.mark.parametrize(
    "names", [("App", "app"), ("Þór", "þór"), ("Þ\x07÷", "Þ\x07÷"), ("小程序", " 小程序 ")]
)
def test_one_name_is_for_one_source(app: App, project: Project, names: tuple[str, str]) -> None:
    app.workspace.sources.create(project.id, names[0], "api")
    with pytest.raises(Refused) as refused:
        app.workspace.sources.create(project.id, names[1], "api")
    assert refused.value.code == "source_exists"

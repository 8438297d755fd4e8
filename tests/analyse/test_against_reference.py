"""The engine's answers are those of plain SQL, and every figure is as long as its list of people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.agree import check
from tests.support.profiles import share
from tests.support.projects import Plan, built, plans
from tests.support.questions import Raw, funnels, retentions, trends

from yunying.analyse import parse_question
from yunying.analyse.reference import Reference

Kind = Callable[[Plan], st.SearchStrategy[Raw]]


@pytest.mark.parametrize("kind", [trends, funnels, retentions])
@share(0.2)
@given(draw=st.data())
def test_engine_equals_reference(kind: Kind, draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    questions = [parse_question(draw.draw(kind(plan))) for _ in range(4)]
    with built(plan) as data, Reference(data) as reference:
        for question in questions:
            check(data, reference, question)

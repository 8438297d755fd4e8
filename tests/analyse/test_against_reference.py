"""The engine's answers are those of plain SQL, and every figure is as long as its list of people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.kinds import PROOFS, Proof, check
from tests.support.profiles import share
from tests.support.projects import built, plans

from yunying.analyse import parse_question
from yunying.analyse.reference import Reference


@pytest.mark.parametrize("kind", PROOFS.values(), ids=lambda kind: kind.name)
@share(0.2)
@given(draw=st.data())
def test_engine_equals_reference(kind: Proof, draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    questions = [parse_question(draw.draw(kind.random(plan))) for _ in range(4)]
    with built(plan) as data, Reference(data) as reference:
        for question in questions:
            check(data, reference, question)

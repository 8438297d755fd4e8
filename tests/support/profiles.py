"""How hard property tests try: `tests/conftest.py` names the profiles, tests say their share of it."""

from __future__ import annotations

from hypothesis import HealthCheck, settings


def share(part: float) -> settings:
    """Settings for a test that needs more or less examples than others: `part` of what the profile says."""
    return settings(
        max_examples=max(1, round(settings().max_examples * part)),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        print_blob=True,
    )

"""`python -m tests.torture [KILLS]`: the long kill test, then a full disk, a slow disk, a clock that is set back."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.torture.hardship import filling, preloaded, setting_back, small_disk
from tests.torture.run import Figures, killing, torture

_HOUR = 3600


def main() -> int:
    """0 when nothing was lost and nothing is there twice."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    few = max(3, kills // 10)
    with tempfile.TemporaryDirectory(prefix="yunying-torture-") as name:
        folder = Path(name)
        right = _told("killed", torture(_made(folder, "killed"), killing(kills)))
        with small_disk(folder / "disk", 48) as small:
            if small:
                work = filling(folder / "disk", 3, few)
                figures = torture(
                    folder / "disk", work, clients=3, pause=0.05, env={"YUNYING_DISK_RESERVE": "0"}
                )
                right &= _told("full disk", figures) and figures.unwaited == 0
            else:
                print("full disk: left out, for this user may not mount a small one")
        env = preloaded("slow_disk", folder) | {"SLOW_DISK_MS": "60"}
        right &= _told("slow disk, 60 ms a flush", torture(_made(folder, "slow"), killing(few), env=env))
        clock = folder / "seconds"
        env = preloaded("wrong_clock", folder) | {"CLOCK_FILE": str(clock)}
        work = setting_back(clock, [-2 * _HOUR, -50 * 24 * _HOUR, -_HOUR], few)
        right &= _told("clock set back by 2 hours, 50 days", torture(_made(folder, "clock"), work, env=env))
    return 0 if right else 1


def _made(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def _told(name: str, figures: Figures) -> bool:
    verdict = figures.verdict
    kills = ", ".join(f"{count} × {what}" for what, count in sorted(figures.kills.items()))
    print(f"{name}: {figures.kills.total()} kills ({kills}) in {figures.seconds:.0f} s")
    print(
        f"  {figures.requests:,} requests landed, {figures.broken:,} broke off, answers {dict(figures.answers)}; "
        f"all in the lake {figures.caught_up:.1f} s after the last"
    )
    print(
        f"  {verdict.acknowledged:,} events acknowledged: {len(verdict.lost)} lost, {len(verdict.doubled)} doubled, "
        f"{len(verdict.unknown)} never sent; quarantined {figures.quarantined}"
    )
    for source, (sent, stored, counted) in verdict.by_source.items():
        print(
            f"  {source}: {sent:,} acknowledged, {stored:,} in the lake, {counted:,} counted by the processor"
        )
    sys.stdout.flush()
    return verdict.right


if __name__ == "__main__":
    sys.exit(main())

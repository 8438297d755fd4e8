"""How long it takes to find somebody among many: `python -m benchmarks.finding [PEOPLE] [FOLDER]`.

Makes a project of so many people (a million unless told otherwise), each with two events, an id, a name in Chinese, a
phone number, an e-mail and a city; makes the index; and searches as a person who serves customers would, each search
with the page of 50 people it shows. FOLDER is kept, and used again.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.app import App, open_app
from yunying.collect import Mapping, run_import
from yunying.core import Calendar, Settings
from yunying.workspace import Project

_SLICE = 1_000_000
_START = 1_735_689_600_000  # 2025-01-01 UTC, ms
_DAY = 86_400_000
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙"
    "万段雷钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建国玉文志海春红云梅林波斌宇浩凯健俊帆雪倩婷玲慧莉鑫鹏宁晨阳佳欣怡子涵梓轩雨泽一诺可馨思远嘉乐天博昊然若曦诗琪"
    "晓东立新永成德福光荣家庆长生世忠信义和顺祥瑞安康凤仙素珍淑贞翠莲彩霞月娥巧银花香菊秋冬夏雷震龙虎飞翔鸿达兴旺发财进步胜利团结友爱民主自由平等公正法治敬业诚信善"
)
Mask = npt.NDArray[np.bool_]


def write_people(path: Path, people: int, seed: int = 7) -> None:
    """Two events a person over 90 days; the first says who they are."""
    rng = np.random.default_rng(seed)
    writer = None
    for low in range(0, people, _SLICE):
        number = np.arange(low, min(low + _SLICE, people))
        told = _told(rng, number)
        nothing = {name: pa.nulls(len(number), pa.string()) for name in told.column_names}
        for kind, columns in (("sign_up", told), ("visit", pa.table(nothing))):
            moment = _START + rng.integers(0, 90 * _DAY, len(number))
            fixed = {
                "person": _texts("user{}", number),
                "event": pa.array([kind]).take(pa.array(np.zeros(len(number), np.int8))),
                "time": pa.array(moment, pa.timestamp("ms", "UTC")),
            }
            table = pa.table(fixed | {name: columns[name] for name in columns.column_names})
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
    if writer is not None:
        writer.close()


def _told(rng: np.random.Generator, number: npt.NDArray[np.int64]) -> pa.Table:
    surnames, given = pa.array(list(_SURNAMES)), pa.array([*_GIVEN, ""])
    count = len(number)
    first, second = (np.minimum(rng.zipf(1.3, count) - 1, len(_GIVEN) - 1) for _ in range(2))
    second = np.where(rng.random(count) < 0.15, len(_GIVEN), second)
    family = np.minimum(rng.zipf(1.4, count) - 1, len(_SURNAMES) - 1)
    name = pc.binary_join_element_wise(
        surnames.take(pa.array(family)), given.take(pa.array(first)), given.take(pa.array(second)), ""
    )
    mobile = 13_000_000_000 + number * 2_654_435_761 % 6_000_000_000
    mail = pc.binary_join_element_wise(_texts("m{}", number), "@qq.com", "")
    city = pa.array([f"城市{i:03d}" for i in range(300)]).take(pa.array(number * 40_507 % 300))
    return pa.table(
        {
            "name": name,
            "phone": pa.array(mobile).cast(pa.string()),
            "email": pc.if_else(pa.array(number % 10 < 7), mail, pa.scalar(None, pa.string())),
            "city": city,
        }
    )


def _texts(pattern: str, number: npt.NDArray[np.int64]) -> pa.Array:
    return pc.binary_join_element_wise(pattern.format(""), pa.array(number).cast(pa.string()), "")


def load(app: App, people: int) -> Project:
    """The project of a home folder, made where there is none."""
    for project in app.workspace.projects.all():
        return project
    project = app.workspace.projects.create("many", "Asia/Shanghai")
    data = app.datasets.of(project)
    data.lake.root.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="yunying-bench-") as folder:
        file = Path(folder) / "people.parquet"
        write_people(file, people)
        told = ("name", "phone", "email", "city")
        mapping = Mapping(person="person", time="time", event="event", properties=(), person_properties=told)
        took = seconds(
            lambda: run_import(
                data.lake,
                data.people,
                file,
                mapping,
                import_id="bench",
                name=file.name,
                calendar=Calendar("Asia/Shanghai"),
                staging=Path(folder) / "staging",
                errors_file=None,
            )
        )
    print(f"{people:,} people imported in {took:.0f} s")
    return project


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def size_of(folder: Path) -> int:
    """Bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir())


SEARCHES: dict[str, tuple[str, Callable[[int], int | str]]] = {
    "an id": ("user{}", lambda n: n),
    "the beginning of an id": ("user{}", lambda n: n // 1000),
    "the number in an id": ("{}", lambda n: n),
    "a phone number": ("+86 {}", lambda n: 13_000_000_000 + n * 2_654_435_761 % 6_000_000_000),
    "four last digits": ("{:04d}", lambda n: n % 10_000),
    "an e-mail": ("m{}@qq.com", lambda n: n - n % 10),
    "a domain, two thirds of everybody": ("qq.com", lambda n: n),
    "a name": ("{}", lambda n: _SURNAMES[n % 9] + _GIVEN[n % 40] + _GIVEN[n % 31]),
    "pinyin": ("{}", lambda n: ("zhangwei", "lijing", "wangxiuying", "liuyang", "zengguo")[n % 5]),
    "first letters": ("{}", lambda n: ("zgq", "lxy", "wjg", "cyf")[n % 4]),
    "one letter": ("{}", lambda n: "zlw"[n % 3]),
    "a city": ("城市{:03d}", lambda n: n % 300),
}
"""What is typed, for somebody of a number."""


def search(app: App, project: Project, people: int) -> None:
    """Print how long searches take, and how long after something new."""
    rng = np.random.default_rng(3)
    print("| what is typed | found | median ms | slowest of 20 |\n|---|---:|---:|---:|")
    for name, (pattern, make) in SEARCHES.items():
        times, totals = [], []
        for number in rng.integers(0, people, 21).tolist():
            began = time.perf_counter()
            found = app.finding.people(project, pattern.format(make(number)))
            times.append(time.perf_counter() - began)
            totals.append(found["total"])
        times = times[1:]  # the first maps files
        print(
            f"| {name} | {int(np.median(totals)):,} | {1000 * np.median(times):.0f} | {1000 * max(times):.0f} |"
        )


def add(app: App, project: Project, people: int, count: int) -> None:
    """So many people change their names, so many are new."""
    data = app.datasets.of(project)
    number = np.concatenate([np.arange(count) * (people // count), people + np.arange(count)])
    with tempfile.TemporaryDirectory(prefix="yunying-bench-") as folder:
        file = Path(folder) / "more.parquet"
        fixed = {
            "person": _texts("user{}", number),
            "time": pa.array(np.full(len(number), _START + 89 * _DAY), pa.timestamp("ms", "UTC")),
            "name": _texts("改名", number),
        }
        pq.write_table(pa.table(fixed), file)
        mapping = Mapping(
            person="person", time="time", event_name="visit", properties=(), person_properties=("name",)
        )
        run_import(
            data.lake,
            data.people,
            file,
            mapping,
            import_id=f"more-{time.time()}",
            name=file.name,
            calendar=Calendar("Asia/Shanghai"),
            staging=Path(folder) / "staging",
            errors_file=None,
        )


def main() -> None:
    """Make, index, search, change, search again."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) < 3:
        with tempfile.TemporaryDirectory(prefix="yunying-bench-") as folder:
            subprocess.run([sys.executable, "-m", "benchmarks.finding", str(people), folder], check=True)
        return
    app = open_app(Settings(home=Path(sys.argv[2])))
    project = load(app, people)
    # As the worker does: what is searched is mapped by another process than the one that made it.
    if len(sys.argv) < 4:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.finding", str(people), sys.argv[2], "index"], check=True
        )
        first = seconds(lambda: app.finding.people(project, "user77"))
        print(f"first search of a process: {first:.2f} s")
        search(app, project, people)
        for count in (100, 1000):
            add(app, project, people, count)
            took = seconds(lambda: app.finding.people(project, "改名"))
            again = seconds(lambda: app.finding.people(project, "改名"))
            written = seconds(lambda: app.finding.refresh(project))
            print(
                f"after {count:,} people changed and as many came: {took:.2f} s, then {again:.3f} s; "
                f"written to disk in {written:.1f} s"
            )
    else:
        took = seconds(lambda: app.finding.refresh(project))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        disk = size_of(app.settings.cache(project.id) / "search") / 2**30
        print(f"index of {people:,} people: {took:.0f} s, {disk:.2f} GiB on disk, peak {peak:.1f} GiB")
    app.close()


if __name__ == "__main__":
    main()

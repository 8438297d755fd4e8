"""Spreadsheets as teams keep them, and what is wrong with some."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from yunying.collect.plan import Plan, apply, read_plan
from yunying.core import Refused

SENSORS: list[list[Any]] = [
    ["电商项目埋点方案", None, None, None, None, None, None, None, None],
    [None] * 9,
    [
        "事件英文变量名", "事件显示名", "触发时机",
        "属性英文变量名", "事件属性显示名", "属性值类型", "是否必填", "属性值示例或说明", "开发状态",
    ],
    ["payOrder", "支付订单", "支付成功时", "order_id", "订单ID", "字符串", "是", "如 2024001", "完成"],
    [None, None, None, "order_amount", "订单金额", "数值", "必填", None, None],
    [None, None, None, "is_first", "是否首单", "BOOL", "否", None, None],
    [None] * 9,
    ["$AppStart", "App 启动", None, "$is_first_time", "是否首次", "布尔值", None, None, None],
    ["viewGoods", "浏览商品", "进入详情页", None, None, None, None, None, None],
]  # fmt: skip
CHANGELOG: list[list[Any]] = [["日期", "内容"], [date(2024, 1, 1), "初版"]]
PEOPLE: list[list[Any]] = [
    ["用户属性英文变量名", "用户属性显示名", "属性值类型", "取值范围"],
    ["gender", "性别", "字符串", "男、女"],
    ["register_date", "注册日期", "日期", None],
    ["level", "等级", "数值", "1:普通\n2-黄金;3：铂金"],
]


def workbook(sheets: dict[str, list[list[Any]]], merge: dict[str, list[str]] | None = None) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in (merge or {}).get(name, ()):
            sheet.merge_cells(cells)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def taken(data: bytes, name: str) -> tuple[Plan, list[tuple[int | None, str | None, str]], list[str]]:
    """A file into an empty plan: the plan, the mistakes, what was ignored."""
    draft = read_plan(data, name)
    plan, mistakes = apply(draft, Plan(), replace=False)
    return plan, [(m.row, m.column, m.message) for m in mistakes], draft.ignored


def test_a_workbook_of_several_sheets_with_merged_cells() -> None:
    sheets: dict[str, list[list[Any]]] = {
        "更新记录": [["日期", "内容"], [date(2024, 1, 1), "初版"]],
        "事件": SENSORS,
        "用户属性": PEOPLE,
    }
    plan, mistakes, ignored = taken(workbook(sheets, {"事件": ["A1:I1", "A4:A6", "B4:B6"]}), "埋点.xlsx")
    assert mistakes == []
    assert ignored == ["开发状态"]
    assert {e.name: e.description.zh for e in plan.events} == {
        "$AppStart": "App 启动",
        "payOrder": "支付订单：支付成功时",
        "viewGoods": "浏览商品：进入详情页",
    }
    found = {(p.event, p.name): (p.type, p.required, p.allowed, p.description.zh) for p in plan.properties}
    assert found == {
        ("payOrder", "order_id"): ("text", True, None, "订单ID：如 2024001"),
        ("payOrder", "order_amount"): ("number", True, None, "订单金额"),
        ("payOrder", "is_first"): ("boolean", False, None, "是否首单"),
        ("$AppStart", "$is_first_time"): ("boolean", False, None, "是否首次"),
        ("", "gender"): ("text", False, ("男", "女"), "性别"),
        ("", "register_date"): ("time", False, None, "注册日期"),
        ("", "level"): ("number", False, (1, 2, 3), "等级：1:普通\n2-黄金;3：铂金"),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_what_excel_writes(encoding: str, delimiter: str) -> None:
    rows = [
        ["事件英文名", "事件名称", "负责人", "状态", "属性名(必填)", "属性名称", "类型", "枚举值"],
        ["paid", "支付", "李雷", "已上线", "channel", "渠道", "字符串", "微信|支付宝"],
        ["", "", "", "", "amount", "金额", "INT", ""],
    ]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    # Two columns may be names: the first is what is sent, the other what people call it.
    plan, mistakes, _ = taken(data, "plan.csv")
    assert mistakes == []
    assert (plan.events[0].owner, plan.events[0].status, plan.events[0].description.zh) == (
        "李雷",
        "live",
        "支付",
    )
    assert [(p.name, p.type, p.allowed, p.description.zh) for p in plan.properties] == [
        ("amount", "number", None, "金额"),
        ("channel", "text", ("微信", "支付宝"), "渠道"),
    ]


def test_values_full_of_commas_do_not_make_them_the_delimiter() -> None:
    plan, mistakes, _ = taken(
        "事件名\t属性名\t类型\t取值范围\na\tx\ttext\tp,q,r,s,t,u,v;w\n".encode(), "plan.tsv"
    )
    assert mistakes == []
    assert plan.properties[0].allowed == ("p", "q", "r", "s", "t", "u", "v", "w")


def test_english_headers() -> None:
    data = (
        b"Event Name,Event Description,Property Name,Data Type,Required,Enum,Mode\n"
        b"paid,Order is paid,amount,double,Y,,strict\n"
        b',,channel,string,N,"a, b",\n'
        b"(people),,city,string,,,\n"
    )
    plan, mistakes, ignored = taken(data, "plan.csv")
    assert (mistakes, ignored) == ([], [])
    assert (plan.events[0].description.en, plan.events[0].mode) == ("Order is paid", "enforce")
    assert [(p.event, p.name, p.type, p.required, p.allowed) for p in plan.properties] == [
        ("", "city", "text", False, None),
        ("paid", "amount", "number", True, None),
        ("paid", "channel", "text", False, ("a", "b")),
    ]


def test_all_mistakes_are_told_at_once() -> None:
    rows = [
        "事件名,负责人,属性名,属性类型,是否必填,取值范围,事件状态",
        ",,orphan,字符串,,,",
        "paid,李雷,amount,money,是,,已上线",
        ",韩梅,level,数值,也许,甲,",
        ",,level,数值,,,",
        ",,,字符串,,,",
        ',,vip,布尔,,"是,否",神秘',
        "x" * 256 + ",,,,,,",
        f"seen,{'长' * 201},at,时间,,昨天,",
    ]
    _, mistakes, _ = taken("\n".join(rows).encode(), "plan.csv")
    assert [(row, column) for row, column, _ in mistakes] == [
        (2, "事件名"),
        (3, "属性类型"),
        (4, "负责人"),
        (4, "是否必填"),
        (4, "取值范围"),
        (5, "属性名"),
        (6, "属性名"),
        (7, "事件状态"),
        (8, "事件名"),
        (9, "负责人"),
        (9, "取值范围"),
    ]
    assert "字符串" not in mistakes[0][2]
    assert "数值 (number)" in mistakes[1][2]
    assert "row 3" in mistakes[2][2]
    assert all(message.endswith(".") for _, _, message in mistakes)


def test_two_columns_of_one_meaning() -> None:
    _, mistakes, _ = taken("event,事件编码,属性名\na,b,c\n".encode(), "plan.csv")
    assert [(row, column) for row, column, _ in mistakes] == [(None, "事件编码")]


YAML_MISTAKES = """\
events:
  - name: paid
    status: alive
    owner: [a]
    colour: red
    properties:
      - {name: amount, type: number, required: perhaps}
      - {type: text}
      - name: channel
        allowed: {a: b}
      - {name: amount}
  - just text
people: nobody
"""


def test_yaml_mistakes_have_lines() -> None:
    _, mistakes, _ = taken(YAML_MISTAKES.encode(), "plan.yml")
    assert [(row, column) for row, column, _ in mistakes] == [
        (3, "status"),
        (4, "owner"),
        (5, "events"),
        (7, "required"),
        (8, "properties"),
        (10, "allowed"),
        (11, "name"),
        (12, "events"),
        (12, "events"),
        (13, "people"),
    ]


def test_yaml_by_hand() -> None:
    text = (
        "events:\n- name: on\n- name: 2024\n  description: Paid\n  properties:\n"
        "  - {name: null, allowed: [1, 1.5, yes, 2024-01-01, 012, '1']}\npeople:\n"
    )
    plan, mistakes, _ = taken(text.encode(), "plan.yaml")
    assert mistakes == []
    assert [e.name for e in plan.events] == ["2024", "on"]
    assert plan.events[0].description.en == "Paid"
    assert plan.properties[0].name == "null"
    assert repr(plan.properties[0].allowed) == "(1, 1.5, True, '2024-01-01', 12, '1')"


def bomb() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (70 << 20))
    return sink.getvalue()


def far_cell() -> bytes:
    """A workbook with a cell in the very last row and column, and a header."""
    source = io.BytesIO(workbook({"a": [["事件名"], ["paid"]]}))
    sink = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(entry.filename, content)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("plan.csv", b"", "empty_file"),
        ("plan.csv", b"a,b\n1,2\n", "no_plan_table"),
        ("plan.csv", b"\xff\xff\xff\x81", "not_text"),
        ("plan.csv", '事件名\n"'.encode() + b"x" * 200_000, "bad_csv"),
        ("plan.csv", "事件名\n".encode() + b"a\n" * 100_001, "too_many_rows"),
        ("plan.csv", b"a" * (17 << 20), "file_too_large"),
        ("plan.doc", b"a", "unknown_format"),
        ("plan.xlsx", b"PK nothing", "damaged_file"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "damaged_file"),
        ("plan.xlsx", bomb(), "file_too_large"),
        ("plan.xlsx", far_cell(), "too_many_rows"),
        ("plan.xlsx", workbook({"a": [["x"]]}), "no_plan_table"),
        ("plan.yaml", b"events: [", "bad_yaml"),
        ("plan.yaml", b"[" * 100_000, "bad_yaml"),
        ("plan.yaml", b"events:\n- &a {name: x}\n- *a\n", "yaml_alias"),
        ("plan.yaml", b"a: &a [*a]", "yaml_alias"),
        ("plan.yaml", b"\xff\xfe", "not_text"),
        ("plan.yaml", b"--- a\n--- b\n", "bad_yaml"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_plan(data, name)
    assert refusal.value.code == code

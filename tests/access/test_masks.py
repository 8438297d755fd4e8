"""How values are masked, and which properties are recognised as sensitive."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunying.app.masking import Seals, by_name, by_values, guess, mask, mask_id

MASKED = [
    ("phone", "13812345678", "138****5678"),
    ("phone", 13812345678, "138****5678"),
    ("phone", 13812345678.0, "138****5678"),
    ("phone", "+86 138-1234-5678", "+86138****5678"),
    ("phone", "12345", "***"),
    ("email", "zhang.wei@example.com", "z***@example.com"),
    ("email", "nobody", "***"),
    ("name", "王小明", "王*"),
    ("name", "Zhang Wei", "Z***"),
    ("id_number", "110101199003071234", "110101********1234"),
    ("id_number", "E12345678", "***78"),
    ("address", "北京市朝阳区建国路 1 号", "北京市***"),
    ("address", "广东省深圳市南山区", "广东省***"),
    ("address", "12 Main Street, Springfield", "***, Springfield"),
    ("address", "12 Main Street", "***"),
    ("other", "anything", "***"),
    ("phone", None, None),
    ("phone", True, True),
    ("email", "", ""),
    ("email", '["a@b.cn", "c@d.cn"]', '["a***@b.cn", "c***@d.cn"]'),
    ("name", ["王小明", "Ann"], ["王*", "A***"]),
]


@pytest.mark.parametrize(("kind", "value", "shown"), MASKED)
def test_each_kind_is_masked_its_way(kind: str, value: object, shown: object) -> None:
    assert mask(kind, value) == shown  # type: ignore[arg-type]


@given(
    kind=st.sampled_from(["phone", "email", "name", "id_number", "address", "other"]),
    value=st.text(min_size=4, max_size=40).filter(lambda text: text.strip() == text and len(set(text)) > 3),
)
def test_no_mask_holds_the_whole_value(kind: str, value: str) -> None:
    if not value.startswith("["):
        assert value not in str(mask(kind, value))  # type: ignore[arg-type]


def test_ids_are_masked_where_they_say_who_it_is() -> None:
    shown = [mask_id(i) for i in ("13812345678", "ann@example.com", "110101199003070134", "user-42", "10001")]
    assert shown == ["138****5678", "a***@example.com", mask_id("110101199003070134"), "user-42", "10001"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((n, "phone") for n in ("手机号", "联系电话", "phone", "mobile", "user_phone", "shouji", "phoneNumber")),
        *((n, "email") for n in ("邮箱", "email", "$email", "work-email", "email_address", "E-mail", "youxiang")),
        *((n, "name") for n in ("姓名", "real_name", "realName", "收货人", "customer_name", "xingming", "First Name")),
        *((n, "id_number") for n in ("身份证号码", "id_card", "idCardNo", "passport", "shenfenzheng", "ID number")),
        *((n, "address") for n in ("地址", "收货地址", "address", "home_address", "dizhi", "shipping address")),
    ],
)  # fmt: skip
def test_names_tell(name: str, kind: str) -> None:
    assert by_name(name, "event", "text") == kind


@pytest.mark.parametrize(
    "name",
    [
        "手机型号", "手机品牌", "phone_model", "email_domain", "email_count", "product_name", "city_name", "event_name",
        "ip_address", "IP地址", "页面地址", "mail_template", "name", "order_no", "amount", "city", "address_type",
    ],
)  # fmt: skip
def test_other_names_do_not(name: str) -> None:
    assert by_name(name, "event", "text") is None


def test_what_the_type_tells() -> None:
    assert by_name("email", "person", "boolean") is None and by_name("phone", "person", "time") is None
    assert by_name("phone", "person", "number") == "phone" and by_name("address", "person", "number") is None
    assert by_name("name", "person", "text") == "name"


def test_values_tell() -> None:
    assert by_values("contact", ["13812345678", "139 1234 5678", "+1 650 253 0000", "none"]) == "phone"
    assert by_values("contact", [13812345678.0, 15912345678.0]) == "phone"
    assert by_values("login", ["a@b.cn", "c@d.com", "13812345678"]) == "email"
    assert by_values("证件", ["110101199003070134", "11010519491231002X"]) == "id_number"
    assert by_values("note", ["call 13812345678", "hello", "see a@b.cn for more"]) is None
    assert by_values("anything", []) is None and by_values("flag", [True, None, ""]) is None


@pytest.mark.parametrize(
    "name", ["order_no", "订单号", "orderId", "trade_no", "流水号", "price", "created_time", "sku"]
)
def test_an_order_number_of_eleven_digits_is_no_phone(name: str) -> None:
    assert by_values(name, ["13812345678", "15912345678"]) is None
    assert by_values(name, ["11010519491231002X"]) is None


def test_numbers_that_look_like_others() -> None:
    assert guess("110101199003070135") is None, "its check digit is wrong"
    assert guess("11010519491231002x") == "id_number"
    assert guess("1700000000") is None and guess(1700000000000) is None, "moments"
    assert guess("12812345678") is None and guess("138123456789") is None
    assert guess("a@b") is None and guess("@handle.com") is None and guess("x y@z.com") is None


def test_seals_open_for_their_purpose_only(tmp_path: Path) -> None:
    seals = Seals(tmp_path)
    sealed = seals.seal("13812345678", "project", "value", "phone", shown="138****5678")
    assert sealed.startswith("sealed:138****5678:") and "13812345678" not in sealed
    assert sealed == Seals(tmp_path).seal("13812345678", "project", "value", "phone", shown="138****5678")
    assert Seals(tmp_path).open(sealed, "project", "value", "phone") == "13812345678"
    assert seals.open(sealed, "project", "value", "email") is None
    assert seals.open(sealed, "other", "value", "phone") is None
    assert seals.open(sealed[:-2], "project", "value", "phone") is None
    assert seals.open("sealed:x:!!", "project") is None and seals.open("13812345678", "project") is None
    assert (tmp_path / "seal.key").stat().st_mode & 0o777 == 0o600

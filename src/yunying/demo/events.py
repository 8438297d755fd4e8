"""The catalogue of the simulated events: their names, their properties, and the Arrow schema they come in."""

import pyarrow as pa

EVENTS: dict[str, str] = {
    "sign_up": "a person registers",
    "app_open": "a session begins",
    "search": "a search for content or goods",
    "view_content": "a content item is read or watched",
    "like_content": "a content item is liked",
    "comment_content": "a comment is written under a content item",
    "publish_content": "an author publishes a content item",
    "follow_author": "a person follows an author (the aha moment)",
    "share": "a content item is shared outside the product",
    "invite": "an invitation is sent",
    "check_in": "the daily check-in",
    "view_item": "an item of the shop is looked at",
    "add_to_cart": "an item is put into the cart",
    "checkout": "the cart is taken to the checkout and an order is made",
    "payment_failed": "a payment of an order fails",
    "pay_order": "an order is paid",
    "refund_order": "a paid order is refunded",
    "join_group": "a person joins a chat group",
    "group_message": "a person writes in a chat group",
    "level_up": "a person's growth value reaches the next level",
}

TEXT, NUMBER, BOOLEAN = pa.string(), pa.float64(), pa.bool_()
TIME = pa.timestamp("us", tz="UTC")

# Everything an event can carry; a property that does not belong to an event is null there.
EVENT_PROPERTIES: dict[str, pa.DataType] = {
    "platform": TEXT,
    "app_version": TEXT,
    "device_model": TEXT,
    "entry": TEXT,
    "inviter_id": TEXT,
    "invite_code": TEXT,
    "keyword": TEXT,
    "result_count": NUMBER,
    "content_id": TEXT,
    "content_type": TEXT,
    "topic": TEXT,
    "author_id": TEXT,
    "dwell_seconds": NUMBER,
    "comment_length": NUMBER,
    "share_to": TEXT,
    "streak_days": NUMBER,
    "item_id": TEXT,
    "category": TEXT,
    "price": NUMBER,
    "quantity": NUMBER,
    "order_id": TEXT,
    "item_count": NUMBER,
    "amount": NUMBER,
    "discount": NUMBER,
    "promotion": TEXT,
    "payment_method": TEXT,
    "error_code": TEXT,
    "refund_reason": TEXT,
    "group_id": TEXT,
    "message_type": TEXT,
    "message_length": NUMBER,
    "new_level": NUMBER,
    "growth_value": NUMBER,
}

# What is known about the person: sent with sign_up, and again with the event that changes it.
PERSON_PROPERTIES: dict[str, pa.DataType] = {
    "channel": TEXT,
    "platform_first": TEXT,
    "city": TEXT,
    "province": TEXT,
    "gender": TEXT,
    "age_group": TEXT,
    "interest": TEXT,
    "registered_at": TIME,
    "level": NUMBER,
    "simulated": BOOLEAN,
}

SCHEMA = pa.schema(
    [
        pa.field("event_id", TEXT, nullable=False),
        pa.field("event", TEXT, nullable=False),
        pa.field("time", TIME, nullable=False),
        pa.field("distinct_id", TEXT, nullable=False),
        *(pa.field(name, kind) for name, kind in (EVENT_PROPERTIES | PERSON_PROPERTIES).items()),
    ]
)

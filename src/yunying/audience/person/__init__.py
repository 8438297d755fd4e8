"""One person: who they are, what was said of them and when, where they stand, and how they can be reached."""

from yunying.audience.person.history import Said, history
from yunying.audience.person.identity import SeenId, ids_of
from yunying.audience.person.memberships import Membership, memberships
from yunying.audience.person.messages import MESSAGE_EVENTS, Message, messages
from yunying.audience.person.naming import name_property
from yunying.audience.person.standing import Standing, standing
from yunying.audience.person.value import Worth, guess_worth, worth

__all__ = [
    "MESSAGE_EVENTS",
    "Membership",
    "Message",
    "Said",
    "SeenId",
    "Standing",
    "Worth",
    "guess_worth",
    "history",
    "ids_of",
    "memberships",
    "messages",
    "name_property",
    "standing",
    "worth",
]

"""Texts that look like an e-mail address, a phone number or a number of a document: what is masked for some members.

Rather one too many: such a text is then found by them only when it is typed in whole.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]
_ID = (
    r"^\s*(?:\S+@\S+|(?:\+|00)[\d ()-]{8,}|(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?\d{3,4}\)?[-. ][\d-. ]{7,9}|"
    r"\d{15,18}[xX]?)\s*$"
)
_VALUE = r"\S@\S|\d[\d -]{6,}"


def telling_ids(texts: pa.Array) -> Mask:
    """Ids that are such a text as a whole: other ids are shown as they are."""
    return _match(texts, _ID)


def telling_values(texts: pa.Array) -> Mask:
    """Values of properties that are, or hold, such a text."""
    return _match(texts, _VALUE)


def _match(texts: pa.Array, pattern: str) -> Mask:
    found: Mask = pc.fill_null(pc.match_substring_regex(texts, pattern), False).to_numpy(zero_copy_only=False)
    return found

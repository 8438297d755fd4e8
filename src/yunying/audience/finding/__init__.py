"""Finding people by what somebody has of them: an id, a phone number, a name in characters or pinyin.

The index is a folder of sorted tokens (`parts`, `index`), made and brought up to date by `keeping`; `words` says what
a value is found by, and `finder` answers a search, also while the index is behind.
"""

from yunying.audience.finding.finder import Finder, Found
from yunying.audience.finding.keeping import Place, forget, refresh

__all__ = ["Finder", "Found", "Place", "forget", "refresh"]

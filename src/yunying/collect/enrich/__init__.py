"""What an event says between its lines: browser, device, campaign, channel, place, and whether it is production."""

from yunying.collect.enrich.enricher import Enricher, Mark
from yunying.collect.enrich.places import Geo, GeoFile, Place

__all__ = ["Enricher", "Geo", "GeoFile", "Mark", "Place"]

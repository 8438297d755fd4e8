"""What an event says between its lines: browser, device, campaign, channel, place, and whether it is production."""

from yunying.collect.enrich.enricher import Enricher, Mark
from yunying.collect.enrich.places import Geo, GeoFile, Place
from yunying.collect.enrich.staff import staff_in

__all__ = ["Enricher", "Geo", "GeoFile", "Mark", "Place", "staff_in"]

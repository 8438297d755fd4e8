"""`/metrics` for Prometheus: whether data arrives and becomes answers, in figures. For this machine only.

What it says is made when it is asked for; a project that cannot be looked over shows as not up instead of failing
the others.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterator

from fastapi import FastAPI, Request, Response
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from yunying.app import App
from yunying.core import Denied
from yunying.store.cache_budget import size_of

log = logging.getLogger("yunying.web")
_SOURCE = ["project", "source"]


class _Streams(Collector):
    """One look over every project's stream."""

    def __init__(self, app: App) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Every figure."""
        up = GaugeMetricFamily(
            "yunying_source_up", "1 where a question counts the source's events", labels=_SOURCE
        )
        accepted = CounterMetricFamily("yunying_events_accepted", "Events accepted", labels=_SOURCE)
        stored = GaugeMetricFamily("yunying_events_stored_24h", "Events stored, 24 hours", labels=_SOURCE)
        refused = GaugeMetricFamily("yunying_events_refused_24h", "Events refused, 24 hours", labels=_SOURCE)
        lag = GaugeMetricFamily(
            "yunying_source_lag_seconds", "Age of the oldest event that waits", labels=_SOURCE
        )
        newest = GaugeMetricFamily(
            "yunying_source_last_received_timestamp_seconds", "Last receipt", labels=_SOURCE
        )
        waiting = GaugeMetricFamily("yunying_log_waiting_events", "Events that wait", labels=["project"])
        size = GaugeMetricFamily("yunying_log_bytes", "Size of the landing log", labels=["project"])
        well = GaugeMetricFamily(
            "yunying_project_up", "1 where the project can be looked over", labels=["project"]
        )
        for project in self._app.workspace.projects.all():
            try:
                health = self._app.health.of(project)
            except Exception:
                log.exception("Project %s cannot be looked over", project.name)
                well.add_metric([project.name], 0)
                continue
            well.add_metric([project.name], 1)
            waiting.add_metric([project.name], health["log"]["waiting"])
            size.add_metric([project.name], health["log"]["bytes"])
            for source in health["sources"]:
                labels = [project.name, source["name"]]
                up.add_metric(labels, source["state"] == "ok")
                accepted.add_metric(labels, source["ever"])
                stored.add_metric(labels, source["stored"])
                refused.add_metric(labels, source["refused"])
                lag.add_metric(labels, source["lag_seconds"] or 0)
                if source["last_received_at"] is not None:
                    newest.add_metric(labels, source["last_received_at"].timestamp())
        cache = GaugeMetricFamily("yunying_hot_columns_bytes", "Size of the cache of hot columns")
        cache.add_metric([], size_of(self._app.settings.caches))
        yield from (up, accepted, stored, refused, lag, newest, waiting, size, well, cache)


def install(api: FastAPI, app: App) -> None:
    """Answer at `/metrics`."""
    registry = CollectorRegistry()
    registry.register(_Streams(app))

    @api.get("/metrics", include_in_schema=False)
    def metrics(request: Request) -> Response:
        client = request.client.host if request.client else "127.0.0.1"
        if not _near(client):
            raise Denied("local_only", "Figures for Prometheus are given to this machine only.", status=403)
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(registry), headers={"Content-Type": content_type})


def _near(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False

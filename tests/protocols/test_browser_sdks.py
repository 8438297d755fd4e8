"""The real browser SDKs, unchanged but for the address, on a page of another origin than the collector.

Each says who somebody is, tracks something, and tracks something more as the page is left.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.protocols.harness import Server

from yunying.collect.records import Record

pytestmark = pytest.mark.xdist_group("browser-sdks")

VISIT = "shop/?utm_source=weibo&utm_campaign=spring"


@pytest.fixture
def page(browser: Browser, site: str, server: Server) -> Iterator[Page]:
    """A page of the site. Whatever it asks another machine for, or fails at, fails the test."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    ours = (site, server.address, "blob:", "data:")
    page.on("request", lambda r: None if r.url.startswith(ours) else errors.append(f"asked for {r.url}"))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto(f"{site}/{VISIT}")
    yield page
    context.close()
    assert errors == []


def _run(page: Page, server: Server, script: str, file: str, how: str = "") -> None:
    page.add_script_tag(url=f"/{file}")
    said = {"address": server.address, "key": server.write_key, "how": how}
    page.evaluate(f"async ({{ address, key, how }}) => {{ {script} }}", said)


def _leave(page: Page, script: str) -> None:
    """Say something and leave at once, as a click on a link does."""
    page.evaluate(f"() => {{ {script}; location.href = '/elsewhere/'; }}")
    page.wait_for_url("**/elsewhere/")


def _check(record: Record, page_url: str | None = "/shop/") -> None:
    """What every browser SDK must tell of an event."""
    assert record.properties["amount"] == 99.5
    assert record.device
    assert not record.profile
    assert record.event_id
    assert record.time is not None
    if page_url is not None:
        assert page_url in record.properties["$url"]


def _one_person(records: list[Record], known: str) -> None:
    """Whoever did something before they were known is linked to who they are."""
    anonymous = {record.distinct_id for record in records} - {known}
    assert anonymous
    linked = {link.other for record in records if record.distinct_id == known for link in record.links}
    assert anonymous <= linked


def test_segment(page: Page, server: Server) -> None:
    file = "@segment/analytics-next/dist/umd/index.js"
    _run(
        page,
        server,
        """
        window.analytics = AnalyticsNext.AnalyticsBrowser.load(
          { writeKey: key, cdnURL: address },
          { integrations: { "Segment.io": { deliveryStrategy: { config: { keepalive: true } } } } },
        );
        await analytics.page();
        await analytics.track("order paid", { amount: 99.5 });
        await analytics.identify("u-17", { city: "上海" });
        """,
        file,
    )
    _leave(page, 'analytics.track("left")')
    records = server.until(lambda found: len(found) == 4)
    viewed, paid, identified, left = records
    _check(paid)
    assert viewed.event == "$pageview"
    assert paid.properties["$utm_source"] == "weibo"
    assert paid.properties["$utm_campaign"] == "spring"
    assert paid.properties["$language"] == "zh-CN"
    assert paid.properties["$timezone"] == "Asia/Shanghai"
    assert "Chrome" in paid.properties["$user_agent"]
    assert identified.person is not None
    assert identified.person.set == {"city": "上海"}
    assert (left.event, left.distinct_id) == ("left", "u-17")
    _one_person(records, "u-17")


def test_segment_in_batches(page: Page, server: Server) -> None:
    _run(
        page,
        server,
        """
        window.analytics = AnalyticsNext.AnalyticsBrowser.load(
          { writeKey: key, cdnURL: address },
          { integrations: { "Segment.io": { deliveryStrategy: { strategy: "batching" } } } },
        );
        await analytics.ready();
        """,
        "@segment/analytics-next/dist/umd/index.js",
    )
    page.evaluate('() => { for (let i = 0; i < 3; i++) analytics.track("order paid", { amount: 99.5 }); }')
    page.wait_for_timeout(200)
    _leave(page, "0")
    records = server.until(lambda found: len(found) == 3)
    assert {request.path for _, request in server.requests()} == {"/v1/b"}
    _check(records[0])


@pytest.mark.parametrize("how", ["xhr", "beacon"])
def test_rudderstack(page: Page, server: Server, how: str) -> None:
    _run(
        page,
        server,
        """
        window.analytics = new rudderanalytics.RudderAnalytics();
        analytics.load(key, address, { configUrl: address, useBeacon: how === "beacon" });
        await new Promise((ready) => analytics.ready(ready));
        analytics.page();
        analytics.track("order paid", { amount: 99.5 });
        analytics.identify("u-17", { city: "上海" });
        """,
        "@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js",
        how,
    )
    if how == "beacon":
        _leave(page, 'analytics.track("left")')
    records = server.until(lambda found: len(found) == (4 if how == "beacon" else 3))
    by_event = {record.event: record for record in records}
    _check(by_event["order paid"])
    assert by_event["$profile"].person is not None
    assert by_event["$profile"].person.set == {"city": "上海"}
    _one_person(records, "u-17")


def test_posthog(page: Page, server: Server) -> None:
    _run(
        page,
        server,
        """
        await new Promise((loaded) => posthog.init(key, {
          api_host: address, opt_out_useragent_filter: true, loaded,  // this browser says that it is a robot
        }));
        posthog.capture("order paid", { amount: 99.5 });
        posthog.identify("u-17", { city: "上海" });
        """,
        "posthog-js/dist/array.full.no-external.js",
    )
    server.named("order paid")
    _leave(page, 'posthog.capture("left")')
    server.named("left")
    records = server.records()
    by_event = {record.event: record for record in records}
    _check(by_event["order paid"])
    assert by_event["order paid"].properties["$utm_source"] == "weibo"
    assert by_event["$pageview"].properties["$title"] == "Shop"
    assert by_event["$identify"].person is not None
    assert by_event["$identify"].person.set["city"] == "上海"
    assert by_event["left"].distinct_id == "u-17"
    _one_person(records, "u-17")


@pytest.mark.parametrize("how", ["image", "ajax", "beacon"])
def test_sensors(page: Page, server: Server, how: str) -> None:
    _run(
        page,
        server,
        """
        window.sensors = window["sensorsDataAnalytic201505"];
        sensors.init({ server_url: `${address}/sa?project=${key}`, send_type: how, show_log: false });
        sensors.quick("autoTrack");
        sensors.track("order_paid", { amount: 99.5 });
        sensors.login("u-17");
        sensors.setProfile({ city: "上海" });
        """,
        "sa-sdk-javascript/dist/web/sensorsdata.js",
        how,
    )
    server.until(lambda found: any(r.person and r.person.set for r in found))
    if how == "beacon":  # nothing else promises to go out while a page is being left
        _leave(page, 'sensors.track("left")')
        server.named("left")
    records = server.records()
    by_event = {record.event: record for record in records}
    _check(by_event["order_paid"], None)
    assert by_event["$pageview"].properties["$utm_source"] == "weibo"
    assert by_event["order_paid"].sent is not None
    assert by_event["$profile_set"].person is not None
    assert by_event["$profile_set"].person.set == {"city": "上海"}
    assert by_event["$SignUp"].distinct_id == "u-17"
    _one_person(records, "u-17")


@pytest.mark.parametrize("how", ["base64", "json"])
def test_mixpanel(page: Page, server: Server, how: str) -> None:
    _run(
        page,
        server,
        """
        mixpanel.init(key, { api_host: address, api_payload_format: how, track_pageview: true,
          batch_flush_interval_ms: 200 });
        mixpanel.track("order paid", { amount: 99.5 });
        mixpanel.identify("u-17");
        mixpanel.people.set({ city: "上海" });
        """,
        "mixpanel-browser/dist/mixpanel.umd.js",
        how,
    )
    server.until(lambda found: any(r.person and r.person.set.get("city") for r in found))
    _leave(page, 'mixpanel.track("left", {}, { transport: "sendBeacon", send_immediately: true })')
    server.named("left")
    records = server.records()
    by_event = {record.event: record for record in records}
    _check(by_event["order paid"])
    changes = [record.person for record in records if record.person is not None]
    assert any(change.set.get("city") == "上海" for change in changes)
    assert by_event["left"].distinct_id == "u-17"
    _one_person([r for r in records if r.event != "$profile"], "u-17")


def test_amplitude(page: Page, server: Server) -> None:
    _run(
        page,
        server,
        """
        amplitude.init(key, {
          serverUrl: `${address}/2/httpapi`, fetchRemoteConfig: false, autocapture: { pageViews: true },
        });
        await amplitude.track("order paid", { amount: 99.5 }).promise;
        amplitude.setUserId("u-17");
        await amplitude.identify(new amplitude.Identify().set("city", "上海")).promise;
        """,
        "@amplitude/analytics-browser/lib/scripts/amplitude-min.umd.js",
    )
    page.evaluate(
        "() => addEventListener('pagehide', () => { amplitude.setTransport('beacon'); amplitude.flush(); })"
    )
    _leave(page, 'amplitude.track("left")')
    server.named("left")
    records = server.records()
    by_event = {record.event: record for record in records}
    _check(by_event["order paid"], None)
    viewed = by_event["[Amplitude] Page Viewed"]
    assert "/shop/" in viewed.properties["$url"]
    assert viewed.properties["$title"] == "Shop"
    assert any(r.person and r.person.set.get("city") == "上海" for r in records)
    assert by_event["left"].distinct_id == "u-17"
    _one_person(records, "u-17")

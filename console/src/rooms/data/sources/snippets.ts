/**
 * What to put into a program so that it sends here. Each is run against a server by the tests of the protocols
 * (those of `docs/collecting.md`, which a test holds equal to these) or of this page.
 */
import type { SourceKind } from "@/contract";

export type Language = "python" | "node" | "browser" | "curl";

export interface Snippet {
  language: Language;
  /** What must be installed first. */
  install?: string;
  code: string;
}

const curl = (path: string, body: string) => `curl -sS "https://collect.example${path}" \\
  -u "WRITE_KEY:" -H "Content-Type: application/json" -d '${body}'`;

const OWN_EVENT = `{
  "event": "order paid", "distinct_id": "u-17",
  "properties": {"amount": 99.5}, "person": {"set": {"city": "上海"}}
}`;

const SEGMENT_CURL: Snippet = {
  language: "curl",
  code: curl(
    "/v1/track",
    `{
  "userId": "u-17", "anonymousId": "a-1",
  "event": "order paid", "properties": {"amount": 99.5}
}`,
  ),
};

const SNIPPETS: Record<SourceKind, Snippet[]> = {
  api: [
    { language: "curl", code: curl("/v1/events", OWN_EVENT) },
    {
      language: "python",
      install: "pip install requests",
      code: `import requests

requests.post(
    "https://collect.example/v1/events",
    headers={"Authorization": "Bearer WRITE_KEY"},
    json={
        "event": "order paid",
        "distinct_id": "u-17",
        "properties": {"amount": 99.5},
        "person": {"set": {"city": "上海"}},
    },
).raise_for_status()`,
    },
    {
      language: "node",
      code: `await fetch("https://collect.example/v1/events", {
  method: "POST",
  headers: { Authorization: "Bearer WRITE_KEY", "Content-Type": "application/json" },
  body: JSON.stringify({ event: "order paid", distinct_id: "u-17", properties: { amount: 99.5 } }),
});`,
    },
    {
      language: "browser",
      code: `fetch("https://collect.example/v1/events?write_key=WRITE_KEY", {
  method: "POST",
  keepalive: true,
  body: JSON.stringify({ event: "order paid", distinct_id: "u-17", properties: { amount: 99.5 } }),
});`,
    },
  ],
  segment: [
    {
      language: "browser",
      install: "npm install @segment/analytics-next",
      code: `import { AnalyticsBrowser } from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load({ writeKey: "WRITE_KEY", cdnURL: "https://collect.example" });
analytics.page();
analytics.track("order paid", { amount: 99.5 });
analytics.identify("u-17", { city: "上海" });`,
    },
    {
      language: "python",
      install: "pip install segment-analytics-python",
      code: `from segment.analytics.client import Client

analytics = Client("WRITE_KEY", host="https://collect.example")
analytics.identify("u-17", {"city": "上海"}, anonymous_id="a-1")
analytics.track("u-17", "order paid", {"amount": 99.5})
analytics.shutdown()`,
    },
    {
      language: "node",
      install: "npm install @segment/analytics-node",
      code: `import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: "WRITE_KEY", host: "https://collect.example" });
analytics.identify({ userId: "u-17", anonymousId: "a-1", traits: { city: "上海" } });
analytics.track({ userId: "u-17", event: "order paid", properties: { amount: 99.5 } });
await analytics.closeAndFlush();`,
    },
    SEGMENT_CURL,
  ],
  rudderstack: [
    {
      language: "browser",
      install: "npm install @rudderstack/analytics-js",
      code: `import { RudderAnalytics } from "@rudderstack/analytics-js";

const analytics = new RudderAnalytics();
analytics.load("WRITE_KEY", "https://collect.example", { configUrl: "https://collect.example" });
analytics.page();
analytics.track("order paid", { amount: 99.5 });
analytics.identify("u-17", { city: "上海" });`,
    },
    {
      language: "python",
      install: "pip install rudder-sdk-python",
      code: `from rudderstack.analytics.client import Client

analytics = Client("WRITE_KEY", host="https://collect.example")
analytics.identify("u-17", {"city": "上海"}, anonymous_id="a-1")
analytics.track("u-17", "order paid", {"amount": 99.5})
analytics.flush()
analytics.join()`,
    },
    SEGMENT_CURL,
  ],
  posthog: [
    {
      language: "browser",
      install: "npm install posthog-js",
      code: `import posthog from "posthog-js";

posthog.init("WRITE_KEY", { api_host: "https://collect.example" });
posthog.capture("order paid", { amount: 99.5 });
posthog.identify("u-17", { city: "上海" });`,
    },
    {
      language: "python",
      install: "pip install posthog",
      code: `from posthog import Posthog

posthog = Posthog("WRITE_KEY", host="https://collect.example")
posthog.set(distinct_id="u-17", properties={"city": "上海"})
posthog.capture("order paid", distinct_id="u-17", properties={"amount": 99.5})
posthog.alias(previous_id="u-17", distinct_id="a-1")
posthog.shutdown()`,
    },
    {
      language: "node",
      install: "npm install posthog-node",
      code: `import { PostHog } from "posthog-node";

const posthog = new PostHog("WRITE_KEY", { host: "https://collect.example" });
posthog.identify({ distinctId: "u-17", properties: { city: "上海" } });
posthog.capture({ distinctId: "u-17", event: "order paid", properties: { amount: 99.5 } });
posthog.alias({ distinctId: "u-17", alias: "a-1" });
await posthog.shutdown();`,
    },
    {
      language: "curl",
      code: `curl -sS "https://collect.example/capture/" -H "Content-Type: application/json" -d '{
  "api_key": "WRITE_KEY", "distinct_id": "u-17",
  "event": "order paid", "properties": {"amount": 99.5}
}'`,
    },
  ],
  sensors: [
    {
      language: "browser",
      install: "npm install sa-sdk-javascript",
      code: `import sensors from "sa-sdk-javascript";

sensors.init({ server_url: "https://collect.example/sa?project=WRITE_KEY", send_type: "beacon" });
sensors.quick("autoTrack");
sensors.track("order_paid", { amount: 99.5 });
sensors.login("u-17");
sensors.setProfile({ city: "上海" });`,
    },
    {
      language: "python",
      install: "pip install SensorsAnalyticsSDK",
      code: `from sensorsanalytics import DefaultConsumer, SensorsAnalytics

sa = SensorsAnalytics(DefaultConsumer("https://collect.example/sa?project=WRITE_KEY"))
sa.track_signup("u-17", "a-1")
sa.profile_set("u-17", {"city": "上海"}, is_login_id=True)
sa.track("u-17", "order_paid", {"amount": 99.5}, is_login_id=True)
sa.close()`,
    },
    {
      language: "curl",
      code: `curl -sS "https://collect.example/sa?project=WRITE_KEY" --data-urlencode "data=$(echo '{
  "type": "track", "event": "order_paid", "distinct_id": "u-17", "properties": {"amount": 99.5}
}' | base64 | tr -d '\\n')"`,
    },
  ],
  mixpanel: [
    {
      language: "browser",
      install: "npm install mixpanel-browser",
      code: `import mixpanel from "mixpanel-browser";

mixpanel.init("WRITE_KEY", { api_host: "https://collect.example" });
mixpanel.track("order paid", { amount: 99.5 });
mixpanel.identify("u-17");
mixpanel.people.set({ city: "上海" });`,
    },
    {
      language: "python",
      install: "pip install mixpanel",
      code: `from mixpanel import Consumer, Mixpanel

address = "https://collect.example"
mp = Mixpanel("WRITE_KEY", Consumer(f"{address}/track", f"{address}/engage", f"{address}/import"))
mp.people_set("u-17", {"city": "上海"})
mp.track("u-17", "order paid", {"amount": 99.5, "$user_id": "u-17", "$device_id": "a-1"})`,
    },
    {
      language: "curl",
      code: `curl -sS "https://collect.example/track?verbose=1" -H "Content-Type: application/json" -d '[{
  "event": "order paid",
  "properties": {"token": "WRITE_KEY", "distinct_id": "u-17", "amount": 99.5}
}]'`,
    },
  ],
  amplitude: [
    {
      language: "browser",
      install: "npm install @amplitude/analytics-browser",
      code: `import * as amplitude from "@amplitude/analytics-browser";

amplitude.init("WRITE_KEY", {
  serverUrl: "https://collect.example/2/httpapi",
  fetchRemoteConfig: false,
});
amplitude.track("order paid", { amount: 99.5 });
amplitude.setUserId("u-17");
amplitude.identify(new amplitude.Identify().set("city", "上海"));`,
    },
    {
      language: "python",
      install: "pip install amplitude-analytics",
      code: `from amplitude import Amplitude, BaseEvent, EventOptions, Identify

client = Amplitude("WRITE_KEY")
client.configuration.server_url = "https://collect.example/2/httpapi"
client.configuration.flush_interval_millis = 1_000  # the program ends that long after the shutdown
client.identify(Identify().set("city", "上海"), EventOptions(user_id="u-17", device_id="a-1"))
client.track(BaseEvent("order paid", user_id="u-17", event_properties={"amount": 99.5}))
client.shutdown()`,
    },
    {
      language: "curl",
      code: `curl -sS "https://collect.example/2/httpapi" -H "Content-Type: application/json" -d '{
  "api_key": "WRITE_KEY",
  "events": [{"user_id": "u-17", "event_type": "order paid", "event_properties": {"amount": 99.5}}]
}'`,
    },
  ],
  ga4: [
    {
      language: "curl",
      code: `curl -sS "https://collect.example/mp/collect?api_secret=WRITE_KEY&measurement_id=G-1" -d '{
  "client_id": "a-1", "user_id": "u-17",
  "user_properties": {"city": {"value": "上海"}},
  "events": [{"name": "order paid", "params": {"amount": 99.5}}]
}'`,
    },
  ],
};

export const KINDS = Object.keys(SNIPPETS) as SourceKind[];

/** The snippets of a kind, with the address and the key in their places. */
export const snippets = (kind: SourceKind, address: string, key: string): Snippet[] =>
  SNIPPETS[kind].map((one) => ({
    ...one,
    code: one.code.replaceAll("https://collect.example", address).replaceAll("WRITE_KEY", key),
  }));

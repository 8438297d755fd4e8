// The real Node SDKs, unchanged but for the address: `node send.mjs segment|posthog ADDRESS KEY`.
import { Analytics } from "@segment/analytics-node";
import { PostHog } from "posthog-node";

const [, , name, address, key] = process.argv;

const senders = {
  async segment() {
    const analytics = new Analytics({ writeKey: key, host: address });
    analytics.on("error", fail);
    analytics.track({ userId: "u-17", event: "order paid", properties: { amount: 99.5 } });
    analytics.identify({ userId: "u-17", anonymousId: "a-1", traits: { city: "上海" } });
    await analytics.closeAndFlush();
  },
  async posthog() {
    const posthog = new PostHog(key, { host: address });
    posthog.on("error", fail);
    posthog.capture({ distinctId: "u-17", event: "order paid", properties: { amount: 99.5 } });
    posthog.identify({ distinctId: "u-17", properties: { city: "上海" } });
    posthog.alias({ distinctId: "u-17", alias: "a-1" });
    const flags = await posthog.getAllFlags("u-17");
    if (Object.keys(flags).length > 0) fail(flags);
    await posthog.shutdown();
  },
};

function fail(error) {
  console.error(error);
  process.exitCode = 1;
}

await senders[name]();

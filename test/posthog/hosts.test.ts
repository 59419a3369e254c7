import { describe, expect, test } from "vitest";
import { appHost, ingestionHost } from "../../src/posthog/hosts.ts";

describe("PostHog's two clouds have two hosts each", () => {
  test.each([
    ["https://us.posthog.com", "https://us.posthog.com", "https://us.i.posthog.com"],
    ["https://us.i.posthog.com/", "https://us.posthog.com", "https://us.i.posthog.com"],
    ["https://eu.posthog.com/", "https://eu.posthog.com", "https://eu.i.posthog.com"],
    ["https://app.posthog.com", "https://us.posthog.com", "https://us.i.posthog.com"],
    ["http://localhost:8010", "http://localhost:8010", "http://localhost:8010"],
    ["https://posthog.example.com", "https://posthog.example.com", "https://posthog.example.com"],
  ])("%s", (host, app, ingestion) => {
    expect([appHost(host), ingestionHost(host)]).toEqual([app, ingestion]);
  });

  test.each(["us.posthog.com", "ftp://us.posthog.com", ""])("%j is no address", (host) => {
    expect(() => appHost(host)).toThrow(expect.objectContaining({ kind: "config" }));
  });
});

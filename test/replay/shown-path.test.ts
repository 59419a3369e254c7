import { expect, test } from "vitest";
import { shownPath } from "../../src/replay/shown-path.ts";

test.each([
  "-",
  "events.jsonl",
  "fixtures/mux/mux-posthog-capture.jsonl",
  "../logs/2026-06-12.jsonl.gz",
  "logs/part 1.jsonl",
])("%s is shown as it is", (path) => {
  expect(shownPath(path, 3)).toBe(path);
});

test.each([
  "logs/ada@example.org.jsonl",
  "/home/ada/events.jsonl",
  "../../home/ada/events.jsonl",
  "../Users/ada/events.jsonl",
  "/vol/events.jsonl",
  "C:\\logs\\events.jsonl",
  "logs/4f9a3c52-8d7e-4b1a-9c3d-2e5f6a7b8c9d.jsonl",
])("%s is shown by its position", (path) => {
  expect(shownPath(path, 3)).toBe("log-3");
});

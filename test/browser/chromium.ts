import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser on this machine, `CHROMIUM` before the usual places; undefined where there is none. */
export function chromiumPath(): string | undefined {
  return [process.env["CHROMIUM"] ?? "", ...PLACES].find((path) => path !== "" && existsSync(path));
}

/** Whether browser tests may be left out: where there is no browser, and nobody relies on them. */
export function isChromiumMissing(): boolean {
  return chromiumPath() === undefined && process.env["CI"] !== "true";
}

/** Starts it with a new profile and without traffic of its own. Throws where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined)
    throw new Error(
      "Chromium is missing: install the package chromium, or set CHROMIUM to its path",
    );
  const flags = `
    headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking
    disable-component-update disable-sync
  `;
  const args = flags
    .trim()
    .split(/\s+/)
    .map((flag) => `--${flag}`);
  return chromium.launch({ executablePath, args });
}

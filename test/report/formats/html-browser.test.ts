import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { html } from "../../../src/report/formats/html.ts";
import { isChromiumMissing, launchChromium } from "../../browser/chromium.ts";
import { folder } from "../../disk/folder.ts";
import { finding, many, outcome } from "./found.ts";

const found = [
  finding({ pointer: `properties.${"long_name_".repeat(30)}` }),
  ...many(3, { severity: "warning", path: "<b>&amp;" }),
];

test.skipIf(isChromiumMissing())(
  "a browser shows it without script, network or complaint, light and dark",
  { timeout: 60_000 },
  async () => {
    const file = join(await folder(), "report.html");
    writeFileSync(file, html.render(outcome(found)));
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
      const page = await context.newPage();
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => void asked.push(request.url()));
      page.on("console", (message) => void complaints.push(message.text()));
      page.on("pageerror", (error) => void complaints.push(error.message));
      await page.goto(pathToFileURL(file).href);
      expect(asked).toEqual([pathToFileURL(file).href]);
      expect(complaints).toEqual([]);
      expect(await page.title()).toBe("assay replay");
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("assay replay");
      expect(await page.getByRole("rowheader").count()).toBe(5);
      expect(await page.getByRole("cell", { name: "<b>&amp;:3" }).count()).toBe(3);

      const back = async (colorScheme: "light" | "dark"): Promise<string> => {
        await page.emulateMedia({ colorScheme });
        return (await page.screenshot({ clip: { x: 0, y: 0, width: 1, height: 1 } })).toString(
          "hex",
        );
      };
      expect(await back("light")).not.toBe(await back("dark"));
      await page.setViewportSize({ width: 320, height: 640 });
      const main = await page.locator("main").boundingBox();
      expect(main?.width).toBeLessThanOrEqual(320);
    } finally {
      await browser.close();
    }
  },
);

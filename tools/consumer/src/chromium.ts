/** Opens a page of a folder in headless Chromium. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";
import { preview } from "vite";

/** Where Chromium is: `CHROMIUM_PATH`, else the first of its usual names on `PATH`, else undefined. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  if (named) return existsSync(named) ? named : undefined;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

// As in the browser tests: software WebGL, so that the page runs on a machine without a GPU.
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** What a page did. */
export interface PageReport {
  /** The arguments of its first `console.log`, typed arrays as arrays of numbers. */
  readonly logged: readonly unknown[];
  /** Errors and warnings, of the console and uncaught. */
  readonly complaints: readonly string[];
}

/** Serves `folder/dist` and opens it, until the page logs something or an error is thrown in it. */
export async function openBuiltPage(folder: string, executablePath: string): Promise<PageReport> {
  const server = await preview({
    root: folder,
    configFile: false,
    logLevel: "silent",
    preview: { port: 0 },
  });
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(240_000); // seconds of an idle machine are minutes of one that is not
    const complaints: string[] = [];
    const logged = new Promise<readonly unknown[]>((resolve, reject) => {
      page.on("pageerror", reject);
      page.on("console", (message) => {
        if (message.type() !== "log") {
          complaints.push(message.text());
          return;
        }
        const plain = message.args().map((handle) =>
          // Runs in the page.
          handle.evaluate((value: unknown) =>
            ArrayBuffer.isView(value) ? Array.from(value as unknown as number[]) : value,
          ),
        );
        Promise.all(plain).then(resolve, reject);
      });
    });
    await page.goto(server.resolvedUrls?.local[0] ?? "");
    return { logged: await logged, complaints };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Opens a page of a folder in headless Chromium. */
import { chromium, type Page } from "playwright";
import { preview } from "vite";

// As in the browser tests: software WebGL, so that the page runs on a machine without a GPU.
const chromiumFlags = [
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

/** Serves a folder's built page and opens it; patient, for seconds of an idle machine are minutes of one that is not. */
export async function withBuiltPage<T>(
  folder: string,
  work: (page: Page, open: () => Promise<unknown>) => Promise<T>,
  { executablePath, outDir = "dist" }: { executablePath: string; outDir?: string },
): Promise<T> {
  const server = await preview({
    root: folder,
    configFile: false,
    logLevel: "silent",
    build: { outDir },
    preview: { port: 0 },
  });
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(240_000);
    return await work(page, () => page.goto(server.resolvedUrls?.local[0] ?? ""));
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Opens the page in `folder/dist`, until it logs something or an error is thrown in it. */
export function openBuiltPage(folder: string, executablePath: string): Promise<PageReport> {
  return withBuiltPage(
    folder,
    async (page, open) => {
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
      await open();
      return { logged: await logged, complaints };
    },
    { executablePath },
  );
}

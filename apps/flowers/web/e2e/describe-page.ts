/** Tests of the built page in headless Chromium; skipped where there is none. */
import { chromiumFlags, findChromium } from "@flowers-tools/testing/config";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe } from "vitest";
import { cameraFlags } from "./camera-flags";
import { type PageServer, servePage } from "./page-server";
import { type StillFilm, stillFilm } from "./still-film";
import { Visitor } from "./visitor";

const executablePath = findChromium();

/** Opens the page for somebody who was never there. `scripts` runs before each of the page's own. */
export type Arrive = (scripts?: string) => Promise<Visitor>;

/** There is a camera, which films itself, or shows `picture`, which stands still. */
export function describePage(
  name: string,
  tests: (arrive: Arrive) => void,
  picture?: () => Promise<Buffer>,
): void {
  describe.skipIf(!executablePath)(name, () => {
    let server: PageServer;
    let browser: Browser;
    let film: StillFilm | undefined;

    beforeAll(async () => {
      server = await servePage();
      film = picture && (await stillFilm(await picture()));
      browser = await chromium.launch({
        executablePath,
        args: [...chromiumFlags, ...cameraFlags, ...(film ? [film.flag] : [])],
      });
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      await film?.remove();
    });

    tests((scripts) => Visitor.arrive(browser, server.url, scripts));
  });
}

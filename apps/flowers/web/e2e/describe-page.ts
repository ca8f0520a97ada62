/** Tests of the built page in headless Chromium; skipped where there is none. */
import { chromiumFlags, findChromium, graphicsFlags } from "@flowers-tools/testing/config";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe } from "vitest";
import { cameraFlags } from "./camera-flags";
import { type PageServer, servePage } from "./page-server";
import { type StillFilm, stillFilm } from "./still-film";
import { Visitor } from "./visitor";

const executablePath = findChromium();

/** Opens the page for somebody who was never there. `scripts` runs before each of the page's own. */
export type Arrive = (scripts?: string) => Promise<Visitor>;

/** What a test needs that most do not. */
export interface PageNeeds {
  /** WebGL and WebGPU, in software. */
  readonly graphics?: boolean;
  /** What the camera shows, and goes on showing; without it, it films itself. */
  readonly picture?: () => Promise<Buffer>;
}

export function describePage(
  name: string,
  tests: (arrive: Arrive) => void,
  { graphics = false, picture }: PageNeeds = {},
): void {
  describe.skipIf(!executablePath)(name, () => {
    let server: PageServer;
    let browser: Browser;
    let film: StillFilm | undefined;

    beforeAll(async () => {
      server = await servePage();
      film = picture && (await stillFilm(await picture()));
      const flags = graphics ? graphicsFlags : chromiumFlags;
      browser = await chromium.launch({
        executablePath,
        args: [...flags, ...cameraFlags, ...(film ? [film.flag] : [])],
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

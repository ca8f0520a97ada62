/** The first minute: one press from nothing to a network that answers, as a visitor sees it. */
import { expect, it } from "vitest";
import { paintPng } from "../../cli/data/sample-set";
import { en } from "../text/en";
import { describePage } from "./describe-page";
import { sharesIn } from "./shares";

/** Before the camera while the test lasts. */
const tulip = (): Promise<Buffer> => paintPng("tulips", 300);

describePage(
  "the first minute",
  (arrive) => {
    it("paints, looks, learns and answers at one press; the camera then answers as a photo of the same picture does", async () => {
      const visitor = await arrive();
      const { page } = visitor;
      await visitor.presses(visitor.button(en.minute.go));
      await page.locator('.minute-stages li[data-at="now"]').first().waitFor();
      await page.getByRole("heading", { name: en.minute.done }).waitFor();
      expect(await page.locator('.minute-stages li[data-at="done"]').count()).toBe(3);
      await visitor.seesPictures("500 pictures in 5 classes");
      await visitor.seesTrained("efficientnet-lite0");
      // The picture that it has never seen is a sunflower.
      expect(await visitor.sees(".answer-sentence")).toMatch(
        /^This image most likely belongs to sunflowers with a /,
      );
      await page.locator("#judge .curves svg, #judge .curves img").first().waitFor();
      await visitor.button(en.minute.close).click();
      await page.locator(".minute").waitFor({ state: "detached" });

      await visitor.button(en.use.camera).click();
      await page.locator(".ranked-bars li").nth(4).waitFor();
      const live = await sharesIn(page, ".ranked-bars li");
      expect(await page.locator(".ranked-bars li[data-first] .bar-name").textContent()).toBe(
        "tulips",
      );
      await visitor.button(en.use.shoot).click();
      await page.locator(".answer-sentence", { hasText: "tulips" }).waitFor();
      const taken = await sharesIn(page, ".answer .bars li");
      expect(Object.keys(taken).sort()).toEqual(Object.keys(live).sort());
      for (const [name, share] of Object.entries(taken)) expect(live[name]).toBeCloseTo(share, 4);
      visitor.expectNoFaults();
      await visitor.leave();
    });
  },
  { picture: tulip },
);

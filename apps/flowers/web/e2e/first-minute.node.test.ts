/** The first minute: one press from nothing to a network that answers, as a visitor sees it. */
import { expect, it } from "vitest";
import { en } from "../text/en";
import { describePage } from "./describe-page";

describePage("the first minute", (arrive) => {
  it("paints, looks, learns and answers at one press", async () => {
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
    visitor.expectNoFaults();
    await visitor.leave();
  });
});

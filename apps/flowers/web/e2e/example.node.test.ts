/** What a visitor finds who has pressed nothing yet: a finished run, which makes room for their own. */
import { expect, it } from "vitest";
import { en } from "../text/en";
import { describePage } from "./describe-page";
import { paintedZip } from "./painted-zip";

describePage("the example", (arrive) => {
  it("is seen before anything is pressed, stores nothing, and goes when pictures come", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const parts = page.locator(".example");
    await parts.nth(4).waitFor();
    const see = async (step: string): Promise<void> => {
      await page.locator(`#${step} .example`).scrollIntoViewIfNeeded();
      await page.locator(`#${step} .example .tile`).first().waitFor();
    };
    await see("data");
    expect(await page.locator("#data .example .tile").count()).toBe(15);
    expect(await page.locator("#data .example .caption").count()).toBe(5);
    await page.locator("#train .example").scrollIntoViewIfNeeded();
    const costs = page.locator("#train .example tbody tr");
    await costs.nth(2).waitFor();
    for (const cost of await costs.allTextContents())
      expect(cost).toMatch(/\d (sec|min).*\d\d\.\d%$/);
    expect(await costs.last().textContent()).toContain("to look at the pictures once");
    await see("look");
    expect(await page.locator("#look .example .tile").count()).toBe(18);
    await see("judge");
    const judge = page.locator("#judge .example");
    expect(await judge.locator(".gap li h4").allTextContents()).toEqual(Object.values(en.models));
    expect(await judge.locator(".curve-panels svg").count()).toBe(2);
    expect(await judge.locator(".confusion tbody tr").count()).toBe(5);
    expect(await judge.locator(".mistakes .tile").count()).toBe(6);
    await see("use");
    const shares = await page.locator("#use .example .bar-value").allTextContents();
    const total = shares.reduce((sum, share) => sum + Number.parseFloat(share), 0);
    expect(total).toBeCloseTo(100, 0);
    expect(await visitor.stored()).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);

    const buffer = await paintedZip(["daisy", "roses"], 4);
    await visitor.give(en.data.archive, { name: "p.zip", mimeType: "application/zip", buffer });
    await visitor.seesPictures("8 pictures in 2 classes");
    expect(await parts.count()).toBe(0);
    visitor.expectNoFaults();
    await visitor.leave();
  });
});

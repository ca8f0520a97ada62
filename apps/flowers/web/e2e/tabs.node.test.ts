/** Two tabs of the page at once: one trains, the other says so and shows what comes of it; and the screen stays on meanwhile. */
import { expect, it } from "vitest";
import { en } from "../text/en";
import { OwnClasses } from "./own-classes";
import { paintedFiles } from "./painted-files";
import { describePage } from "./describe-page";

describePage("two tabs", (arrive) => {
  it("train one at a time, show each other's pictures and networks, and keep the screen on as long as it takes", async () => {
    const first = await arrive();
    await first.page.addInitScript(() => {
      const held = { now: 0, ever: 0 };
      const lock = { release: () => Promise.resolve(held.now--) };
      const request = (): Promise<unknown> => {
        held.now++;
        held.ever++;
        return Promise.resolve(lock);
      };
      Object.assign(window, { heldAwake: held });
      Object.defineProperty(navigator, "wakeLock", { value: { request } });
    });
    await first.page.reload();
    const awake = (): Promise<{ now: number; ever: number }> =>
      first.page.evaluate(
        () => (window as unknown as { heldAwake: { now: number; ever: number } }).heldAwake,
      );
    const classes = new OwnClasses(first.page);
    for (const name of ["roses", "tulips"]) {
      await classes.make(name);
      await classes.give(name, await paintedFiles(name, 5));
      await classes.sees(name, 5);
    }
    await first.sets({
      imageSize: 16,
      batchSize: 4,
      seed: 1,
      plain: 900,
      augmented: 1,
      backend: "wasm",
    });

    const second = await first.secondTab();
    const others = new OwnClasses(second.page);
    await others.sees("tulips", 5);
    expect((await awake()).now).toBe(0);
    await first.button(en.train.plain).click();
    await second.sees(`text=${en.train.elsewhere}`);
    expect(await second.button(en.train.plain).isDisabled()).toBe(true);
    await expect.poll(awake).toMatchObject({ now: 1 });
    const third = await first.secondTab(); // one that comes when it has begun
    await third.sees(`text=${en.train.elsewhere}`);
    await third.page.close();

    await others.make("daisy");
    await classes.card("daisy").waitFor();
    await first.button(en.train.stop).click();
    await first.seesTrained("baseline");
    await second.seesTrained("baseline");
    await second.page.getByText(en.train.elsewhere).waitFor({ state: "detached" });
    expect(await second.button(en.train.plain).isEnabled()).toBe(true);
    await expect.poll(awake).toMatchObject({ now: 0 });
    first.expectNoFaults();
    second.expectNoFaults();
    await first.leave();
  });
});

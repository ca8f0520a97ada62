/** Classes of the visitor's own: made with the camera and the keyboard, edited, undone, and never lost. */
import type { Page } from "playwright";
import sharp from "sharp";
import { expect, it } from "vitest";
import { paintPng } from "../../cli/data/sample-set";
import { en } from "../text/en";
import { OwnClasses } from "./own-classes";
import { paintedFiles } from "./painted-files";
import { describePage } from "./describe-page";
import { sharesIn } from "./shares";

const { own } = en;

describePage("own classes", (arrive) => {
  it("are filmed, edited with the keyboard alone, undone, and there again after a reload in the middle of a burst", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const classes = new OwnClasses(page);
    await classes.make("cup");
    await classes.make("pen");
    await classes.film("cup", 6);
    // A second burst, and the page ends while the button is held.
    await classes.openCamera("pen");
    await page.getByRole("button", { name: own.hold }).focus();
    await page.keyboard.down(" ");
    await classes.seesAtLeast("pen", 4);
    const before = await classes.count("pen");
    await visitor.comesBack();
    await classes.seesAtLeast("pen", before);
    const [cups, pens] = [await classes.count("cup"), await classes.count("pen")];

    // By keyboard: two pictures of the first class are picked out and moved, another is taken out.
    const pick = async (name: string, at: number): Promise<void> => {
      await page.getByRole("checkbox", { name: own.pick(name, String(at)), exact: true }).focus();
      await page.keyboard.press(" ");
    };
    await pick("cup", 1);
    await pick("cup", 2);
    await page.getByLabel(own.moveTogether).selectOption("pen");
    await visitor.presses(page.getByRole("button", { name: own.move, exact: true }));
    await classes.sees("pen", pens + 2);
    await pick("pen", 1);
    await visitor.presses(page.getByRole("button", { name: own.takeOut }));
    await classes.sees("pen", pens + 1);

    await visitor.presses(page.getByRole("button", { name: "cup", exact: true }));
    await page.getByLabel(own.renameTo("cup")).fill("pen");
    await page.keyboard.press("Enter");
    await visitor.complains(/There is a class "pen" already/);
    await page.getByLabel(own.renameTo("cup")).fill("mug");
    await page.keyboard.press("Enter");
    await classes.sees("mug", cups - 2);
    await visitor.presses(page.getByRole("button", { name: own.remove("mug") }));
    await page.getByText(en.data.summary(String(pens + 1), "1")).waitFor();
    await visitor.comesBack();

    const undo = page.getByRole("button", { name: own.undo, exact: true });
    await visitor.presses(undo);
    await classes.sees("mug", cups - 2);
    await visitor.presses(undo);
    await classes.sees("cup", cups - 2);
    await visitor.presses(undo);
    await classes.sees("pen", pens + 2);
    await visitor.presses(undo);
    await classes.sees("cup", cups);
    await classes.sees("pen", pens);
    await visitor.presses(undo); // the whole burst
    await classes.sees("pen", 0);
    await visitor.presses(page.getByRole("button", { name: own.redo, exact: true }));
    await classes.sees("pen", pens);
    visitor.expectNoFaults();
    await visitor.leave();
  });

  it("take files of one name and of any kind, and are trained on by a pretrained network, of which it is told when they have changed since; and are told of what is amiss with them", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const classes = new OwnClasses(page);
    for (const name of ["roses", "tulips"]) {
      await classes.make(name);
      const files = await paintedFiles(name, 6);
      const letter = { name: "letter.jpg", mimeType: "image/jpeg", buffer: Buffer.from("Dear") };
      await classes.give(name, name === "roses" ? [...files, letter] : files);
      await classes.sees(name, 6);
      if (name === "roses") await visitor.complains(/letter\.jpg: It is damaged, or not a picture/);
    }
    await page.getByLabel(en.train.epochs["efficientnet-lite0"]).fill("3");
    await visitor.button(en.train.pretrained).click();
    await visitor.seesTrained("efficientnet-lite0");
    expect(await page.getByText(own.stale).count()).toBe(0);

    await classes.make("daisy");
    await classes.give("daisy", await paintedFiles("daisy", 3));
    await page.getByText(own.stale).first().waitFor();
    await visitor.button(en.train.pretrained).click();
    const photo = { name: "x.png", mimeType: "image/png", buffer: await paintPng("daisy", 50) };
    await visitor.give(en.use.photo, photo);
    // As soon as the network knows the third class, and whenever the photo came.
    await page.locator(".answer .bars li").nth(2).waitFor();
    expect(await page.getByText(own.stale).count()).toBe(0);

    // What is to be said of such pictures is said, and what it is about can be picked out.
    await classes.make("shoe");
    const [daisy] = await paintedFiles("daisy", 1);
    const buffer = daisy?.buffer ?? Buffer.of();
    await classes.give("shoe", await paintedFiles("sunflowers", 1));
    const again = await sharp(buffer).jpeg({ quality: 80 }).toBuffer();
    await classes.give("daisy", { name: "again.jpg", mimeType: "image/jpeg", buffer: again });
    const soft = await sharp(await paintPng("tulips", 60))
      .blur(8)
      .png()
      .toBuffer();
    await classes.give("tulips", { name: "soft.png", mimeType: "image/png", buffer: soft });
    await classes.sees("tulips", 7);
    const advice = page.getByRole("note", { name: own.advice.title });
    await advice.waitFor();
    // Some of the painted roses look blurred, too.
    expect(await advice.getByRole("listitem").allTextContents()).toEqual(
      expect.arrayContaining([
        own.advice.few("daisy (4), roses (6), shoe (1), tulips (7)", "20"),
        own.advice.unequal("1", "7"),
        `${own.advice.blurred("1", "tulips")} ${own.advice.select}`,
        `${own.advice.alike("1", "daisy")} ${own.advice.select}`,
      ]),
    );
    await advice.getByRole("button", { name: own.advice.alike("1", "daisy") }).click();
    await page.getByText(own.selected("1")).waitFor();
    await visitor.presses(page.getByRole("button", { name: own.takeOut }));
    await classes.sees("daisy", 3);
    await advice.getByText(own.advice.blurred("1", "tulips")).waitFor();
    expect(await advice.getByText(own.advice.alike("1", "daisy")).count()).toBe(0);
    visitor.expectNoFaults();
    await visitor.leave();
  });

  it("go from three classes of 20 pictures of the camera to answers that follow it", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const classes = new OwnClasses(page);
    for (const name of ["cup", "pen", "key"]) {
      await classes.make(name);
      await classes.film(name, 20);
    }
    await page.getByLabel(en.train.epochs["efficientnet-lite0"]).fill("2");
    await visitor.button(en.train.pretrained).click();
    await visitor.seesTrained("efficientnet-lite0");
    await visitor.button(en.use.camera).click();
    await page.locator(".ranked-bars li").nth(2).waitFor();
    const shares = await liveShares(page);
    expect(Object.keys(shares).sort()).toEqual(["cup", "key", "pen"]);
    expect(sum(Object.values(shares))).toBeCloseTo(1, 4);
    // The film goes on: so do the answers.
    await expect.poll(() => liveShares(page), { timeout: 60_000 }).not.toEqual(shares);
    await visitor.button(en.use.cameraOff).click();
    await page.locator(".live").waitFor({ state: "detached" });
    visitor.expectNoFaults();
    await visitor.leave();
  });
});

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const liveShares = (page: Page): Promise<Record<string, number>> =>
  sharesIn(page, ".ranked-bars li");

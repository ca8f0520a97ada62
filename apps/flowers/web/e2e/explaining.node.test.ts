/** Step 5 on the built page, in headless Chromium: where the network looked, what a photo resembles, and what was never seen. */
import { registerLayers } from "@flowers/augmentation";
import { loadImage } from "@flowers/dataset";
import { fromModelFiles } from "@flowers/files";
import { registerClasses } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";
import { strFromU8, unzipSync } from "fflate";
import sharp from "sharp";
import { beforeAll, expect, it } from "vitest";
import { activationMap, askable } from "../../tutorial/activation-map";
import { paintPng } from "../../cli/data/sample-set";
import { heatPixels } from "../page/format/heat";
import { en } from "../text/en";
import { axeFaults } from "./axe-faults";
import { choose } from "./choose";
import { describePage } from "./describe-page";
import { paintedZip } from "./painted-zip";
import { shoePng } from "./shoe";

const classNames = ["daisy", "roses", "tulips"];
const perClass = 12;
const imageSize = 24;
const { explain } = en;

describePage("asking about a photo", (arrive) => {
  let zip: Buffer;

  beforeAll(async () => {
    zip = await paintedZip(classNames, perClass, await fromPhones());
    await tf.setBackend("cpu");
  });

  it("shows where the model looked as Node finds it, the pictures most alike, and that a shoe is no tulip", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const ask = async (name: string, buffer: Buffer): Promise<void> =>
      visitor.give(en.use.photo, { name, mimeType: "image/png", buffer });
    await visitor.give(en.data.archive, {
      name: "pictures.zip",
      mimeType: "application/zip",
      buffer: zip,
    });
    await visitor.seesPictures("39 pictures in 3 classes");
    expect(await page.locator(".unreadable li").allTextContents()).toEqual([
      "daisy/0.heic This browser cannot read this HEIC file: save it as JPEG or PNG first.",
    ]);
    await visitor.sets({
      ...{ imageSize, batchSize: 8, seed: 7, plain: 2, augmented: 1, backend: "wasm" },
    });
    await visitor.button(en.train.plain).click();
    await visitor.seesTrained("baseline");
    await visitor.sees("text=32 pictures for training, 7 for validation"); // all that are shown

    const tulip = await paintPng("tulips", 400);
    await ask("tulip.png", tulip);
    await visitor.sees(".answer-sentence");
    await visitor.sees(".resemblance li:nth-child(6)"); // when all pictures' features are known
    expect(await page.locator(".resemblance li").first().textContent()).toMatch(/tulips\d+% alike/);
    expect(await page.getByText(explain.unseen).count()).toBe(0);

    await page.getByRole("button", { name: explain.where }).click();
    const first = await page.locator(".bars .bar-name").first().textContent();
    await page.getByRole("img", { name: explain.heat(first ?? "") }).waitFor();
    const saved = await visitor.saves(en.keep.saveTfjs);
    for (const name of classNames) {
      await choose(page.locator(".looked"), name);
      const seen = page
        .getByRole("img", { name: explain.heat(name) })
        .or(page.getByText(explain.nowhere(name)));
      await seen.first().waitFor();
      const map = await mapInNode(saved, tulip, name);
      if (Math.max(...map) === 0) continue;
      const shown = await page
        .locator(".heat > canvas")
        .evaluate((canvas: HTMLCanvasElement) => [
          ...(canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? []),
        ]);
      const expected = heatPixels(map);
      expect(shown).toHaveLength(expected.length);
      // A canvas keeps colours multiplied by their cover: half of them come back one or two off.
      for (const [i, value] of shown.entries())
        expect(Math.abs(value - (expected[i] ?? -99)), `${name} ${i}`).toBeLessThan(4);
    }

    await ask("shoe.png", await shoePng());
    await visitor.sees(".unseen");
    await page.locator(".heat, .looked .hint").first().waitFor();
    expect(await axeFaults(page, "#use")).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await ask("rose.png", await paintPng("roses", 401));
    await visitor.sees(".resemblance li:nth-child(6)");
    await page.locator(".unseen").waitFor({ state: "detached" });
    visitor.expectNoFaults();
    await visitor.leave();
  });
});

/** Pictures in formats that the loader passes over, or under names that hide them; and one that Chromium cannot read. */
async function fromPhones(): Promise<Record<string, Uint8Array>> {
  const painted = (name: string): Promise<Buffer> => paintPng(name, 30);
  return {
    "tulips/0.webp": await sharp(await painted("tulips"))
      .webp()
      .toBuffer(),
    "roses/photo.jpg": await sharp(await painted("roses"))
      .avif()
      .toBuffer(),
    "daisy/photo.jfif": await sharp(await painted("daisy"))
      .jpeg()
      .toBuffer(),
    "daisy/0.heic": Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
  };
}

/** The same question to the saved model, on this process's own backend. */
async function mapInNode(saved: Buffer, photo: Buffer, label: string): Promise<readonly number[]> {
  registerLayers();
  registerClasses();
  const files = unzipSync(saved);
  const bytes = (name: string): Uint8Array => files[name] ?? new Uint8Array();
  const artifacts = await fromModelFiles(strFromU8(bytes("model.json")), () =>
    Promise.resolve(bytes("weights.bin")),
  );
  const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  const { data } = await loadImage(new Blob([new Uint8Array(photo)]), {
    targetSize: [imageSize, imageSize],
  });
  const picture = tf.tensor4d(Float32Array.from(data), [1, imageSize, imageSize, 3]);
  const { values } = await activationMap(askable(model), picture, classNames.indexOf(label));
  return values;
}

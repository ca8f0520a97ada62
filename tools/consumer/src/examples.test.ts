/** Each project of `examples` does what its first lines say. (The cluster's has its test beside the command line.) */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as keras from "@flowers/keras";
import { useBackend } from "@flowers/backend";
import * as tf from "@tensorflow/tfjs";
import { findChromium } from "@flowers-tools/testing/config";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../../../examples/node-server/server";
import { withBuiltPage } from "./chromium";

const run = promisify(execFile);
const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));
const chromiumPath = findChromium();
let folder: string;
/** A model that looks at the mean colour: blue, or red. */
let model: Buffer;

const picture = (background: string, file: string): Promise<unknown> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .jpeg()
    .toFile(file);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "flowers-examples-"));
  await useBackend("wasm");
  const { layers } = keras;
  const judge = keras.sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [8, 8, 3] }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 2 }),
    ],
  });
  judge.layers[2]?.setWeights([
    tf.tensor2d([
      [-9, 9],
      [0, 0],
      [9, -9],
    ]),
    tf.zeros([2]),
  ]);
  await keras.models.saveModel(judge, join(folder, "model.keras"));
  model = await readFile(join(folder, "model.keras"));
  await picture("#e01010", join(folder, "red.jpg"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the example's program as `npm start` does. */
async function start(name: string, ...words: string[]): Promise<string> {
  const example = join(examples, name);
  const { stdout } = await run(
    join(example, "node_modules/.bin/tsx"),
    [join(example, "main.ts"), ...words],
    { cwd: folder, maxBuffer: 1 << 24 },
  );
  return stdout;
}

it("augmentation: a model of TensorFlow.js's own learns behind the layers", async () => {
  expect(await start("augmentation")).toContain("It learns.");
});

it("transfer-learning: a head, then fine-tuning, then a file", async () => {
  for (const [name, background] of [
    ["blue", "#2030d0"],
    ["red", "#d03020"],
  ] as const) {
    await mkdir(join(folder, "photos", name), { recursive: true });
    for (let i = 0; i < 5; i++) await picture(background, join(folder, "photos", name, `${i}.jpg`));
  }
  const printed = await start("transfer-learning", "photos", "3");
  expect(printed).toMatch(/head: \d+ percent right\nfine-tuned: \d+ percent right/);
  expect((await readFile(join(folder, "model.keras"))).length).toBeGreaterThan(1e6);
});

describe("node-server", () => {
  it("classifies uploads, and says what is wrong with others", async () => {
    const server = await startServer({ model, classNames: ["blue", "red"], port: 0 });
    try {
      const url = `http://127.0.0.1:${server.port}/classify`;
      const post = (body: BodyInit): Promise<Response> => fetch(url, { method: "POST", body });
      const answer = await post(await readFile(join(folder, "red.jpg")));
      expect(answer.status).toBe(200);
      const [best] = (await answer.json()) as { label: string; probability: number }[];
      expect(best?.label).toBe("red");
      expect(best?.probability).toBeGreaterThan(0.99);
      const wrong = await post("no photo");
      expect(wrong.status).toBe(400);
      expect(((await wrong.json()) as { error: string }).error).toContain("not an image");
      expect((await fetch(url)).status).toBe(404);
    } finally {
      await server.close();
    }
  });
});

it.skipIf(!chromiumPath)(
  chromiumPath
    ? "page: classifies a chosen picture"
    : "page: no chromium on PATH (set CHROMIUM_PATH)",
  async () => {
    const example = join(examples, "page");
    const dist = join(folder, "dist");
    await run(
      process.execPath,
      [join(example, "node_modules/vite/bin/vite.js"), "build", "--outDir", dist, "--emptyOutDir"],
      { cwd: example },
    );
    await writeFile(join(dist, "model.keras"), model);
    await withBuiltPage(
      folder,
      async (page, open) => {
        await open();
        await page.locator("#photo:enabled").setInputFiles(join(folder, "red.jpg"));
        const said = page.locator("#said", { hasText: "percent" });
        await said.waitFor();
        expect(await said.innerText()).toMatch(/^red: (99\.\d|100\.0) percent$/);
      },
      { executablePath: chromiumPath ?? "", outDir: dist },
    );
  },
);

/** A bundle that a minifier renamed: what users see of names, and what files hold, stays. */
import { rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));

const code = `
import * as training from "@flowers/training";
import * as augmentation from "@flowers/augmentation";
import * as zoo from "@flowers/model-zoo";
export { training, augmentation, zoo };
`;

/** Bases that only their subclasses show, what `compile` and `fit` make, and a runner of a network: no message or file names them. */
const unseen = [
  "augmentation.GeometricLayer",
  "augmentation.ImageLayer",
  "augmentation.RandomLayer",
  "training.FrozenNetwork",
  "training.History",
  "training.ModelTrainer",
  "zoo.KerasLayer",
  "zoo.SeededInitializer",
];

/** Each package's classes as they call themselves, by the names under which they are exported. */
async function namesIn(minify: boolean): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: here },
    bundle: true,
    minify,
    write: false,
    format: "esm",
    platform: "node",
    conditions: ["@flowers/source"],
    external: ["@tensorflow/*", "sharp", "detect-libc"],
    logLevel: "silent",
  });
  const file = fileURLToPath(new URL(`./.minified-${process.pid}-${minify}.mjs`, import.meta.url));
  await writeFile(file, outputFiles[0]?.text ?? "");
  try {
    const packages = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<
      string,
      Record<string, unknown>
    >;
    const names: Record<string, string> = {};
    for (const [owner, exported] of Object.entries(packages)) {
      for (const [key, value] of Object.entries(exported)) {
        if (typeof value !== "function" || !String(value).startsWith("class")) continue;
        if (value.prototype instanceof Error) continue; // their name is a field of each error
        if (unseen.includes(`${owner}.${key}`)) continue;
        const { className } = value as { className?: string };
        names[`${owner}.${key}`] = className ?? value.name;
      }
    }
    return names;
  } finally {
    await rm(file);
  }
}

it("keeps the names of all classes", async () => {
  const names = await namesIn(false);
  expect(Object.keys(names).length).toBeGreaterThan(150);
  expect(await namesIn(true)).toEqual(names);
});

/** The first examples of the packages' READMEs as modules of a project that a bundler builds, and that Node runs too. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";

/** Packages whose first example runs in a page as it stands, but for Node's files. */
export const examplePackages = [
  "random",
  "files",
  "augmentation",
  "model-zoo",
  "training",
  "plot",
  "keras-format",
  "keras",
  "efficientnet-lite0",
] as const;

/** Dataset's first example reads a folder of the disk: here photos are written, or picked as in the page. */
const datasetExample = `
import { imageDatasetFromDirectory } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";
import { photos } from "./photos.js";
const dataset = await imageDatasetFromDirectory(await photos(), { imageSize: [2, 2], batchSize: 2, shuffle: false, print: () => undefined });
console.log(dataset.classNames, dataset.cardinality());
for await (const { xs, ys } of dataset) {
  console.log(xs.shape, ys.shape, xs.dataSync());
  tf.dispose([xs, ys]);
}
`;

/** A red and a green PNG of 3x2 pixels. */
const pngs = `export const pngs = {
  "a/red.png": "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFUlEQVR4nGM8IcfFwMDAwMDAxAADABHaAPQSLihyAAAAAElFTkSuQmCC",
  "b/green.png": "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFUlEQVR4nGMU2RLFwMDAwMDAxAADABRaASYpweXGAAAAAElFTkSuQmCC",
};
export const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
`;

const pagePhotos = `import { bytesOf, pngs } from "./pngs.js";
export const photos = () => Object.entries(pngs).map(([path, text]) => {
  const file = new File([bytesOf(text)], path.split("/")[1]);
  Object.defineProperty(file, "webkitRelativePath", { value: "photos/" + path });
  return file;
});
`;

const nodePhotos = `import { mkdir, writeFile } from "node:fs/promises";
import { bytesOf, pngs } from "./pngs.js";
export async function photos() {
  for (const [path, text] of Object.entries(pngs)) {
    await mkdir("photos/" + path.split("/")[0], { recursive: true });
    await writeFile("photos/" + path, bytesOf(text));
  }
  return "photos";
}
`;

/** Files in memory, for examples that write one and read it again. */
const memoryFiles = `const files = new Map();
export const writeFile = async (path, data) => void files.set(path, data);
export const readFile = async (path) => files.get(path);
`;

/** Runs the examples one after the other; what they print becomes one line of JSON. */
const runner = (names: readonly string[]): string => `
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "@flowers/backend";
const examples = { ${names.map((name) => `"${name}": () => import("./${name}.js")`).join(", ")} };
const shown = (value) =>
  ArrayBuffer.isView(value) ? Array.from(value) : Array.isArray(value) ? value.map(shown) : value;
export async function runAll(wasm) {
  const log = console.log;
  const report = {};
  const { name } = await useBackend("wasm", wasm);
  for (const [example, run] of Object.entries(examples)) {
    const printed = [];
    console.log = (...words) => printed.push(words.map(shown));
    try {
      await run();
      report[example] = printed;
    } catch (error) {
      report[example] = String(error?.stack ?? error);
    } finally {
      console.log = log;
    }
    if (tf.getBackend() !== name) await useBackend("wasm", wasm);
  }
  return JSON.stringify({ name, report });
}
`;

async function readFirst(packageName: string): Promise<string> {
  const file = new URL(`../../../../packages/${packageName}/README.md`, import.meta.url);
  const code = /```ts\n([\s\S]*?)```/.exec(await readFile(file, "utf8"))?.[1];
  if (code === undefined) throw new Error(`The README of ${packageName} shows no example.`);
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText
    .replaceAll('"node:fs/promises"', '"./memory-files.js"')
    .replaceAll('useBackend("auto")', 'useBackend("wasm", globalThis.wasmFiles)');
}

/**
 * Writes the modules into `examples` of a project.
 *
 * @param where whether the photos are picked in a page or lie on Node's disk
 */
export async function writeExamples(project: string, where: "page" | "node"): Promise<void> {
  const folder = join(project, "examples");
  await mkdir(folder, { recursive: true });
  const put = (name: string, code: string): Promise<void> => writeFile(join(folder, name), code);
  for (const name of examplePackages) await put(`${name}.js`, await readFirst(name));
  await put("dataset.js", datasetExample);
  await put("pngs.js", pngs);
  await put("photos.js", where === "page" ? pagePhotos : nodePhotos);
  await put("memory-files.js", memoryFiles);
  await put("run.js", runner([...examplePackages, "dataset"]));
}

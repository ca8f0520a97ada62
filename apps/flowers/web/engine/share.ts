/** Models and whole runs as files, out of the page and into it. */
import type * as tf from "@tensorflow/tfjs";
import { readClassNames } from "../../tutorial/class-names";
import { strFromU8, strToU8, unzip, type Unzipped, zip, type Zippable } from "fflate";
import {
  defaultSettings,
  emptyRecord,
  modelKindNames,
  type Download,
  type ModelKind,
} from "./contract";
import {
  fromFiles,
  type ModelFiles,
  storedModelFiles,
  storeModel,
  toFiles,
} from "./storage/model-store";
import { storedPictures } from "./storage/picture-store";
import { readFile, writeFile } from "./storage/private-files";
import {
  finishedRun,
  forgetRun,
  runFolder,
  type StoredRun,
  storedRun,
  storeRun,
} from "./storage/run-store";

const runFormat = "flowers-run-1";

interface RunCard {
  readonly format: typeof runFormat;
  readonly runs: Partial<Record<ModelKind, StoredRun>>;
}

/** A trained model as one file. */
export async function exportModel(kind: ModelKind, format: "keras" | "tfjs"): Promise<Download> {
  const run = await finishedRun(kind);
  const files = await storedModelFiles(kind);
  if (format === "tfjs") {
    const bytes = await zipped(modelEntries(files, run.classNames));
    return { name: `flowers-${kind}.zip`, blob: new Blob([bytes], { type: "application/zip" }) };
  }
  const model = await fromFiles(files);
  try {
    const { toKeras } = await import("../../tutorial/keras-file");
    return {
      name: `flowers-${kind}.keras`,
      blob: new Blob([await toKeras(model, run.classNames)], { type: "application/octet-stream" }),
    };
  } finally {
    model.dispose();
  }
}

/**
 * Takes a model in as the finished one of `kind`: a `.keras` file, a zip of {@link exportModel}, or `model.json` and
 * `weights.bin` (and `classes.json`) side by side.
 *
 * @throws Error saying what was expected
 */
export async function importModel(kind: ModelKind, files: readonly File[]): Promise<void> {
  const given = await modelOf(files);
  const model = await given.model;
  try {
    const [, height] = model.inputs[0]?.shape ?? [];
    const classes = model.outputs[0]?.shape.at(-1);
    if (!height || !classes)
      throw new Error("Expected a model of images with a fixed size and one output per class.");
    const pictures = await storedPictures();
    const fitting = pictures?.classNames.length === classes ? pictures.classNames : undefined;
    const classNames =
      given.classNames ?? fitting ?? Array.from({ length: classes }, (_, i) => `class ${i}`);
    await forgetRun(kind);
    await storeModel(kind, await toFiles(model));
    await storeRun(kind, {
      settings: { ...defaultSettings, imageSize: height },
      picturesId: null,
      classNames,
      record: { ...emptyRecord, status: "finished", parameters: model.countParams() },
    });
  } finally {
    model.dispose();
  }
}

/** Everything but the pictures, as one file. */
export async function exportRun(): Promise<Download> {
  const entries: Zippable = {};
  const runs: RunCard["runs"] = {};
  for (const kind of modelKindNames) {
    const run = await storedRun(kind);
    if (run?.record.status !== "finished") continue;
    runs[kind] = run;
    for (const [name, bytes] of Object.entries(
      modelEntries(await storedModelFiles(kind), run.classNames),
    ))
      entries[`${kind}/${name}`] = bytes;
    for (const index of run.record.judgement?.worst.keys() ?? []) {
      const picture = await readFile(`${runFolder(kind)}/mistakes/${index}.png`);
      if (picture)
        entries[`${kind}/mistakes/${index}.png`] = [
          new Uint8Array(await picture.arrayBuffer()),
          { level: 0 },
        ];
    }
  }
  if (Object.keys(runs).length === 0)
    throw new Error("There is nothing to share yet: train a model in step 3.");
  entries["run.json"] = strToU8(JSON.stringify({ format: runFormat, runs } satisfies RunCard));
  return {
    name: "flowers-run.zip",
    blob: new Blob([await zipped(entries)], { type: "application/zip" }),
  };
}

/** @throws Error when the file is not of {@link exportRun}; what is stored then stays as it is */
export async function importRun(file: File): Promise<void> {
  const entries = await unzipped(file);
  const card = parse<RunCard>(entries["run.json"]);
  if (card?.format !== runFormat)
    throw new Error(`Expected a run saved by this page; "${file.name}" holds none.`);
  for (const kind of modelKindNames) {
    const run = card.runs[kind];
    const files = filesOf(entries, `${kind}/`);
    if (!run || !files) continue;
    (await fromFiles(files)).dispose(); // whatever cannot be loaded replaces nothing
    await forgetRun(kind);
    await storeModel(kind, files);
    for (const index of run.record.judgement?.worst.keys() ?? []) {
      const picture = entries[`${kind}/mistakes/${index}.png`];
      if (picture)
        await writeFile(
          `${runFolder(kind)}/mistakes/${index}.png`,
          picture as Uint8Array<ArrayBuffer>,
        );
    }
    await storeRun(kind, { ...run, picturesId: null });
  }
}

async function modelOf(
  files: readonly File[],
): Promise<{ model: Promise<tf.LayersModel>; classNames?: readonly string[] }> {
  const [first] = files;
  if (files.length === 1 && first && /\.keras$/i.test(first.name)) {
    const { fromKeras } = await import("../../tutorial/keras-file");
    return { model: fromKeras(new Uint8Array(await first.arrayBuffer())) };
  }
  const entries =
    files.length === 1 && first
      ? await unzipped(first)
      : Object.fromEntries(
          await Promise.all(
            files.map(
              async (file) => [file.name, new Uint8Array(await file.arrayBuffer())] as const,
            ),
          ),
        );
  const found = filesOf(entries, "");
  if (!found) {
    throw new Error(
      "Expected a .keras file, a zip saved by this page, or model.json and weights.bin together.",
    );
  }
  const inside = parse<{ userDefinedMetadata?: unknown }>(entries["model.json"]);
  const classNames =
    readClassNames(parse<unknown>(entries["classes.json"])) ??
    readClassNames(inside?.userDefinedMetadata);
  return { model: fromFiles(found), ...(classNames ? { classNames } : {}) };
}

function modelEntries(
  { json, weights }: ModelFiles,
  classNames: readonly string[],
): Record<string, Uint8Array> {
  return {
    "model.json": strToU8(json),
    "weights.bin": new Uint8Array(weights),
    "classes.json": strToU8(JSON.stringify({ classNames })),
  };
}

function filesOf(entries: Unzipped, folder: string): ModelFiles | null {
  const [json, weights] = [entries[`${folder}model.json`], entries[`${folder}weights.bin`]];
  return json && weights ? { json: strFromU8(json), weights: weights.slice().buffer } : null;
}

function parse<T>(bytes: Uint8Array | undefined): T | null {
  if (!bytes) return null;
  try {
    return JSON.parse(strFromU8(bytes)) as T;
  } catch {
    return null;
  }
}

function zipped(entries: Zippable): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) =>
    zip(entries, { level: 1 }, (error, bytes) =>
      error ? reject(error) : resolve(bytes as Uint8Array<ArrayBuffer>),
    ),
  );
}

async function unzipped(file: File): Promise<Unzipped> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return new Promise((resolve, reject) =>
    unzip(bytes, (error, entries) =>
      error
        ? reject(new Error(`"${file.name}" is not a zip file, or it is damaged.`, { cause: error }))
        : resolve(entries),
    ),
  );
}

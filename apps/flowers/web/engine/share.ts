/** Models and whole runs as files, out of the page and into it. */
import type * as tf from "@tensorflow/tfjs";
import { strFromU8, strToU8, type Unzipped, type Zippable } from "fflate";
import { classNamesIn, readClassNames } from "../../tutorial/class-names";
import {
  defaultSettings,
  emptyRecord,
  modelKindNames,
  type Download,
  type ModelFormat,
  type ModelKind,
} from "./contract";
import { answersIn, answersName, storedAnswers } from "./storage/answer-store";
import { withoutEmptyClasses } from "./storage/loader-source";
import { fromFiles, type ModelFiles, toFiles } from "./storage/model-files";
import { storedModelFiles } from "./storage/model-store";
import { storedPictures } from "./storage/picture-store";
import { draftRun, type RunDraft } from "./storage/run-draft";
import { finishedRun, storedMistakes, type StoredRun, storedRun } from "./storage/run-store";
import { pictureEntries, bringsPictures, takeRunPictures } from "./taking-away/run-pictures";
import { unzipped, zipped } from "./zip-files";

const runFormat = "flowers-run-1";

interface RunCard {
  readonly format: typeof runFormat;
  readonly runs: Partial<Record<ModelKind, StoredRun>>;
}

/** A trained model as one file. */
export async function exportModel(kind: ModelKind, format: ModelFormat): Promise<Download> {
  const run = await finishedRun(kind);
  const files = await storedModelFiles(kind);
  if (format === "tfjs") {
    const bytes = await zipped(modelEntries(files, run.classNames));
    return { name: `flowers-${kind}.zip`, blob: new Blob([bytes], { type: "application/zip" }) };
  }
  const model = await fromFiles(files);
  try {
    const bytes =
      format === "keras"
        ? await (await import("../../tutorial/keras-file")).toKeras(model, run.classNames)
        : await (await import("../../tutorial/onnx-file")).toOnnxFile(model, run.classNames);
    return {
      name: `flowers-${kind}.${format}`,
      blob: new Blob([bytes], { type: "application/octet-stream" }),
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
  const { model, classNames: named } = await modelOf(files);
  try {
    const [, height] = model.inputs[0]?.shape ?? [];
    const classes = model.outputs[0]?.shape.at(-1);
    if (!height || !classes)
      throw new Error("Expected a model of images with a fixed size and one output per class.");
    if (named && named.length !== classes) {
      throw new Error(
        `The model tells ${classes} classes apart, and ${named.length} names came with it. They are not of the same run.`,
      );
    }
    const pictures = await storedPictures();
    const known = pictures && withoutEmptyClasses(pictures).classNames;
    const fitting = known?.length === classes ? known : undefined;
    const classNames = named ?? fitting ?? Array.from({ length: classes }, (_, i) => `class ${i}`);
    const draft = await draftRun(kind, { ...(await toFiles(model)), mistakes: [], answers: null });
    await draft.keep({
      settings: { ...defaultSettings, imageSize: height },
      picturesId: null,
      classNames,
      record: { ...emptyRecord, status: "finished", parameters: model.countParams() },
    });
  } finally {
    model.dispose();
  }
}

/** Everything as one file, the pictures too if they are wanted. */
export async function exportRun(withPictures: boolean): Promise<Download> {
  const entries: Zippable = withPictures ? await pictureEntries() : {};
  const runs: RunCard["runs"] = {};
  for (const kind of modelKindNames) {
    const run = await storedRun(kind);
    if (run?.record.status !== "finished") continue;
    runs[kind] = { ...run, files: undefined }; // where it lies here is of no use elsewhere
    for (const [name, bytes] of Object.entries(
      modelEntries(await storedModelFiles(kind), run.classNames),
    ))
      entries[`${kind}/${name}`] = bytes;
    for (const [index, picture] of (await storedMistakes(kind, run)).entries())
      entries[`${kind}/mistakes/${index}.png`] = [
        new Uint8Array(await picture.arrayBuffer()),
        { level: 0 },
      ];
    const answers = await storedAnswers(kind, run);
    // Where the pictures stay here, so does what they are called.
    const told = withPictures ? answers : answers && { ...answers, ids: null };
    if (told) entries[`${kind}/${answersName}`] = strToU8(JSON.stringify(told));
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
  const found = modelKindNames.flatMap((kind) => {
    const run = card?.runs?.[kind];
    const files = filesOf(entries, `${kind}/`);
    return isFinishedRun(run) && files ? [{ kind, run, files }] : [];
  });
  if (card?.format !== runFormat || found.length === 0)
    throw new Error(`Expected a run saved by this page; "${file.name}" holds none.`);
  // All of them are tried first: a file that is spoilt replaces nothing.
  for (const { files } of found) (await fromFiles(files)).dispose();
  const hasPictures = await takeRunPictures(entries);
  const drafts: { readonly draft: RunDraft; readonly run: StoredRun }[] = [];
  try {
    for (const { kind, run, files } of found) {
      const mistakes = mistakesOf(entries, kind, run);
      const answers = answersIn(
        parse<unknown>(entries[`${kind}/${answersName}`]),
        run.classNames.length,
      );
      drafts.push({ run, draft: await draftRun(kind, { ...files, mistakes, answers }) });
    }
  } catch (error) {
    for (const { draft } of drafts) await draft.drop().catch(() => undefined);
    throw error;
  }
  for (const { draft, run } of drafts) {
    const { trainedOn: _, ...record } = run.record;
    await draft.keep(hasPictures ? run : { ...run, record, picturesId: null });
  }
}

/** Whether a run file brings pictures other than those at hand. */
export async function runBringsPictures(file: File): Promise<boolean> {
  return bringsPictures(await unzipped(file));
}

function mistakesOf(entries: Unzipped, kind: ModelKind, run: StoredRun): Blob[] {
  return (run.record.judgement?.worst ?? []).flatMap((_, index) => {
    const picture = entries[`${kind}/mistakes/${index}.png`];
    return picture ? [new Blob([picture as Uint8Array<ArrayBuffer>])] : [];
  });
}

function isFinishedRun(run: StoredRun | undefined): run is StoredRun {
  const { settings, classNames, record } = (run ?? {}) as Partial<StoredRun>;
  return (
    record?.status === "finished" &&
    typeof record.history === "object" &&
    typeof settings?.imageSize === "number" &&
    readClassNames({ classNames }) !== null
  );
}

/** The model of what was given, and its class names where it brings them along. The caller disposes it. */
async function modelOf(
  files: readonly File[],
): Promise<{ readonly model: tf.LayersModel; readonly classNames: readonly string[] | null }> {
  const [first] = files;
  if (files.length === 1 && first && /\.keras$/i.test(first.name)) {
    const { fromKeras } = await import("../../tutorial/keras-file");
    const model = await fromKeras(new Uint8Array(await first.arrayBuffer()));
    return { model, classNames: classNamesIn(model) };
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
  const model = await fromFiles(found);
  const beside = readClassNames(parse<unknown>(entries["classes.json"]));
  return { model, classNames: beside ?? classNamesIn(model) };
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

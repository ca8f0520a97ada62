/** The worker for everything but training: pictures, looking, drawing, using, sharing. What is heavy is loaded when first needed. */
import { transfer } from "comlink";
import {
  defaultSettings,
  type ImportProgress,
  type ModelKind,
  type Session,
  type Settings,
  type Studio,
  emptyRecord,
  modelKindNames,
} from "./contract";
import { asTold, editing } from "./editing";
import { exposeTold } from "./expose-told";
import type { Looked } from "./look";
import { removeAll } from "./storage/private-files";
import { storedPictures } from "./storage/picture-store";
import { finishedRun, forgetRun, storedMistakes, storedRun } from "./storage/run-store";
import { sweepUnlessAdding } from "./pictures/adding";
import { stopSeeing } from "./transfer/seeing";

/** The import that began last, and when nobody works on it any more. */
let importing: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;
let looked: { readonly key: string; readonly pictures: Promise<readonly Looked[]> } | null = null;
let backend: Promise<unknown> | null = null;

/** Tensors of this worker live on WebAssembly: training keeps the graphics card to itself. */
function ready(): Promise<unknown> {
  return (backend ??= import("@flowers/backend").then(async ({ useBackend }) => {
    await useBackend("wasm", { threads: 1 }).catch(() => useBackend("cpu"));
  }));
}

/** Ends an import that is under way; resolves when it has cleared up after itself. */
async function stopImporting(): Promise<void> {
  importing?.stop.abort();
  await importing?.ended;
}

/** Settings of a run that was stored when there were fewer of them. */
function withDefaults(settings: Settings): Settings {
  return {
    ...defaultSettings,
    ...settings,
    epochs: { ...defaultSettings.epochs, ...settings.epochs },
  };
}

async function session(): Promise<Session> {
  const [pictures, ...runs] = await Promise.all([
    storedPictures(),
    ...modelKindNames.map((kind) => storedRun(kind)),
  ]);
  const models = Object.fromEntries(
    // One that was stored when records had less in them is made whole.
    modelKindNames.map((kind, i) => [kind, { ...emptyRecord, ...runs[i]?.record }]),
  ) as Record<ModelKind, Session["models"][ModelKind]>;
  const latest = runs.find((run) => run?.record.status === "unfinished") ?? runs.find(Boolean);
  void sweepUnlessAdding();
  return {
    pictures: pictures && asTold(pictures),
    settings: latest ? withDefaults(latest.settings) : null,
    models,
  };
}

/** The nine pictures of these settings, read once. */
async function nine(settings: Settings): Promise<readonly Looked[]> {
  const pictures = await storedPictures();
  const { imageSize, batchSize, seed } = settings;
  const key = JSON.stringify([pictures?.content, imageSize, batchSize, seed]);
  if (looked?.key !== key) {
    await ready();
    const { lookAtNine } = await import("./look");
    looked = { key, pictures: lookAtNine(settings) };
    looked.pictures.catch(() => (looked = null));
  }
  return looked.pictures;
}

const withBitmaps = <T>(value: T, bitmaps: readonly ImageBitmap[]): T =>
  transfer(value as T & object, [...bitmaps]) as T;

const studio: Studio = {
  session,

  ...editing,

  async importPictures(source, onProgress, mode = "replace") {
    const cleared = stopImporting();
    const stop = new AbortController();
    const work = cleared.then(async () => {
      const { importPictures, joinPictures } = await import("./pictures/import-pictures");
      const tell = (progress: ImportProgress): void =>
        onProgress(
          withBitmaps(
            progress,
            progress.thumbnails.map(({ bitmap }) => bitmap),
          ),
        );
      if (mode === "add") return asTold(await joinPictures(source, tell, stop.signal));
      const set = await importPictures(source, tell, stop.signal);
      for (const kind of modelKindNames) await forgetRun(kind);
      return asTold(set);
    });
    importing = { stop, ended: Promise.allSettled([work]) };
    return work;
  },

  cancelImport: () => Promise.resolve(importing?.stop.abort()),

  async ninePictures(settings) {
    const [pictures, { toLabelledPicture }] = await Promise.all([nine(settings), import("./look")]);
    const labelled = await Promise.all(pictures.map(toLabelledPicture));
    return withBitmaps(
      labelled,
      labelled.map(({ bitmap }) => bitmap),
    );
  },

  async augment(settings, index, factors, seed) {
    const [pictures, { augmentedNineWays }] = await Promise.all([
      nine(settings),
      import("./look"),
      ready(),
    ]);
    const picture = pictures[index];
    if (!picture) throw new Error("There is no such picture.");
    const bitmaps = await augmentedNineWays(picture.pixels, factors, seed);
    return withBitmaps(bitmaps, bitmaps);
  },

  async answers(kind) {
    return (await import("./judging")).answersOf(kind);
  },

  async drawCurves(histories, appearance) {
    return (await import("./drawing/draw")).drawCurves(histories, appearance);
  },

  async drawConfusion(kind, appearance) {
    const run = await storedRun(kind);
    if (!run?.record.judgement) return "";
    const { drawConfusion } = await import("./drawing/draw");
    return drawConfusion(run.record.judgement.confusion, run.classNames, appearance);
  },

  async mistakes(kind) {
    const run = await storedRun(kind);
    const pictures = run ? await storedMistakes(kind, run) : [];
    const bitmaps = await Promise.all(pictures.map((picture) => createImageBitmap(picture)));
    return withBitmaps(bitmaps, bitmaps);
  },

  async classify(kind, photo) {
    await ready();
    const [{ classifyPhoto }, { fromFiles }, { storedModelFiles }] = await Promise.all([
      import("./classify-photo"),
      import("./storage/model-files"),
      import("./storage/model-store"),
    ]);
    const { classNames } = await finishedRun(kind);
    const model = await fromFiles(await storedModelFiles(kind));
    try {
      const prediction = await classifyPhoto(model, classNames, photo);
      return withBitmaps(prediction, [prediction.bitmap]);
    } finally {
      model.dispose();
    }
  },

  async takeAway(kind, language, threshold) {
    await ready();
    return (await import("./taking-away/take-away")).takeAway(kind, language, threshold);
  },

  async modelFacts(kind) {
    return (await import("./taking-away/model-facts")).modelFacts(kind);
  },

  async whereLooked(kind, photo, label) {
    await ready();
    return (await import("./explaining/where-looked")).whereLooked(kind, photo, label);
  },

  async likeness(kind, photo, count) {
    await ready();
    const found = await (await import("./explaining/likeness")).likenessOf(kind, photo, count);
    return withBitmaps(
      found,
      (found?.nearest ?? []).map(({ bitmap }) => bitmap),
    );
  },

  async exportModel(kind, format) {
    await ready();
    return (await import("./share")).exportModel(kind, format);
  },

  async importModel(kind, files) {
    await ready();
    await (await import("./share")).importModel(kind, files);
    return session();
  },

  async exportRun(withPictures) {
    return (await import("./share")).exportRun(withPictures);
  },

  async runBringsPictures(file) {
    return (await import("./share")).runBringsPictures(file);
  },

  async importRun(file) {
    await ready();
    await (await import("./share")).importRun(file);
    return session();
  },

  async forget() {
    await stopImporting();
    await stopSeeing();
    looked = null;
    await removeAll();
  },
};

exposeTold(studio);

/** Trains a head on a pretrained network's features, and then, if asked, the network's last blocks with it. */
import { buildBackbone, featureExtractor, headOf } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { BackupAndRestore, CSVLogger } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import { nameClasses } from "../../tutorial/class-names";
import { compileHead, headOptions } from "../../tutorial/head";
import { headEpochs } from "../../tutorial/head-plan";
import type { TransferKind } from "../../tutorial/model-kinds";
import { unlessInterrupted } from "../interruption";
import { fineTune } from "./fine-tune";
import type { FitData, Trained } from "./fit-data";
import { keptBy } from "./kept-by";
import { KnownFeatures } from "./known-features";
import { formsOf, formsSentence, type Part, photoFeatures } from "./photo-features";
import type { Run } from "./run";
import { RunRecorder } from "./run-recorder";
import { summaryOf } from "./summary";

type History = Readonly<Record<string, readonly number[]>>;

/**
 * Trains the head, or continues where the run was stopped: features that were computed are found again by the photos' pixels.
 *
 * @throws Interrupted when the run's signal was aborted
 */
export async function fitTransfer(run: Run, kind: TransferKind, data: FitData): Promise<Trained> {
  const { settings, narrator, signal } = run;
  setRandomSeed(settings.seed);
  const base = await unlessInterrupted(
    signal,
    buildBackbone(kind, { imageSize: data.imageSize, pooling: "avg" }),
  );
  const model = featureExtractor(base, {
    numClasses: data.classNames.length,
    ...headOptions,
  });
  nameClasses(model, data.classNames);
  const head = headOf(model, base);
  narrator.say(summaryOf(head).trimEnd());
  const trained = await trainHead(run, kind, head, base, data);
  const tuned =
    settings.fineTune === undefined ? null : await fineTune(run, kind, { model, base, data });
  const isJudgedWhole = tuned !== null || run.folder.mode === "absent";
  if (isJudgedWhole) head.dispose();
  return {
    model,
    head: isJudgedWhole
      ? undefined
      : {
          model: head,
          features: new KnownFeatures(data.validation, base, cacheOf(run, kind, "validation")),
        },
    recorder: tuned?.recorder ?? trained.recorder,
    history: tuned ? joined(trained.history, tuned.history) : trained.history,
  };
}

/** The history of two trainings, one after the other. */
function joined(first: History, second: History): History {
  const names = Object.keys(first);
  return Object.fromEntries(
    names.map((name) => [name, [...(first[name] ?? []), ...(second[name] ?? [])]]),
  );
}

/** Where features are kept, for a run that continues and for judging; a worker beside the chief keeps none. */
const cacheOf = ({ folder }: Run, kind: TransferKind, part: Part): string =>
  folder.at(`${kind}/backup/features/${part}`);

async function trainHead(
  run: Run,
  kind: TransferKind,
  head: tf.LayersModel,
  base: tf.LayersModel,
  data: FitData,
): Promise<Pick<Trained, "history" | "recorder">> {
  const { settings, folder, narrator, signal, interruption } = run;
  interruption.finishing = "Stopping after this batch";
  const sentence = formsSentence(formsOf(run, data));
  if (sentence !== null) narrator.say(sentence);
  const { train, held, photos, found, seconds } = await photoFeatures(run, data, base, (part) =>
    folder.mode === "absent" ? undefined : cacheOf(run, kind, part),
  );
  narrator.say(
    `Features of ${photos} photos in ${seconds} s${found > 0 ? ` (${found} of them were computed before)` : ""}`,
  );
  const recorder = new RunRecorder(folder, kind);
  const stepsPerEpoch = Math.ceil((train.xs.shape[0] ?? 1) / settings.batchSize);
  const epochs = settings.epochs[settings.models.indexOf(kind)] ?? headEpochs(stepsPerEpoch);
  const trainer = compileHead(head, epochs * stepsPerEpoch);
  try {
    await trainer.fit(train, {
      batchSize: settings.batchSize,
      epochs,
      validationData: held,
      classWeight: data.classWeight,
      ...keptBy(run, () => [
        recorder,
        new CSVLogger(folder.at(`${kind}/history.csv`), { append: true, lineEnd: "\n" }),
        // Kept: a run that is continued later needs it to find its place again.
        new BackupAndRestore(folder.at(`${kind}/backup/head`), { deleteCheckpoint: false }),
      ]),
      signal,
    });
    signal.throwIfAborted();
    interruption.finishing = "";
    folder.note(`${kind}/history.csv`);
    return { history: trainer.history?.history ?? {}, recorder };
  } finally {
    trainer.dispose();
    train.dispose();
    held.dispose();
  }
}

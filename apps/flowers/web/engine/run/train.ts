/** Trains one of the tutorial's models in this worker: prepares, fits, judges and stores, and tells how it goes. */
import { useBackend } from "@flowers/backend";
import { getRandomState, setRandomState } from "@flowers/random";
import { BackupAndRestore, type Callback } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { buildModel, compileModel } from "../../../tutorial/model";
import {
  emptyRecord,
  type Curves,
  type ModelKind,
  type ModelRecord,
  type Settings,
  type TrainingEvent,
} from "../contract";
import { storeModel, toFiles } from "../storage/model-store";
import { storedPictures } from "../storage/picture-store";
import { remove } from "../storage/private-files";
import { backupFolder, forgetRun, runFolder, storedRun, storeRun } from "../storage/run-store";
import type { Gate } from "./gate";
import { judgeAndKeep } from "./judge-and-keep";
import { PaceMeter } from "./pace";
import { sentences } from "../sentences";
import { openFeed } from "./run-feed";
import { isSameRun } from "./same-run";

/** The random streams of a fresh start. */
const untouched = getRandomState();

/** Milliseconds between two reports of batches. */
const reportEvery = 100;

/** Milliseconds between two checkpoints within an epoch; there is one after each epoch, too. */
const checkpointEvery = 30_000;

/**
 * Trains a model and stores it. An unfinished run of the same settings and pictures goes on from its last checkpoint.
 *
 * @param gate holds and ends the run
 */
export async function train(
  kind: ModelKind,
  settings: Settings,
  gate: Gate,
  tell: (event: TrainingEvent) => void,
): Promise<ModelRecord> {
  const prepare = (message: "backend" | "pictures" | "model" | "checkpoint"): void =>
    tell({ type: "preparing", kind, message });
  const pictures = await storedPictures();
  if (!pictures) throw new Error("There are no pictures yet: choose some in step 1.");

  prepare("backend");
  const backend = await useBackend(settings.backend);

  prepare("checkpoint");
  const former = await storedRun(kind);
  const goesOn = isSameRun(kind, former, settings, pictures.id);

  // The order of the pictures is decided before any seed is set, as in Node, whatever this worker did before.
  setRandomState(untouched);
  prepare("pictures");
  const batches = await openFeed(kind, settings);

  prepare("model");
  const imageSize = [settings.imageSize, settings.imageSize] as const;
  const model = buildModel(kind, {
    imageSize,
    numClasses: pictures.classNames.length,
    seed: settings.seed,
  });
  const trainer = compileModel(model);
  const epochs = settings.epochs[kind];
  const trainingPictures = batches.training.filePaths.length;
  const stepsPerEpoch = Math.ceil(trainingPictures / settings.batchSize);
  const record = (status: ModelRecord["status"], history: Curves): ModelRecord => ({
    ...emptyRecord,
    status,
    history,
    epochs,
    parameters: model.countParams(),
    backend: backend.name,
    imagesPerSecond: pace.meanSpeed(),
  });
  const keep = (kept: ModelRecord): Promise<void> =>
    storeRun(kind, {
      settings,
      picturesId: pictures.id,
      classNames: pictures.classNames,
      record: kept,
    });
  const pace = new PaceMeter(stepsPerEpoch, epochs);
  const history: Record<string, number[]> = {};
  const copy = (): Curves =>
    Object.fromEntries(Object.entries(history).map(([name, values]) => [name, [...values]]));
  if (goesOn) {
    for (const [name, values] of Object.entries(former?.record.history ?? {}))
      history[name] = [...values];
  }

  // Only now, so that the former model can be used until the new one really begins.
  if (!goesOn) await forgetRun(kind);
  tell({
    type: "started",
    kind,
    backend: backend.name,
    backendDetail: sentences(backend.description, backend.warning),
    refusals: backend.refusals.map(({ backend: name, reason }) => ({ backend: name, reason })),
    epochs,
    stepsPerEpoch,
    trainingPictures,
    validationPictures: batches.validation.filePaths.length,
    parameters: model.countParams(),
    history: copy(),
  });

  const backup = new BackupAndRestore(backupFolder(kind), {
    deleteCheckpoint: false, // it goes when the finished model is stored
  });
  let epoch = 0;
  let reported = 0;
  let saved = performance.now();
  const reporter: Callback = {
    readsWeights: false,
    onTrainBegin: () => {
      pace.beginEpoch(performance.now());
      return keep(record("unfinished", copy()));
    },
    onEpochBegin: (at) => {
      epoch = at;
      pace.beginEpoch(performance.now());
    },
    onTrainBatchEnd: async (batch, logs) => {
      const images = Math.min(settings.batchSize, trainingPictures - batch * settings.batchSize);
      const isLast = batch + 1 === stepsPerEpoch;
      epoch = trainer.position.epoch;
      const now = performance.now();
      const { imagesPerSecond, secondsLeft } = pace.endBatch(now, epoch, batch, images);
      if (now - reported >= reportEvery || isLast) {
        reported = now;
        tell({
          type: "batch",
          kind,
          epoch,
          batch: batch + 1,
          loss: logs["loss"] ?? Number.NaN,
          accuracy: logs["accuracy"] ?? Number.NaN,
          imagesPerSecond,
          secondsLeft,
          tensorBytes: tf.memory().numBytes,
        });
      }
      if (gate.isHeld || (now - saved >= checkpointEvery && !isLast)) {
        await backup.save();
        saved = performance.now();
      }
      if (gate.isHeld) {
        tell({ type: "paused", kind });
        await gate.pass();
        pace.rest(performance.now() - now);
        if (!gate.stopped) tell({ type: "continued", kind });
      }
      if (gate.stopped) trainer.stopTraining = true;
    },
    onTestBegin: () => {
      pace.beginValidation(performance.now());
      tell({ type: "validating", kind, epoch });
    },
    onTestEnd: () => pace.endValidation(performance.now()),
    onEpochEnd: async (at, logs) => {
      for (const name of Object.keys(logs).sort()) {
        const values = (history[name] ??= []);
        values.length = Math.min(values.length, at); // a run that goes on may repeat an epoch
        values.push(logs[name] ?? Number.NaN);
      }
      await keep(record("unfinished", copy()));
      saved = performance.now(); // the backup saves right after
      tell({ type: "epoch", kind, epoch: at, history: copy() });
    },
  };

  try {
    await trainer.fit(batches.trainBatches, {
      epochs,
      validationData: batches.validationBatches,
      callbacks: [reporter, backup],
      verbose: 0,
    });
    tell({ type: "judging", kind });
    const judgement = await judgeAndKeep(
      kind,
      model,
      batches.validationBatches,
      pictures.classNames,
    );
    await storeModel(kind, await toFiles(model));
    const finished = { ...record("finished", copy()), judgement };
    await keep(finished);
    await remove(`${runFolder(kind)}/backup`);
    tell({ type: "finished", kind, record: finished });
    return finished;
  } finally {
    trainer.dispose();
    model.dispose();
  }
}

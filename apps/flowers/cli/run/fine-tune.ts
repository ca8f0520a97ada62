/** Trains a pretrained network's last blocks together with its new head. */
import { AUTOTUNE } from "@flowers/dataset";
import { splitModel } from "@flowers/model-zoo";
import { type TrainingData, unfreeze } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import { compileTuned } from "../../tutorial/head";
import type { TransferKind } from "../../tutorial/model-kinds";
import type { FitData, Trained } from "./fit-data";
import { keptOften } from "./kept-by";
import { formsOf, photoFeatures } from "./photo-features";
import type { Run } from "./run";
import { RunRecorder } from "./run-recorder";

/** The last two stages learn; what lies before them is edges and textures, alike in all photos. */
const firstTuned = "block6a_expand_conv";

/** Of what the stem makes of the training photos. More is not kept in memory: the stem then runs in every epoch. */
const mostKept = 1_000_000_000;

/** A network whose head is trained, and the photos. */
export interface Tuned {
  readonly model: tf.LayersModel;
  readonly base: tf.LayersModel;
  readonly data: FitData;
}

/**
 * Fine-tunes, or continues where the run was stopped. What lies before the layers that learn runs once over the photos, and
 * not in every epoch, where its results find room.
 *
 * @throws Interrupted when the run's signal was aborted
 */
export async function fineTune(
  run: Run,
  kind: TransferKind,
  tuned: Tuned,
): Promise<Pick<Trained, "history" | "recorder">> {
  run.narrator.say(`Fine-tuning from the layer ${firstTuned} on`);
  const { model, base, data } = tuned;
  unfreeze(base, { from: firstTuned });
  const { stem, tail } = splitModel(model, firstTuned);
  try {
    if (data.trainingImages * formsOf(run, data) * bytesOf(stem) > mostKept) {
      const training = data.training.prefetch(AUTOTUNE);
      const validation = data.validation.prefetch(AUTOTUNE);
      return await fit(run, kind, tuned, {
        network: model,
        training,
        validation,
        samples: data.trainingImages,
      });
    }
    const { train, held, photos, seconds } = await photoFeatures(run, data, stem, () => undefined);
    run.narrator.say(
      `The layers before it have seen ${photos} photos, once for all epochs, in ${seconds} s`,
    );
    try {
      return await fit(run, kind, tuned, {
        network: tail,
        training: train,
        validation: held,
        batchSize: run.settings.batchSize,
        samples: train.xs.shape[0] ?? 0,
      });
    } finally {
      train.dispose();
      held.dispose();
    }
  } finally {
    tail.dispose();
  }
}

/** What a network makes of one photo, in bytes. */
function bytesOf(network: tf.LayersModel): number {
  const [, ...shape] = network.outputs[0]?.shape ?? [];
  return shape.reduce<number>((product, size) => product * (size ?? 1), 4);
}

/** What `fit` is given: photos for the whole network, or what the stem made of them for the tail. */
interface Fed {
  readonly network: tf.LayersModel;
  readonly training: TrainingData;
  readonly validation: TrainingData;
  readonly batchSize?: number;
  /** In one epoch. */
  readonly samples: number;
}

async function fit(
  run: Run,
  kind: TransferKind,
  { model, data }: Tuned,
  { network, training, validation, batchSize, samples }: Fed,
): Promise<Pick<Trained, "history" | "recorder">> {
  const { settings, folder, signal, interruption } = run;
  const epochs = settings.fineTune ?? 1;
  const steps = epochs * Math.ceil(samples / settings.batchSize);
  const trainer = compileTuned(network, steps);
  const recorder = new RunRecorder(folder, kind, "fine-tuning");
  const kept = keptOften(run, kind, {
    recorder,
    log: "fine-tuning.csv",
    backup: "backup/fine-tuning",
    model,
  });
  interruption.finishing = "Stopping after this batch";
  try {
    await trainer.fit(training, {
      ...(batchSize === undefined ? {} : { batchSize }),
      epochs,
      validationData: validation,
      classWeight: data.classWeight,
      ...kept.options,
    });
    signal.throwIfAborted();
    interruption.finishing = "";
    folder.note(`${kind}/fine-tuning.csv`);
    return { history: trainer.history?.history ?? {}, recorder };
  } finally {
    trainer.dispose();
  }
}

/** A head on a pretrained network, as `flowers train` makes it: the same order, seeds and numbers. */
import { loadImage } from "@flowers/dataset";
import { buildBackbone, featureExtractor, headOf } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import { compileHead, headOptions } from "../../../tutorial/head";
import type { TransferKind } from "../../../tutorial/model-kinds";
import { toBytes } from "../../../tutorial/pixels";
import type { Settings } from "../contract";
import type { RunData, RunModel } from "../run/run-data";
import { pictureFile } from "../storage/picture-store";
import { transferImageSize } from "./feature-file";
import { lookingSeconds } from "./looking-time";
import { type FeaturePart, type OnFeatures, transferData } from "./transfer-data";

/** The features of the pictures, for a head. The caller disposes them. */
export async function featuresData(settings: Settings, onFeatures: OnFeatures): Promise<RunData> {
  const { folder, training, validation, pictures } = await transferData(settings, onFeatures);
  const tensors = ({ xs, ys }: FeaturePart): { xs: tf.Tensor2D; ys: tf.Tensor1D } => ({ xs, ys });
  return {
    training: tensors(training),
    validation: tensors(validation),
    batchSize: settings.batchSize,
    trainingPictures: pictures,
    trainingSamples: training.names.length,
    validationPictures: validation.names.length,
    lookingSeconds: await lookingSeconds(folder),
    judging: batchOf(validation),
    judgedPictures: validation.names.map((id, i) => ({ id, label: validation.labels[i] ?? 0 })),
    pictureAt: async (place) => {
      const { data, ...shape } = await loadImage(
        await pictureFile(folder, validation.names[place] ?? ""),
        { targetSize: [transferImageSize, transferImageSize], interpolation: "bilinear" },
      );
      return { ...shape, data: toBytes(data) };
    },
    dispose: () => tf.dispose([tensors(training), tensors(validation)]),
  };
}

/** All rows as one batch of its own. */
async function* batchOf({ xs, ys }: FeaturePart): AsyncGenerator<{
  xs: tf.Tensor;
  ys: tf.Tensor;
}> {
  yield await Promise.resolve({ xs: tf.clone(xs), ys: tf.clone(ys) });
}

/**
 * The network with its new head.
 *
 * @param steps batches of the whole training
 */
export async function transferModel(
  kind: TransferKind,
  settings: Settings,
  classes: number,
  steps: number,
): Promise<RunModel> {
  setRandomSeed(settings.seed);
  const base = await buildBackbone(kind, {
    imageSize: [transferImageSize, transferImageSize],
    pooling: "avg",
  });
  const model = featureExtractor(base, { numClasses: classes, ...headOptions });
  const head = headOf(model, base);
  return { model, trainer: compileHead(head, steps), judged: head };
}

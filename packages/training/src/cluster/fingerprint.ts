/** What must be the same on all workers before they train together, and who has something else. */
import * as tf from "@tensorflow/tfjs";
import { crc32 } from "@flowers/files";
import { globalRandom } from "@flowers/random";
import type { TrainingData } from "../data/batch-source";
import { TrainingError } from "../errors";
import type { Objective } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import { leafLayers } from "../step/layers";
import { isClusterDataset } from "./cluster-dataset";

/** What a run is told by: each part as a text. */
export interface Fingerprinted {
  readonly version: string;
  readonly model: tf.LayersModel;
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  /** Options of the call that have to agree, such as the number of epochs. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly callbacks: readonly object[];
  readonly data: TrainingData;
  readonly validation: TrainingData | undefined;
}

/** The parts of a fingerprint, in order, as a message names them. */
const partNames = [
  "the version of TensorFlow",
  "the model",
  "the optimizer",
  "the losses and metrics",
  "the random seed",
  "the options",
  "the callbacks",
  "the data",
  "the validation data",
] as const;

/** A number for each part. Workers with the same numbers train the same. */
export async function fingerprint(run: Fingerprinted): Promise<Int32Array> {
  const texts: Record<(typeof partNames)[number], string> = {
    "the version of TensorFlow": run.version,
    "the model": modelText(run.model),
    "the optimizer": run.optimizer.configuration,
    "the losses and metrics": objectiveText(run.objective),
    "the random seed": String(globalRandom.tensorflowSeed),
    "the options": JSON.stringify(run.options),
    "the callbacks": run.callbacks.map(({ constructor }) => constructor.name).join(),
    "the data": await dataText(run.data),
    "the validation data": await dataText(run.validation),
  };
  const encoder = new TextEncoder();
  return Int32Array.from(partNames, (name) => crc32(encoder.encode(texts[name])));
}

/**
 * Compares the fingerprints of all workers.
 *
 * @param all one after the other, by place
 * @throws TrainingError `cluster-mismatch`, naming the part and the worker that differs from the chief
 */
export function requireSame(all: Int32Array): void {
  const { length } = partNames;
  for (let place = 1; place * length < all.length; place++) {
    const part = partNames.findIndex((_, i) => all[i] !== all[place * length + i]);
    const name = partNames[part];
    if (name === undefined) continue;
    const verb = name.endsWith("s") ? "differ" : "differs";
    throw new TrainingError(
      "cluster-mismatch",
      `The workers do not train the same: ${name} of worker ${place} ${verb} from the chief's.`,
    );
  }
}

/** Layers without their names, which count on from what a process made before, and the shapes of all weights. */
function modelText(model: tf.LayersModel): string {
  const layers = leafLayers(model).map(({ layer, frozen }) => [
    layer.getClassName(),
    frozen,
    { ...layer.getConfig(), name: null },
    layer.weights.map(({ shape }) => shape),
  ]);
  return JSON.stringify(layers);
}

function objectiveText({ outputs }: Objective): string {
  return JSON.stringify(
    outputs.map(({ loss, lossWeight, metricNames }) => [
      loss && [loss.className, { ...loss }],
      lossWeight,
      metricNames,
    ]),
  );
}

async function dataText(data: TrainingData | undefined): Promise<string> {
  if (data === undefined) return "";
  if (isClusterDataset(data)) return data.fingerprint();
  if (data instanceof tf.Tensor) return tensorText(data);
  // Batches that are made as they are asked for cannot be looked at ahead.
  if (typeof data !== "object" || !("xs" in data)) return "batches";
  const texts = [data.xs, data.ys, data.sampleWeight].map(async (tensors) => {
    if (tensors === undefined) return "";
    const list = tensors instanceof tf.Tensor ? [tensors] : Object.values(tensors);
    return (await Promise.all(list.map((tensor: tf.Tensor) => tensorText(tensor)))).join();
  });
  return (await Promise.all(texts)).join(";");
}

async function tensorText(tensor: tf.Tensor): Promise<string> {
  const { buffer, byteOffset, byteLength } = await tensor.data();
  return `${tensor.dtype}[${tensor.shape.join()}] ${crc32(new Uint8Array(buffer, byteOffset, byteLength))}`;
}

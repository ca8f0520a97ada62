/**
 * The trainer's step on native TensorFlow, compiled: one graph a batch size, for training and for testing. What draws
 * random numbers stays outside the graph: augmentation in front of the network runs eagerly, dropout is fed its masks,
 * and an optimizer's numbers are fed too. A model that the graph cannot hold is left to the eager step.
 */
import * as tf from "@tensorflow/tfjs";
import { type Batch, tensorsOf } from "../../data/batch";
import type { Objective } from "../../objective/objective";
import type { Optimizer } from "../../optimizers/optimizer";
import type { Weight } from "../../optimizers/weight";
import { computeGradients, computeStatistics } from "../eager-step";
import { CompiledGraph, type NamedTensors, type StepResult } from "./compiled-graph";
import { nativeBackend, type NativeBackend } from "./native-backend";
import { NotCompilable } from "./not-compilable";

/** A layer with a random mask that can be fed: the model zoo's dropout. */
interface MaskedLayer extends tf.layers.Layer {
  fedMask: tf.Tensor | null;
  drawMask(inputShape: readonly number[]): tf.Tensor;
}

interface Plan {
  /** Layers that run eagerly, in order: everything up to the last one that draws and cannot be fed. */
  readonly front: readonly tf.layers.Layer[];
  /** The rest of the network. */
  readonly rest: readonly tf.layers.Layer[];
  readonly masked: readonly MaskedLayer[];
}

export class NativeStep {
  readonly #graph: CompiledGraph;
  readonly #objective: Objective;
  readonly #optimizer: Optimizer;
  readonly #model: tf.LayersModel;
  readonly #plan: Plan;
  readonly #variables: readonly tf.Variable[];
  #refused = false;

  private constructor(
    backend: NativeBackend,
    model: tf.LayersModel,
    objective: Objective,
    optimizer: Optimizer,
    plan: Plan,
  ) {
    this.#model = model;
    this.#objective = objective;
    this.#optimizer = optimizer;
    this.#plan = plan;
    const weights = model.weights.map((weight) => weight.read() as tf.Variable);
    this.#variables = [...weights, ...optimizer.slots.flat()];
    this.#graph = new CompiledGraph(backend, this.#variables);
  }

  /**
   * The compiled step of a model, or undefined where it cannot be: another backend, a model that is no plain sequence of
   * layers, an optimizer whose update changes with the step in other ways than through its numbers. The optimizer must be
   * built.
   */
  static make(
    model: tf.LayersModel,
    objective: Objective,
    optimizer: Optimizer,
  ): NativeStep | undefined {
    const backend = nativeBackend();
    if (!backend || !(model instanceof tf.Sequential) || !optimizer.isPureUpdate) return undefined;
    const constrained = model.trainableWeights.some(
      (weight) => (weight as { constraint?: unknown }).constraint,
    );
    if (constrained) return undefined;
    const { layers } = model;
    const masked = layers.filter(
      (layer): layer is MaskedLayer => "fedMask" in layer && "drawMask" in layer,
    );
    const last = layers.reduce(
      (found, layer, i) => (draws(layer) && !masked.includes(layer as MaskedLayer) ? i : found),
      -1,
    );
    const front = layers.slice(0, last + 1);
    const plain = front.every(
      (layer) => layer.trainableWeights.length === 0 && !masked.includes(layer as MaskedLayer),
    );
    if (!plain) return undefined;
    return new NativeStep(backend, model, objective, optimizer, {
      front,
      rest: layers.slice(last + 1),
      masked,
    });
  }

  /**
   * Trains on one batch. The caller owns the statistics and the batch, and calls the optimizer's `advance` when `pending`
   * says that the graph has updated without it (which a shut gate does not do).
   *
   * @param gated do not update when the loss is not finite
   * @returns undefined when this batch has to run eagerly
   */
  train(batch: Batch, gated: boolean): { statistics: tf.Tensor1D; pending: boolean } | undefined {
    if (!this.#fits(batch)) {
      this.#graph.pull();
      return undefined;
    }
    const { front, masked } = this.#plan;
    const x = tf.tidy(() =>
      front.reduce<tf.Tensor>(
        (images, layer) => layer.apply(images, { training: true }) as tf.Tensor,
        tf.clone(batch.inputs[0] as tf.Tensor),
      ),
    );
    const inputs = {
      x,
      ...targets(batch),
      ...Object.fromEntries(
        masked.map((layer, i) => [`mask_${i}`, layer.drawMask(shapeFor(layer, batch.size))]),
      ),
      ...this.#optimizer.stepTensors(),
    };
    try {
      const key = `train_${keyOf(batch)}_${gated ? "gated" : "free"}`;
      const pending = this.#graph.has(key);
      const statistics = this.#step(key, inputs, () =>
        this.#trainEagerly({ ...batch, inputs: [x] }, inputs, gated),
      );
      return { statistics, pending };
    } finally {
      const kept = new Set(tensorsOf(batch));
      tf.dispose(Object.values(inputs).filter((tensor) => !kept.has(tensor)));
    }
  }

  /** Loss and metrics of one batch outside training, as {@link train}. */
  test(batch: Batch): tf.Tensor1D | undefined {
    if (!this.#fits(batch)) {
      this.#graph.pull();
      return undefined;
    }
    const inputs = { x: batch.inputs[0] as tf.Tensor, ...targets(batch) };
    return this.#step(`test_${keyOf(batch)}`, inputs, () => ({
      outputs: { statistics: computeStatistics(this.#model, this.#objective, batch) },
    }));
  }

  /** Makes the model's weights and the optimizer's slots current. */
  pull(): void {
    this.#graph.pull();
  }

  dispose(): void {
    this.#graph.dispose();
  }

  #fits({ inputs }: Batch): boolean {
    return !this.#refused && inputs.length === 1;
  }

  /**
   * Runs a step. One that is new is run eagerly and recorded, then taken back and run again as all others will be: the
   * two agree but for the order of float32 sums, and a run that is resumed here must give what an unbroken one gave.
   */
  #step(key: string, inputs: NamedTensors, eager: () => StepResult): tf.Tensor1D {
    const run = (): tf.Tensor1D => this.#graph.run(key, inputs)["statistics"] as tf.Tensor1D;
    if (this.#graph.has(key)) return run();
    this.#graph.pull();
    const former = this.#variables.map((variable) => tf.clone(variable));
    try {
      const { outputs, refusal } = this.#graph.record(key, inputs, eager);
      const statistics = outputs["statistics"] as tf.Tensor1D;
      if (refusal !== undefined || this.#refused) {
        this.#refuse();
        return statistics;
      }
      try {
        this.#graph.push();
      } catch (error) {
        if (!(error instanceof NotCompilable)) throw error;
        this.#refuse();
        return statistics;
      }
      statistics.dispose();
      this.#variables.forEach((variable, i) => variable.assign(former[i] as tf.Tensor));
      return run();
    } finally {
      tf.dispose(former);
    }
  }

  /** From now on every batch runs eagerly; the model's variables are current. */
  #refuse(): void {
    this.#refused = true;
    this.#graph.dispose();
  }

  #trainEagerly(batch: Batch, inputs: NamedTensors, gated: boolean): StepResult {
    const { rest, masked } = this.#plan;
    const weights: readonly Weight[] = this.#model.trainableWeights;
    masked.forEach((layer, i) => (layer.fedMask = inputs[`mask_${i}`] ?? null));
    try {
      const { statistics, gradients } = computeGradients(
        this.#model,
        this.#objective,
        weights,
        batch,
        {
          predict: () => [
            rest.reduce<tf.Tensor>(
              (x, layer) => layer.apply(x, { training: true }) as tf.Tensor,
              batch.inputs[0] as tf.Tensor,
            ),
          ],
        },
      );
      const fused = this.#optimizer.fusedUpdates(gradients);
      if (!gated || Number.isFinite(statistics.dataSync()[0]))
        this.#optimizer.apply(gradients, inputs);
      else this.#refused = true; // the updates are not in the recording
      const unused = fused ? [] : gradients.filter((gradient) => gradient !== null);
      tf.dispose(unused);
      return {
        outputs: { statistics },
        ...(fused ? { fused } : {}),
        ...(gated ? { gate: "statistics" } : {}),
      };
    } finally {
      for (const layer of masked) layer.fedMask = null;
    }
  }
}

/** Whether a layer draws random numbers in training. */
function draws(layer: tf.layers.Layer): boolean {
  return "seedGenerator" in layer && layer.seedGenerator !== null;
}

/** What a step is compiled for: shapes of inputs, targets and sample weights. */
function keyOf({ inputs, outputs }: Batch): string {
  const tensors = [...inputs, ...outputs.flatMap(({ target, weight }) => [target, weight])];
  return tensors.map((tensor) => tensor?.shape.join("x") ?? "none").join("_");
}

function targets({ outputs }: Batch): NamedTensors {
  const named = outputs.flatMap(({ target, weight }, i) => [
    [`y_${i}`, target] as const,
    ...(weight ? [[`weight_${i}`, weight] as const] : []),
  ]);
  return Object.fromEntries(named);
}

/** The shape of a layer's input in a batch of `size`. */
function shapeFor(layer: tf.layers.Layer, size: number): number[] {
  const { shape } = layer.input as tf.SymbolicTensor;
  return shape.map((length, axis) => (axis === 0 ? size : (length ?? 0)));
}

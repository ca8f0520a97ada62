/**
 * The step compiled on native TensorFlow: one graph for each batch size and phase of the optimizer, for training, testing
 * and predicting. What draws random numbers stays outside the graph: augmentation in front of the network runs eagerly,
 * dropout is fed its masks, and an optimizer's numbers are fed too. What a graph cannot hold is left to the eager step.
 */
import * as tf from "@tensorflow/tfjs";
import { currentCluster } from "../../cluster/current-cluster";
import { type Batch, tensorsOf } from "../../data/batch";
import { TrainingError } from "../../errors";
import { computeGradients, computePredictions, computeStatistics } from "../compute";
import { EagerStep } from "../eager-step";
import { leafLayers } from "../layers";
import type { CallArguments } from "../run-model";
import {
  type BatchResult,
  hasFiniteLoss,
  mayUpdate,
  type Statistics,
  type Step,
  type StepParts,
} from "../step";
import type { Weight } from "../../optimizers/weight";
import { CompiledGraph } from "./compiled-graph";
import { type Asked, DrawnMasks } from "./drawn-masks";
import { fusedUpdates, stepNumbers } from "./fused-updates";
import type { NativeBackend } from "./native-backend";
import { NotCompilable } from "./not-compilable";
import { type Plan, planOf } from "./plan";
import { dtypeNumber, type NamedTensors, type StepResult } from "./recorded-step";
import { StepReduction } from "./step-reduction";

/** What is compiled for one state of the model: which weights train, and which layers are frozen. */
interface Compiled {
  readonly graph: CompiledGraph;
  readonly plan: Plan;
  readonly variables: readonly tf.Variable[];
  readonly signature: string;
  /** Who asks for masks in each recorded step. */
  readonly asked: Map<string, readonly Asked[]>;
}

/** A step to run: what it is given, and how it runs eagerly. */
interface Job {
  readonly key: string;
  readonly inputs: NamedTensors;
  readonly masks: DrawnMasks;
  readonly work: () => StepResult;
}

export class NativeStep implements Step {
  readonly #backend: NativeBackend;
  readonly #parts: StepParts;
  readonly #eager: EagerStep;
  #compiled: Compiled | null = null;
  #refusal: string | null = null;
  /** Whether a training step was seen to do the same twice. */
  #repeats = false;

  constructor(backend: NativeBackend, parts: StepParts) {
    this.#backend = backend;
    this.#parts = parts;
    this.#eager = new EagerStep(parts, "");
    const plan = planOf(parts.model);
    if (typeof plan === "string") this.#refusal = plan;
  }

  get refusal(): string | null {
    return this.#refusal;
  }

  async train(batch: Batch): Promise<BatchResult> {
    const { optimizer, model, objective, gated } = this.#parts;
    const compiled = this.#current(tensorsOf(batch));
    if (!compiled) return this.#alone(batch).train(batch);
    const weights = model.trainableWeights;
    const front = compiled.plan.front(batch.inputs, batch.rows);
    const key = `train-${optimizer.phase}-${keyOf(front, batch)}`;
    const masks = new DrawnMasks(compiled.asked.get(key), batch.rows);
    const reduction = this.#reduction(batch);
    const numbers = Object.entries(stepNumbers(optimizer)).map(
      ([name, value]) => [name, tf.scalar(value, "float32")] as const,
    );
    const cut = { ...batch, inputs: front };
    const options = {
      weights,
      masks,
      lossScale: optimizer.lossScaleFactor,
      share: reduction?.share ?? 1,
      predict: (call: CallArguments) => compiled.plan.rest(front, { ...call, rows: batch.rows }),
    };
    const work = (): StepResult => {
      masks.rewind();
      const still = movedSince(model.nonTrainableWeights);
      const own = computeGradients({ model, objective }, cut, options);
      const { statistics, gradients } =
        reduction?.training(own, objective.lossCount, still()) ?? own;
      const fused = fusedUpdates(optimizer, weights, gradients, numberInput);
      if (!fused) {
        optimizer.applyGradients(gradients, Object.fromEntries(numbers));
        tf.dispose(gradients.filter((gradient) => gradient !== null));
      }
      return {
        outputs: { statistics },
        fed: masks.tensors,
        ...(fused ? { fused } : {}),
        ...(gated ? { gate: "statistics" } : {}),
        ...(reduction ? { collectives: reduction.collectives } : {}),
      };
    };
    const inputs = {
      ...named("x", front),
      ...targetsOf(batch),
      ...Object.fromEntries(numbers.map(([name, tensor]) => [numberInput(name), tensor])),
    };
    try {
      const outputs = this.#run(compiled, { key, inputs, masks, work });
      if (!outputs) {
        masks.rewind();
        return await this.#alone(batch).train(cut, options);
      }
      const values = await this.#read(outputs, batch);
      const finite = hasFiniteLoss(values);
      if (mayUpdate(finite, this.#parts)) optimizer.advance();
      return { statistics: values, finite };
    } finally {
      masks.dispose();
      tf.dispose(numbers.map(([, tensor]) => tensor));
      tf.dispose(front.filter((tensor) => !batch.inputs.includes(tensor)));
    }
  }

  async test(batch: Batch): Promise<Statistics> {
    const compiled = this.#current(tensorsOf(batch));
    const reduction = this.#reduction(batch);
    const work = (): StepResult => {
      const own = computeStatistics(this.#parts, batch, reduction?.share);
      const statistics = reduction?.statistics(own, this.#parts.objective.lossCount) ?? own;
      return {
        outputs: { statistics },
        ...(reduction ? { collectives: reduction.collectives } : {}),
      };
    };
    const outputs =
      compiled &&
      this.#run(compiled, {
        key: `test-${keyOf(batch.inputs, batch)}`,
        inputs: { ...named("x", batch.inputs), ...targetsOf(batch) },
        masks: new DrawnMasks(),
        work,
      });
    return outputs ? this.#read(outputs, batch) : this.#alone(batch).test(batch);
  }

  predict(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    const { model } = this.#parts;
    const compiled = this.#current(inputs);
    const outputs =
      compiled &&
      this.#run(compiled, {
        key: `predict-${shapesOf(inputs)}`,
        inputs: named("x", inputs),
        masks: new DrawnMasks(),
        work: () => ({ outputs: named("output", computePredictions(model, inputs)) }),
      });
    return outputs ? Object.values(outputs) : this.#eager.predict(inputs);
  }

  settle(): void {
    this.#compiled?.graph.pull();
  }

  dispose(): void {
    this.settle();
    this.#drop();
  }

  /**
   * What is compiled for the model as it is now, or null where this batch has to run eagerly; the model's variables are
   * current then.
   */
  #current(tensors: readonly tf.Tensor[]): Compiled | null {
    const { model, optimizer } = this.#parts;
    const fits = tensors.every(({ dtype }) => dtypeNumber(dtype) !== undefined);
    if (this.#refusal !== null || !fits) {
      this.settle();
      return null;
    }
    const frozen = leafLayers(model).map((leaf) => (leaf.frozen ? "f" : "t"));
    const signature = `${model.trainableWeights.map(({ id }) => id).join()}_${frozen.join("")}`;
    if (this.#compiled?.signature === signature && optimizer.built) return this.#compiled;
    this.dispose();
    const plan = planOf(model);
    if (typeof plan === "string") {
      this.#refuse(plan);
      return null;
    }
    optimizer.build(model.trainableWeights);
    const weights = model.weights.map((weight) => weight.read());
    // Whole numbers that nobody reads stay outside; `planOf` refuses others.
    const variables = [...weights, ...optimizer.variables].filter(
      (tensor) => tensor instanceof tf.Variable && tensor.dtype === "float32",
    ) as tf.Variable[];
    const graph = new CompiledGraph(this.#backend, variables);
    this.#compiled = { graph, plan, variables, signature, asked: new Map() };
    return this.#compiled;
  }

  /**
   * Runs a step, or null where it turns out that it cannot be compiled. One that is new is run eagerly and recorded, then
   * taken back and run again as all others will be: the two agree but for the order of float32 sums, and a run that is
   * resumed here must give what an unbroken one gave.
   */
  #run(compiled: Compiled, job: Job): NamedTensors | null {
    const { graph } = compiled;
    if (!graph.has(job.key)) {
      const refusal = this.#record(compiled, job);
      if (refusal !== null) {
        this.#refuse(refusal);
        return null;
      }
    }
    return graph.run(job.key, { ...job.inputs, ...job.masks.tensors });
  }

  /** @returns why the step cannot be compiled, or null; the variables are as before */
  #record({ graph, variables, asked }: Compiled, { key, inputs, masks, work }: Job): string | null {
    graph.pull();
    const before = variables.map((variable) => [variable, tf.clone(variable)] as const);
    const takeBack = (): void => before.forEach(([variable, value]) => variable.assign(value));
    try {
      const { outputs, refusal } = graph.record(key, inputs, work);
      tf.dispose(outputs);
      asked.set(key, masks.asked);
      takeBack();
      if (refusal !== undefined) return refusal;
      if (!this.#repeats && key.startsWith("train") && mayDraw(this.#parts.model)) {
        const repeats = graph.repeats(key, inputs, work);
        takeBack();
        if (!repeats) return "a layer draws random numbers and takes no masks";
        this.#repeats = true;
      }
      graph.push();
      return null;
    } catch (error) {
      takeBack();
      if (error instanceof NotCompilable) return error.message;
      throw error;
    } finally {
      tf.dispose(before.map(([, value]) => value));
    }
  }

  /** What adds this batch up over the workers of a cluster; undefined where this process trains by itself. */
  #reduction({ rows }: Batch): StepReduction | undefined {
    const cluster = currentCluster();
    return cluster && rows && new StepReduction(this.#backend, cluster, rows);
  }

  /** The eager step, which knows of no other workers. @throws TrainingError `cluster-unsupported` */
  #alone({ rows }: Batch): EagerStep {
    if (!rows) return this.#eager;
    throw new TrainingError(
      "cluster-unsupported",
      `On a cluster the training step must be compiled, and this one cannot be: ${this.#refusal ?? "a tensor is of a type that a graph cannot hold"}.`,
    );
  }

  /** The statistics of a step on the host; on a cluster those of all workers. */
  async #read(outputs: NamedTensors, { rows }: Batch): Promise<Statistics> {
    const values = await read(outputs);
    if (!rows || !currentCluster()) return values;
    const counted = values.at(-1);
    if (counted === rows.of) return values.subarray(0, -1);
    throw new TrainingError(
      "cluster-mismatch",
      `The workers' rows of a batch of ${rows.of} are ${counted ?? 0} together: they do not read the same data.`,
    );
  }

  /** From now on every batch runs eagerly; the model's variables are current. */
  #refuse(reason: string): void {
    this.#refusal = reason;
    this.#drop();
  }

  #drop(): void {
    this.#compiled?.graph.dispose();
    this.#compiled = null;
  }
}

/** Layers that are known to draw nothing but through a `seedGenerator`; a step with others is run twice to see. */
const quiet =
  /^(InputLayer|Dense|Conv[123]D|DepthwiseConv2D|SeparableConv2D|Flatten|Reshape|Activation|ReLU|LeakyReLU|ELU|PReLU|Softmax|BatchNormalization|LayerNormalization|(Global)?(Max|Average)Pooling[123]D|Add|Multiply|Average|Concatenate|ZeroPadding2D|Rescaling|Flowers>\w+)$/;

function mayDraw(model: tf.LayersModel): boolean {
  return leafLayers(model).some(({ layer }) => !quiet.test(layer.getClassName()));
}

/** Which of these weights have been written since. */
function movedSince(weights: readonly Weight[]): () => readonly Weight[] {
  const before = weights.map((weight) => dataOf(weight));
  return () => weights.filter((weight, i) => dataOf(weight) !== before[i]);
}

function dataOf(weight: Weight): object {
  return (weight.read() as unknown as { readonly dataId: object }).dataId;
}

/** What the step's input of an optimizer's number is called. */
function numberInput(name: string): string {
  return `number_${name}`;
}

function named(prefix: string, tensors: readonly tf.Tensor[]): NamedTensors {
  return Object.fromEntries(tensors.map((tensor, i) => [`${prefix}_${i}`, tensor]));
}

function targetsOf({ outputs }: Batch): NamedTensors {
  const entries = outputs.flatMap(({ target, weight }, i) => [
    [`y_${i}`, target] as const,
    ...(weight ? [[`weight_${i}`, weight] as const] : []),
  ]);
  return Object.fromEntries(entries);
}

function shapesOf(tensors: readonly (tf.Tensor | null)[]): string {
  return tensors
    .map((tensor) => (tensor ? `${tensor.dtype}${tensor.shape.join("x")}` : "none"))
    .join("_");
}

/**
 * What a step is compiled for: shapes and dtypes of inputs, targets and sample weights, and on a cluster the place in the whole
 * batch. All workers compile a new size of it at once, also one whose own part is not new.
 */
function keyOf(inputs: readonly tf.Tensor[], { outputs, rows }: Batch): string {
  const place = rows ? `rows${rows.start}-${rows.count}-of-${rows.of}_` : "";
  return (
    place + shapesOf([...inputs, ...outputs.flatMap(({ target, weight }) => [target, weight])])
  );
}

/** The statistics of a step on the host. */
async function read(outputs: NamedTensors): Promise<Statistics> {
  const { statistics } = outputs;
  if (!statistics) throw new Error("unreachable: a step gives its statistics");
  try {
    return await statistics.data();
  } finally {
    statistics.dispose();
  }
}

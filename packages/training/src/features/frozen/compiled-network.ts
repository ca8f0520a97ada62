/**
 * A folded network as one graph of native TensorFlow, for batches of one shape. TensorFlow then runs convolution, bias and
 * activation as one op, and lets go of each tensor when its last reader is done. Weights are handed to each run: as
 * constants they would be copied into the graph's description, its encoding and TensorFlow's own copies of both.
 */
import type * as tf from "@tensorflow/tfjs";
import { emit } from "../../step/native/emit";
import { attribute, DataType, GraphBuilder, type GraphNode } from "../../step/native/graph";
import { nativeBackend, type NativeBackend } from "../../step/native/native-backend";
import { NotCompilable } from "../../step/native/not-compilable";
import { record } from "../../step/native/recording";
import { type Feed, Session } from "../../step/native/session";

/** A network for batches of one shape. */
export interface CompiledNetwork {
  /** The output for a batch of the shape. The caller owns it, and still owns the batch. */
  run(images: tf.Tensor): tf.Tensor;
  dispose(): void;
}

/**
 * Runs `work` on a first batch, and compiles it.
 *
 * @param weights everything float32 that `work` reads beside the batch; they stay the caller's, who
 * disposes of them after the network
 * @returns what `work` gave; no network where the backend is another one, or `work` does what a graph cannot state
 */
export function compileNetwork(
  images: tf.Tensor,
  weights: readonly tf.Tensor[],
  work: (images: tf.Tensor) => tf.Tensor,
): { readonly output: tf.Tensor; readonly network: CompiledNetwork | null } {
  const backend = nativeBackend();
  if (!backend || images.dtype !== "float32") return { output: work(images), network: null };
  const { result: output, recording } = record(backend, () => work(images));
  if (recording.readByHost || output.dtype !== "float32") return { output, network: null };
  try {
    const { nodes, feeds } = graphOf({ backend, images, weights, output, recording });
    const session = new Session(backend, nodes);
    const run = (batch: tf.Tensor): tf.Tensor =>
      session.run([["images", batch], ...feeds], ["features"])[0] as tf.Tensor;
    return { output, network: { run, dispose: () => session.close() } };
  } catch (error) {
    if (!(error instanceof NotCompilable)) throw error;
    return { output, network: null };
  }
}

function graphOf({
  backend,
  images,
  weights,
  output,
  recording,
}: {
  readonly backend: NativeBackend;
  readonly images: tf.Tensor;
  readonly weights: readonly tf.Tensor[];
  readonly output: tf.Tensor;
  readonly recording: ReturnType<typeof record>["recording"];
}): { readonly nodes: readonly GraphNode[]; readonly feeds: readonly Feed[] } {
  const idOf = (tensor: tf.Tensor): number => backend.getInputTensorIds([tensor])[0] ?? -1;
  const graph = new GraphBuilder();
  const [batch, result] = [idOf(images), idOf(output)];
  const places = new Map([[batch, graph.placeholder("images", DataType.float, images.shape)]]);
  const shapes = new Map<number, readonly number[]>([[batch, images.shape]]);
  const read = new Set(recording.ops.flatMap(({ inputs }) => inputs));
  const feeds: Feed[] = [];
  for (const weight of weights) {
    const id = idOf(weight);
    if (!read.has(id) || places.has(id)) continue;
    const name = graph.placeholder(`weight_${feeds.length}`, DataType.float, weight.shape);
    feeds.push([name, weight]);
    shapes.set(id, weight.shape);
    places.set(id, name);
  }
  emit({ graph, recording, scope: "frozen", places, shapes });
  const place = places.get(result);
  if (place === undefined) throw new NotCompilable("the output was not made by the network");
  graph.node("features", "Identity", [place], { T: attribute.type(DataType.float) });
  return { nodes: graph.nodes, feeds };
}

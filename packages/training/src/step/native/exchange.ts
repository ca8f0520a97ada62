/** Sums over the workers of a cluster outside of a step: how they compare what they train, and hand one worker's state to all. */
import * as tf from "@tensorflow/tfjs";
import type { CurrentCluster } from "../../cluster/current-cluster";
import { nextInstanceKey } from "../../cluster/instance-keys";
import { clusterError } from "../../cluster/lost-worker";
import { TrainingError } from "../../errors";
import { addSumOverWorkers } from "./emit";
import { attribute, DataType, GraphBuilder } from "./graph";
import { nativeBackend } from "./native-backend";
import { Session } from "./session";

/**
 * The sum of whole numbers over all workers, number by number. Every worker gives as many.
 *
 * @throws TrainingError `worker-lost` when somebody does not answer
 */
export async function sumOverWorkers(
  cluster: CurrentCluster,
  numbers: Int32Array,
): Promise<Int32Array> {
  const backend = nativeBackend();
  if (!backend) {
    throw new TrainingError(
      "cluster-unsupported",
      `On a cluster the backend must be native TensorFlow; it is ${tf.getBackend()}.`,
    );
  }
  const graph = new GraphBuilder();
  const input = graph.placeholder("in", DataType.int32, [numbers.length]);
  const { workers, timeout } = cluster;
  const sum = addSumOverWorkers(graph, "sum", input, {
    ...{ key: nextInstanceKey(), workers, timeout },
    type: DataType.int32,
  });
  graph.node("out", "Identity", [sum], { T: attribute.type(DataType.int32) });
  const session = new Session(backend, graph.nodes);
  const given = tf.tensor1d(numbers, "int32");
  try {
    const [result] = session.run([["in", given]], ["out"]);
    if (!result) throw new Error("unreachable: a session gives what it is asked for");
    const values = Int32Array.from(await result.data());
    result.dispose();
    return values;
  } catch (error) {
    throw await clusterError(cluster, error);
  } finally {
    given.dispose();
    session.close();
  }
}

/**
 * The chief's bytes, on every worker.
 *
 * @param bytes what the chief gives; null on the others
 */
export async function fromChief(
  cluster: CurrentCluster,
  bytes: Uint8Array | null,
): Promise<Uint8Array> {
  const [length = 0] = await sumOverWorkers(cluster, Int32Array.of(bytes?.length ?? 0));
  const numbers = new Int32Array(Math.ceil(length / 4));
  if (bytes) new Uint8Array(numbers.buffer).set(bytes);
  const sum = await sumOverWorkers(cluster, numbers); // the others give zeros
  return new Uint8Array(sum.buffer, 0, length);
}

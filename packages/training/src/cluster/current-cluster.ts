/** The cluster that this process is in, as `joinCluster` of `@flowers/backend` left it on tfjs's native backend. */
import * as tf from "@tensorflow/tfjs";

/** A cluster from the inside: what training needs to know. */
export interface CurrentCluster {
  /** How many workers there are. */
  readonly workers: number;
  /** This one's place; 0 is the chief. */
  readonly index: number;
  /** `host:port` by place. */
  readonly addresses: readonly string[];
  /** Seconds that a step waits for the others. */
  readonly timeout: number;
  /** TensorFlow's version. */
  readonly version: string;
  /** Places of the others that accept no connection. */
  unreachable(): Promise<readonly number[]>;
}

/** The cluster that this process has joined, or undefined: then it trains by itself. */
export function currentCluster(): CurrentCluster | undefined {
  const backend = tf.findBackend("tensorflow") as { readonly cluster?: CurrentCluster } | null;
  return backend?.cluster;
}

/** Whether this process is the one that writes files and shows progress: the first of its cluster, or alone. */
export function isChief(): boolean {
  return (currentCluster()?.index ?? 0) === 0;
}

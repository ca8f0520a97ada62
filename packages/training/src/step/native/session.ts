/** A TensorFlow session over one graph: it holds the graph's variables and runs parts of it. */
import * as tf from "@tensorflow/tfjs";
import { removeFolder, writeTemporaryFolder } from "#platform";
import { workerIsLost } from "../../cluster/lost-worker";
import type { GraphNode } from "./graph";
import type { NativeBackend } from "./native-backend";
import { savedModel } from "./saved-model";

/** A tensor for a placeholder. */
export type Feed = readonly [place: string, tensor: tf.Tensor];

export class Session {
  readonly #backend: NativeBackend;
  readonly #id: number;
  readonly #removals: readonly string[];

  constructor(backend: NativeBackend, nodes: readonly GraphNode[]) {
    this.#backend = backend;
    this.#removals = nodes.flatMap(({ name }) => (/^var_\d+\/gone$/.test(name) ? [name] : []));
    const folder = writeTemporaryFolder({ "saved_model.pb": savedModel(nodes) });
    try {
      this.#id = backend.loadSavedModelMetaGraph(folder, "serve");
    } finally {
      removeFolder(folder); // TensorFlow has read it whole
    }
  }

  /** The values of nodes. The caller owns them, and still owns what it feeds. */
  run(feeds: readonly Feed[], nodes: readonly string[]): tf.Tensor[] {
    return this.#backend.runSavedModel(
      this.#id,
      feeds.map(([, tensor]) => tensor),
      feeds.map(([name]) => ({ name })),
      nodes,
    );
  }

  /** Writes variables, by their places. */
  write(variables: ReadonlyMap<number, tf.Tensor>): void {
    const feeds = [...variables].map(([i, tensor]) => [`var_${i}/feed`, tensor] as const);
    tf.dispose(
      this.run(
        feeds,
        [...variables.keys()].map((i) => `var_${i}/fed`),
      ),
    );
  }

  /** Reads variables, by their places. The caller owns the tensors. */
  read(indices: readonly number[]): tf.Tensor[] {
    return this.run(
      [],
      indices.map((i) => `var_${i}/value`),
    );
  }

  /** Frees it, with the variables that would outlive it. One whose worker was lost is left: it may never answer again. */
  close(): void {
    if (workerIsLost()) return;
    if (this.#removals.length > 0) tf.dispose(this.run([], this.#removals));
    this.#backend.deleteSavedModel(this.#id);
  }
}

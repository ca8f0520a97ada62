/** A cluster that this process has joined. */

/** What is waited for while workers start. */
export interface ClusterProgress {
  /** Workers that do not answer yet, by their places, such as `[1]`; empty when all do. */
  readonly missing: readonly number[];
  /** `host:port` of those. */
  readonly addresses: readonly string[];
  /** Seconds since the wait began. */
  readonly seconds: number;
}

/** Options of {@link joinCluster}. */
export interface JoinClusterOptions {
  /** Who the workers are: the text of a `TF_CONFIG`. Default: the environment variable of that name. */
  readonly tfConfig?: string;
  /**
   * Seconds that others are waited for: now, until all have started, and in every training step, which may include another's
   * loading of data. Default 600.
   */
  readonly timeout?: number;
  /** Called about once a second while others are waited for, and once when all answer. */
  readonly onProgress?: (progress: ClusterProgress) => void;
}

/** A cluster that this process is part of. */
export interface Cluster {
  /** How many workers there are, this one included. */
  readonly workers: number;
  /** This one's place, from 0. */
  readonly index: number;
  /** Whether it is the first, which alone writes files and shows progress. */
  readonly isChief: boolean;
  /**
   * Leaves: what is trained from now on is this process's own. A process joins once; its port stays open until it ends, for
   * TensorFlow's server cannot be stopped.
   */
  dispose(): void;
}

/**
 * What {@link joinCluster} puts on tfjs's native backend, as its property `cluster`; `@flowers/training` reads it there, for
 * no package imports this one.
 */
export interface JoinedCluster {
  readonly workers: number;
  readonly index: number;
  /** `host:port` by place. */
  readonly addresses: readonly string[];
  /** Seconds that a step waits for others. */
  readonly timeout: number;
  /** TensorFlow's version, which all must share. */
  readonly version: string;
  /** Places of the others that do not accept a connection within a second: who was lost. */
  unreachable(): Promise<readonly number[]>;
}

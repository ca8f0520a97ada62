/** What a case says, and what a peer answers. */

/** One measured part of a sample: how many items, in how many seconds of the clock and of all processors. */
export interface Part {
  readonly items: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** A peer's answer to one request; parts by name, such as "first epoch". */
export interface Answer {
  readonly parts: Readonly<Record<string, Part>>;
  /** Peak memory of the peer's process so far. */
  readonly peakMB: number;
}

/** One contender. It runs in a process of its own, which says `{"versions": ...}` and then answers each line that it reads. */
export interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment; null removes a variable. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** A new process for each sample: for what a process does once, such as a first epoch. */
  readonly fresh?: boolean;
}

/** A contender that cannot run here. */
export interface Absent {
  readonly name: string;
  /** Why not, and what would help. */
  readonly missing: string;
}

/** What the command line asks for. */
export interface BenchOptions {
  /** The smallest samples, to see that a case works. */
  readonly quick: boolean;
  /** A folder with one folder of photos per class; undefined for made-up ones. */
  readonly photos: string | undefined;
}

/** Peers that stand ready, and what is to be done when all is measured. */
export interface Prepared {
  readonly peers: readonly (Peer | Absent)[];
  readonly dispose?: () => void;
}

/** What a file of `cases/` exports as `bench`. */
export interface BenchCase {
  /** One sentence: what is done, on what. */
  readonly title: string;
  /** What is counted, in the plural: "images". */
  readonly unit: string;
  readonly prepare: (options: BenchOptions) => Prepared | Promise<Prepared>;
}

/** What was measured of one peer. */
export interface Row {
  readonly name: string;
  readonly answers: readonly Answer[];
  readonly versions: Readonly<Record<string, string>>;
}

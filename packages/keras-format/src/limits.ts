/** What a file may ask of its reader. A file above a limit is refused before memory is spent on it. */
export const LIMITS = {
  /** Bytes of one unpacked member: weights lie once in WebAssembly's 4 GiB and once outside of it. */
  memberBytes: 1024 ** 3,
  /** Bytes of `config.json` or `metadata.json`: the largest of Keras's own applications has 0.5 MB. */
  jsonBytes: 32 * 1024 ** 2,
  /** Members of the archive: Keras writes three, and one more for each asset. */
  members: 1_000,
  /** Unpacked bytes for each packed one. Weights are noise and hardly shrink; JSON shrinks about 20 times. */
  expansion: 100,
  /** Layers, groups or variables within groups: a tree that hard links closed into a ring has no end. */
  depth: 32,
  /** Layers of a model, counted over all models in it: the largest of Keras's own applications has about 1,100. */
  layers: 5_000,
  /** Values of one layer's input or output while shapes are found: 256 MiB of float32. */
  trialValues: 64 * 1024 ** 2,
  /** Objects of the weights file, counted over all groups. */
  objects: 100_000,
} as const;

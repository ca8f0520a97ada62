/** Weights of a file for a model that is there already, and weights alone as files. */
import type * as tf from "@tensorflow/tfjs";
import { layersOf, withWeights } from "../archive/layer-tree";
import { readKeras } from "../archive/read-keras";
import { weightGroups } from "../archive/write-keras";
import { requireBytes } from "../door";
import { KerasFormatError } from "../errors";
import { isHdf5 } from "../hdf5/read-h5";
import { namedLayers, type NamedLayer, withNamedWeights } from "../hdf5/legacy-weights";
import { readTree } from "../hdf5/read-tree";
import { numberedGroups, writeWeightsFile } from "../hdf5/weights-file";
import type { KerasLayer } from "../types";
import { type DescribedEntry, describeModel } from "./describe-model";
import { fromLayersModel, type FromLayersModelOptions } from "./from-layers-model";
import { setWeights } from "./set-weights";

/** Options of {@link loadWeights}. */
export interface LoadWeightsOptions {
  /**
   * Whether layers are found by their names, so that a model may have others than the file. Default false: in order. Only for
   * files that name their layers (Keras 2's, `keras.applications`).
   */
  readonly byName?: boolean;
  /** Whether layers whose shapes differ keep their weights. Default false: they are refused. Needs `byName`. */
  readonly skipMismatch?: boolean;
  /** For layers that are neither tfjs's nor Keras's, as in {@link fromLayersModel}. */
  readonly layers?: FromLayersModelOptions["layers"];
}

interface Pair {
  readonly entry: KerasLayer;
  readonly layer: tf.layers.Layer | null;
  readonly inner: readonly Pair[];
}

function pairUp(tree: readonly KerasLayer[], described: readonly DescribedEntry[]): Pair[] {
  let next = 0;
  return tree.map((entry): Pair => {
    const isLeft =
      entry.className === "InputLayer" && described[next]?.entry["class_name"] !== "InputLayer";
    const found = isLeft ? undefined : described[next++];
    return { entry, layer: found?.layer ?? null, inner: pairUp(entry.layers, found?.inner ?? []) };
  });
}

/**
 * `model.load_weights`: puts the weights of a file into a model: of a `.weights.h5` or `.keras` file of Keras 3 by the places of
 * layers of a class, of an `.h5` file of Keras 2 and of `keras.applications` in order or by name. Returns the names of the
 * layers that were given weights.
 *
 * @throws KerasFormatError `mismatch` if number or shapes differ; `invalid-file`, `unsafe-file` and `too-large` for the file
 *
 * @example
 * await loadWeights(model, await readFile("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5"), { byName: true });
 */
export async function loadWeights(
  model: tf.LayersModel,
  bytes: Uint8Array,
  { byName = false, skipMismatch = false, layers = {} }: LoadWeightsOptions = {},
): Promise<string[]> {
  requireBytes(bytes);
  const { entry, layers: described } = describeModel(model, layers);
  const pairs = pairUp(layersOf(entry), described);
  if (!isHdf5(bytes))
    return assign(pairs, filledFrom(pairs, (await readKeras(bytes)).layers), false);
  const tree = await readTree(bytes, "the weights file");
  const named = namedLayers(tree, "") ?? namedLayers(tree, "model_weights");
  if (named === null) {
    if (byName)
      throw mismatch("byName needs a file that names its layers; this one numbers them by class.");
    const groups = numberedGroups(tree);
    return assign(
      pairs,
      pairs.map((pair) => withWeights(pair.entry, groups)),
      false,
    );
  }
  return assign(pairs, byName ? foundByName(pairs, named) : inOrder(pairs, named), skipMismatch);
}

const mismatch = (message: string): KerasFormatError =>
  new KerasFormatError("mismatch", `loadWeights: ${message}`);

/** A whole model's layers, as many as the model has. */
function filledFrom(pairs: readonly Pair[], layers: readonly KerasLayer[]): KerasLayer[] {
  const byPath = new Map(layers.map((layer) => [layer.path, layer]));
  return pairs.map(({ entry }) => byPath.get(entry.path) ?? entry);
}

/** Keras pairs the layers that have weights, one after another. */
function inOrder(pairs: readonly Pair[], named: readonly NamedLayer[]): (KerasLayer | null)[] {
  const withSome = named.filter(({ weights }) => weights.length > 0);
  const wanting = pairs.filter(({ layer }) => (layer?.weights.length ?? 0) > 0);
  if (withSome.length !== wanting.length) {
    throw mismatch(
      `expected weights for ${wanting.length} layers; the file has them for ${withSome.length}. Pass byName: true to load what both have.`,
    );
  }
  return pairs.map((pair) => {
    const given = withSome[wanting.indexOf(pair)];
    return given ? withNamedWeights(pair.entry, given) : null;
  });
}

function foundByName(pairs: readonly Pair[], named: readonly NamedLayer[]): (KerasLayer | null)[] {
  const byName = new Map(
    named.filter(({ weights }) => weights.length > 0).map((each) => [each.name, each]),
  );
  return pairs.map((pair) => {
    const given = byName.get(pair.entry.name);
    return given ? withNamedWeights(pair.entry, given) : null;
  });
}

function assign(
  pairs: readonly Pair[],
  filled: readonly (KerasLayer | null)[],
  skipMismatch: boolean,
): string[] {
  return pairs.flatMap(({ entry, layer, inner }, i) => {
    const given = filled[i];
    if (!given || !layer || entry.module !== undefined) return [];
    if (inner.length > 0) return assign(inner, given.layers, skipMismatch);
    if (layer.weights.length === 0 && given.weights.length === 0) return [];
    try {
      setWeights(layer, given);
    } catch (error) {
      if (skipMismatch && KerasFormatError.is(error) && error.code === "mismatch") return [];
      throw error;
    }
    return [layer.name];
  });
}

/**
 * `model.save_weights`: the bytes of a `.weights.h5` file that Keras 3 loads. The model stays the caller's.
 *
 * @throws KerasFormatError `unsupported` for a layer that Keras lacks, by name
 */
export async function saveWeights(
  model: tf.LayersModel,
  options: Pick<FromLayersModelOptions, "layers"> = {},
): Promise<Uint8Array> {
  return writeWeightsFile(weightGroups(await fromLayersModel(model, options)));
}

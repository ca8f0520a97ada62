/**
 * Weights by the names of layers: Keras 2's weight files, whole `.h5` models of both versions, and the files of
 * `keras.applications`. Format: keras/src/legacy/saving/legacy_h5_format.py.
 */
import { KerasFormatError } from "../errors";
import type { KerasArray, KerasLayer } from "../types";
import type { Hdf5Tree } from "./read-tree";

/** One layer of such a file: its variables, trainable ones first, each by its name. */
export interface NamedLayer {
  readonly name: string;
  readonly weights: readonly { readonly name: string; readonly array: KerasArray }[];
}

/** An attribute of texts, which Keras cuts into several where it is long. An empty list has none, so HDF5 keeps it as numbers. */
export function texts(
  attributes: Readonly<Record<string, unknown>> | undefined,
  name: string,
): string[] | null {
  if (!attributes) return null;
  const whole = attributes[name];
  if (typeof whole === "string") return [whole];
  if (whole !== undefined) return Array.isArray(whole) ? whole.map(String) : [];
  const pieces: string[] = [];
  let found = false;
  for (let i = 0; `${name}${i}` in attributes; i++) {
    found = true;
    const piece = attributes[`${name}${i}`];
    if (Array.isArray(piece)) pieces.push(...piece.map(String));
  }
  return found ? pieces : null;
}

/** The layers below a group; null when the file has no names of layers there. */
export function namedLayers({ arrays, attributes }: Hdf5Tree, root: string): NamedLayer[] | null {
  const names = texts(attributes.get(root), "layer_names");
  if (names === null) return null;
  const below = (...parts: string[]): string => parts.filter((part) => part !== "").join("/");
  return names.map((name) => {
    const path = below(root, name);
    const weightNames = texts(attributes.get(path), "weight_names") ?? [];
    const weights = weightNames.map((weight) => {
      const array = arrays.get(below(path, weight));
      if (!array) {
        throw new KerasFormatError(
          "invalid-file",
          `readKeras: layer "${name}" names the weight "${weight}", which is missing.`,
        );
      }
      return { name: weight, array };
    });
    return { name, weights };
  });
}

const leavesOf = (layer: KerasLayer): KerasLayer[] =>
  layer.layers.length === 0 ? [layer] : layer.layers.flatMap(leavesOf);

/**
 * A layer with the weights of a file. Those of a model within the model stand in one list, trainable ones of all its layers
 * first, so they are told apart by the names of the layers in theirs.
 *
 * @throws KerasFormatError `mismatch` for a weight that belongs to no layer
 */
export function withNamedWeights(layer: KerasLayer, { weights }: NamedLayer): KerasLayer {
  if (layer.layers.length === 0) return { ...layer, weights: weights.map(({ array }) => array) };
  const leaves = leavesOf(layer);
  const owned = new Map<KerasLayer, KerasArray[]>();
  for (const { name, array } of weights) {
    const owner = ownerOf(name.split("/"), leaves);
    if (!owner) {
      throw new KerasFormatError(
        "mismatch",
        `readKeras: weight "${name}" belongs to no layer of the model "${layer.name}".`,
      );
    }
    owned.set(owner, [...(owned.get(owner) ?? []), array]);
  }
  const fill = (each: KerasLayer): KerasLayer =>
    each.layers.length === 0
      ? { ...each, weights: owned.get(each) ?? [] }
      : { ...each, layers: each.layers.map(fill) };
  return fill(layer);
}

/** The layer whose name stands last in a weight's, before the weight's own. */
function ownerOf(parts: readonly string[], leaves: readonly KerasLayer[]): KerasLayer | undefined {
  for (let i = parts.length - 2; i >= 0; i--) {
    const found = leaves.filter(({ name }) => name === parts[i]);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

/** The layers of a configuration as a tree, each with the place of its variables in the weights file. */
import { isList, isObject, textAt } from "../config/json";
import { KerasFormatError } from "../errors";
import { rowOf } from "../layers/table";
import { LIMITS } from "../limits";
import type { JsonObject, KerasArray, KerasLayer, LayerPart } from "../types";
import { groupNames } from "./layer-paths";

const tooDeep = (): KerasFormatError =>
  new KerasFormatError("unsafe-file", `readKeras: models lie more than ${LIMITS.depth} deep.`);

/** Whether an entry is one of Keras's operations, such as `keras.ops.add`, and no layer: it has no place in the weights file. */
export const isOperation = (entry: JsonObject): boolean =>
  /^keras\.(src\.)?ops\b/.test(textAt(entry, "module") ?? "");

interface Entry {
  readonly entry: JsonObject;
  readonly settings: JsonObject;
  readonly className: string;
}

function entriesOf(model: JsonObject): Entry[] {
  const config = model["config"];
  const list = isObject(config) ? config["layers"] : undefined;
  if (!isList(list)) return [];
  return list.map((entry, i) => {
    const settings = isObject(entry) ? entry["config"] : undefined;
    const className = isObject(entry) ? entry["class_name"] : undefined;
    if (!isObject(entry) || !isObject(settings) || typeof className !== "string") {
      throw new KerasFormatError(
        "invalid-file",
        `readKeras: layer ${i} of config.json has no class_name or no config.`,
      );
    }
    return { entry, settings, className };
  });
}

/** Places of the entries: a Sequential does not count its InputLayer among its layers; a functional model does. */
function pathsOf(model: JsonObject, entries: readonly Entry[]): Map<JsonObject, string> {
  const counted = entries.filter(
    ({ entry, className }) =>
      !isOperation(entry) && (model["class_name"] !== "Sequential" || className !== "InputLayer"),
  );
  const names = groupNames(counted.map(({ className }) => className));
  return new Map(counted.map(({ entry }, i) => [entry, `layers/${names[i] ?? ""}`]));
}

/** The layers of a model's configuration, with paths below `prefix` and without variables. */
export function layersOf(model: JsonObject, prefix = "", depth = 0): KerasLayer[] {
  if (depth > LIMITS.depth) throw tooDeep();
  const entries = entriesOf(model);
  const paths = pathsOf(model, entries);
  return entries.map(({ entry, settings, className }) => {
    const place = paths.get(entry);
    const path = place === undefined ? "" : prefix + place;
    const name = textAt(settings, "name") ?? textAt(entry, "name") ?? path.split("/").at(-1) ?? "";
    return {
      className,
      name: name === "" ? "input_layer" : name,
      ...(isOperation(entry) ? { module: textAt(entry, "module") ?? "" } : {}),
      config: settings,
      path,
      weights: [],
      layers: layersOf(entry, `${path}/`, depth + 1),
    };
  });
}

/** The groups below a layer's own that hold its variables, in their order; "" is its own. */
export function partsOf(entry: JsonObject, depth = 0): string[] {
  if (depth > LIMITS.depth) throw tooDeep();
  const config = entry["config"];
  const className = textAt(entry, "class_name") ?? "";
  if (!isObject(config)) return [""];
  const within = (key: string): string[] => {
    const inner = config[key];
    return isObject(inner) ? partsOf(inner, depth + 1).map((part) => join(key, part)) : [];
  };
  if (className === "Bidirectional") {
    const inner = within("layer").map((part) => part.replace(/^layer\/?/, ""));
    return ["forward_layer", "backward_layer"].flatMap((name) =>
      inner.map((part) => join(name, part)),
    );
  }
  if (className === "TimeDistributed") return within("layer");
  const inner = entriesOf(entry);
  if (inner.length > 0) {
    const paths = pathsOf(entry, inner);
    return inner.flatMap(({ entry: each }) => {
      const place = paths.get(each);
      return place === undefined ? [] : partsOf(each, depth + 1).map((part) => join(place, part));
    });
  }
  return [...(rowOf(className)?.parts ?? [""])];
}

export const join = (...parts: string[]): string => parts.filter((part) => part !== "").join("/");

/**
 * A layer with its variables out of the groups of the weights file. Groups below it that its class does not name come last, so
 * that nothing is lost when the file is written again.
 */
export function withWeights(
  layer: KerasLayer,
  groups: ReadonlyMap<string, readonly KerasArray[]>,
  place: string = layer.path,
): KerasLayer {
  const inner = layer.layers.map((each) => withWeights(each, groups));
  if (layer.path === "") return { ...layer, layers: inner };
  if (inner.length > 0) return { ...layer, weights: groups.get(place) ?? [], layers: inner };
  const known = partsOf({ class_name: layer.className, config: layer.config }).map((part) =>
    groups.has(join(place, part)) ? part : (privateNames(part, place, groups) ?? part),
  );
  const others = Array.from(groups.keys())
    .filter((key) => key === place || key.startsWith(`${place}/`))
    .map((key) => key.slice(place.length + 1))
    .filter((part) => !known.includes(part));
  const parts = [...known, ...others].flatMap(
    (path): (LayerPart & { arrays: readonly KerasArray[] })[] => {
      const arrays = groups.get(join(place, path)) ?? [];
      return arrays.length === 0 ? [] : [{ path, count: arrays.length, arrays }];
    },
  );
  const weights = parts.flatMap(({ arrays }) => arrays);
  const plain = parts.every(({ path }) => path === "");
  return plain
    ? { ...layer, weights }
    : { ...layer, weights, parts: parts.map(({ path, count }) => ({ path, count })) };
}

/** The `.keras` files of Keras 2 name a group by the attribute: `_query_dense` where Keras 3 has `query_dense`. */
function privateNames(
  part: string,
  place: string,
  groups: ReadonlyMap<string, unknown>,
): string | undefined {
  const named = part.replace(/[^/]+$/, (last) => `_${last}`);
  return groups.has(join(place, named)) ? named : undefined;
}

/** Every layer of a tree, each before what lies in it. */
export const flatten = (layers: readonly KerasLayer[]): KerasLayer[] =>
  layers.flatMap((layer) => [layer, ...flatten(layer.layers)]);

/** Writes a `.keras` file that Keras 3 loads. */
import { isObject, kerasText } from "../config/json";
import { requireFile } from "../door";
import { KerasFormatError } from "../errors";
import { type WeightsGroup, writeWeightsFile } from "../hdf5/weights-file";
import type { KerasFile, KerasLayer } from "../types";
import { snakeCase } from "./layer-paths";
import { flatten, join, layersOf } from "./layer-tree";
import { writeZip } from "./zip";

/** The groups of one layer: its own, and those below it that hold its variables. */
function groupsOf({ path, name, weights, parts }: KerasLayer): WeightsGroup[] {
  if (!parts) return [{ path, name, arrays: weights }];
  let from = 0;
  const groups = parts.map(({ path: part, count }) => {
    const arrays = weights.slice(from, from + count);
    from += count;
    return {
      path: join(path, part),
      name: part === "" ? name : (part.split("/").at(-1) ?? part),
      arrays,
    };
  });
  if (groups.some((group) => group.path === path)) return groups;
  return [{ path, name, arrays: [] }, ...groups];
}

/**
 * The groups of the weights file.
 *
 * @throws KerasFormatError `mismatch` if a variable's shape does not fit its data
 */
export function weightGroups(file: KerasFile): WeightsGroup[] {
  const layers = flatten(file.layers);
  const settings = file.config["config"];
  const modelName =
    isObject(settings) && typeof settings["name"] === "string" ? settings["name"] : "model";
  const groups: WeightsGroup[] = layers.filter(({ path }) => path !== "").flatMap(groupsOf);
  groups.push({ path: "", name: modelName, arrays: [] });
  if (file.optimizer) {
    groups.push({
      path: "optimizer",
      name: snakeCase(file.optimizer.className),
      arrays: file.optimizer.variables,
    });
  }
  for (const { path, arrays } of groups) {
    for (const [i, { shape, data }] of arrays.entries()) {
      if (shape.reduce((product, length) => product * length, 1) !== data.length) {
        throw new KerasFormatError(
          "mismatch",
          `writeKeras: variable ${i} of "${path}" has shape [${shape.join(", ")}] and ${data.length} values.`,
        );
      }
    }
  }
  return groups;
}

/**
 * Gives the bytes of a `.keras` file.
 *
 * @throws KerasFormatError `mismatch` if `layers` are not those of `config`, or a variable's shape does not fit its data
 *
 * @example
 * const bytes = await writeKeras(await readKeras(original)); // the same model, layer by layer and bit by bit
 */
export async function writeKeras(file: KerasFile): Promise<Uint8Array> {
  requireFile(file);
  const layers = flatten(file.layers);
  const paths = flatten(layersOf(file.config)).map(({ path }) => path);
  if (paths.length !== layers.length || paths.some((path, i) => layers[i]?.path !== path)) {
    throw new KerasFormatError(
      "mismatch",
      `writeKeras: expected layers at ${paths.join(", ")}, as config has them; received ${layers.map(({ path }) => path).join(", ")}.`,
    );
  }
  const groups = weightGroups(file);
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(kerasText(value));
  return writeZip({
    "metadata.json": text(file.metadata),
    "config.json": text(file.config),
    "model.weights.h5": await writeWeightsFile(groups),
  });
}

/** Writes a `.keras` file that Keras 3 loads. */
import { KerasFormatError } from "./errors";
import { snakeCase } from "./layer-paths";
import { isObject, layersOf } from "./read-keras";
import type { KerasFile, KerasLayer } from "./types";
import { type WeightsGroup, writeWeightsFile } from "./weights-file";
import { writeZip } from "./zip";

const flatten = (layers: readonly KerasLayer[]): KerasLayer[] =>
  layers.flatMap((layer) => [layer, ...flatten(layer.layers)]);

/**
 * Gives the bytes of a `.keras` file.
 *
 * @throws KerasFormatError `mismatch` if `layers` are not those of `config`, or a variable's shape does not fit its data
 *
 * @example
 * const bytes = await writeKeras(await readKeras(original)); // the same model, layer by layer and bit by bit
 */
export async function writeKeras(file: KerasFile): Promise<Uint8Array> {
  const layers = flatten(file.layers);
  const paths = flatten(layersOf(file.config)).map(({ path }) => path);
  if (paths.length !== layers.length || paths.some((path, i) => layers[i]?.path !== path)) {
    throw new KerasFormatError(
      "mismatch",
      `writeKeras: expected layers at ${paths.join(", ")}, as config has them; received ${layers.map(({ path }) => path).join(", ")}.`,
    );
  }
  const settings = file.config["config"];
  const modelName =
    isObject(settings) && typeof settings["name"] === "string" ? settings["name"] : "model";
  const groups: WeightsGroup[] = layers
    .filter(({ path }) => path !== "")
    .map(({ path, name, weights }) => ({ path, name, arrays: weights }));
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
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  return writeZip({
    "metadata.json": text(file.metadata),
    "config.json": text(file.config),
    "model.weights.h5": await writeWeightsFile(groups),
  });
}

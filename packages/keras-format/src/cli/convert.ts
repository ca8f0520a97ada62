/** One model file into another, by their endings. */
import { files, readModel, type ModelArtifacts, writeModel } from "@flowers/files";
import * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "../errors";
import { readKeras } from "../archive/read-keras";
import { saveKeras } from "../model/load-keras";
import { saveWeights } from "../model/load-weights";
import { saveH5 } from "../model/save-h5";
import { saveSafetensors } from "../model/save-safetensors";
import type { CarryNote } from "../model/notes";
import { toLayersModel } from "../model/to-layers-model";
import { toOnnx } from "../onnx/to-onnx";
import type { KerasFile } from "../types";
import { readBytes } from "./inspect";
import { UsageError } from "./usage-error";

interface Loaded {
  readonly model: tf.LayersModel;
  readonly notes: readonly CarryNote[];
  readonly file: KerasFile | null;
}

/** The longest ending that fits. */
const endingOf = (path: string): string =>
  [".weights.h5", ".safetensors", ".keras", ".hdf5", ".h5", ".json", ".onnx"].find((each) =>
    path.endsWith(each),
  ) ?? "";

async function load(path: string, strict: boolean): Promise<Loaded> {
  const ending = endingOf(path);
  if (ending === ".json") {
    const artifacts = await readModel(files, path);
    if (artifacts === null)
      throw new KerasFormatError("invalid-file", `there is no file "${path}".`, {
        remedy: "Check the path.",
      });
    return {
      model: await tf.loadLayersModel(tf.io.fromMemory(artifacts as tf.io.ModelArtifacts)),
      notes: [],
      file: null,
    };
  }
  if (![".keras", ".h5", ".hdf5"].includes(ending))
    throw new UsageError(`cannot convert from "${path}": expected .keras, .h5 or .json`);
  const notes: CarryNote[] = [];
  const file = await readKeras(await readBytes(path));
  const model = toLayersModel(file, { strict, onNote: (note) => notes.push(note) });
  return { model, notes, file };
}

/** The bytes of the new file; null when it was written on the way. */
async function save({ model, file }: Loaded, path: string): Promise<Uint8Array | null> {
  switch (endingOf(path)) {
    case ".keras":
      return saveKeras(model, trainingOf(file));
    case ".h5":
    case ".hdf5":
      return saveH5(model, trainingOf(file));
    case ".weights.h5":
      return saveWeights(model);
    case ".safetensors":
      return saveSafetensors(model);
    case ".onnx":
      return toOnnx(model);
    default: {
      let made: ModelArtifacts | undefined;
      await model.save(
        tf.io.withSaveHandler((artifacts) => {
          made = artifacts as ModelArtifacts;
          return Promise.resolve({
            modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
          });
        }),
      );
      if (made) await writeModel(files, path, made);
      return null;
    }
  }
}

/** Optimizer and `compile` settings to save. Without any variables of the optimizer Keras would warn, so neither is kept. */
const trainingOf = (file: KerasFile | null): Parameters<typeof saveKeras>[1] =>
  file?.optimizer && file.optimizer.variables.length > 0
    ? { optimizer: file.optimizer, compile: compiled(file) }
    : {};

/** The settings of `compile` but for the optimizer. */
function compiled({ config }: KerasFile): NonNullable<Parameters<typeof saveKeras>[1]>["compile"] {
  const { optimizer: _optimizer, ...rest } = (config["compile_config"] ?? {}) as Record<
    string,
    never
  >;
  return rest;
}

/** Says what was written, and what was not taken over. */
export async function convert(
  from: string,
  to: string,
  { strict }: { readonly strict: boolean },
): Promise<string> {
  const ending = endingOf(to);
  if (ending === "")
    throw new UsageError(
      `cannot convert to "${to}": expected .keras, .h5, .json, .onnx, .weights.h5 or .safetensors`,
    );
  await tf.setBackend("cpu");
  const loaded = await load(from, strict);
  const bytes = await save(loaded, to);
  if (bytes) await files.writeAtomic(to, bytes);
  const notes = loaded.notes.map(({ layer, reason }) => `  ${layer} ${reason}\n`);
  return `${to}: ${loaded.model.countParams().toLocaleString("en")} parameters\n${notes.join("")}`;
}

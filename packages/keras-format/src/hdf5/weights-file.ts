/** `model.weights.h5`: variables under numbered names in groups. Nothing may lead out of the file. */
import { Dataset, File as Hdf5File, Group, ready } from "h5wasm";
import { KerasFormatError } from "../errors";
import { removeTimes } from "./without-times";
import { LIMITS } from "../limits";
import type { KerasArray, KerasData, KerasDtype } from "../types";

type Module = Awaited<typeof ready>;

/** The letters that h5wasm, like Python's struct, has for element types. */
const letters: Record<KerasDtype, string> = {
  float32: "<f",
  float64: "<d",
  int8: "<b",
  int16: "<h",
  int32: "<i",
  int64: "<q",
  uint8: "<B",
  uint16: "<H",
  uint32: "<I",
  uint64: "<Q",
};
const dtypeOf = new Map(
  Object.entries(letters).map(([dtype, letter]) => [letter, dtype as KerasDtype]),
);

const temporary = { next: 0 };

/** Runs `use` with HDF5's errors thrown instead of printed, and a name in WebAssembly's memory that is freed after. */
async function withMemoryFile<T>(use: (module: Module, fileName: string) => T): Promise<T> {
  const module = await ready;
  const fileName = `/flowers-keras-format-${temporary.next++}.h5`;
  module.activate_throwing_error_handler();
  try {
    return use(module, fileName);
  } finally {
    module.deactivate_throwing_error_handler();
    if (module.FS.analyzePath(fileName).exists) module.FS.unlink(fileName);
  }
}

function readArray(dataset: Dataset, path: string, fileBytes: number): KerasArray {
  const { shape, size, virtual_sources: virtualSources } = dataset.metadata;
  if (virtualSources && virtualSources.length > 0) {
    throw new KerasFormatError(
      "unsafe-file",
      `readKeras: variable "${path}" is put together from other files.`,
    );
  }
  const dtype = typeof dataset.dtype === "string" ? dtypeOf.get(dataset.dtype) : undefined;
  if (dtype === undefined || shape === null) {
    throw new KerasFormatError(
      "unsupported",
      `readKeras: variable "${path}" has element type ${JSON.stringify(dataset.dtype)}; known are ${Object.keys(letters).join(", ")}.`,
    );
  }
  const bytes = shape.reduce((product, length) => product * length, size);
  const most = Math.min(
    LIMITS.memberBytes,
    fileBytes * (dataset.filters.length > 0 ? LIMITS.expansion : 1),
  );
  if (bytes > most) {
    throw new KerasFormatError(
      "unsafe-file",
      `readKeras: expected variable "${path}" to take at most ${most} bytes in a file of ${fileBytes}; it declares ${bytes}.`,
    );
  }
  const value: unknown = bytes === 0 ? [] : dataset.value;
  const data = ArrayBuffer.isView(value) ? (value as KerasData) : scalar(value, dtype);
  return { shape: [...shape], dtype, data };
}

/** h5wasm gives a scalar as a plain number or bigint. */
function scalar(value: unknown, dtype: KerasDtype): KerasData {
  const values = Array.isArray(value) ? (value as number[]) : [value as number];
  switch (dtype) {
    case "int64":
      return BigInt64Array.from(values, BigInt);
    case "uint64":
      return BigUint64Array.from(values, BigInt);
    case "float32":
      return Float32Array.from(values);
    case "float64":
      return Float64Array.from(values);
    case "int8":
      return Int8Array.from(values);
    case "int16":
      return Int16Array.from(values);
    case "int32":
      return Int32Array.from(values);
    case "uint8":
      return Uint8Array.from(values);
    case "uint16":
      return Uint16Array.from(values);
    case "uint32":
      return Uint32Array.from(values);
  }
}

/**
 * Reads every variable. Keys are groups, such as `"layers/conv2d"`; values are the variables of `vars` below them, in
 * the order of their numbers.
 */
export async function readWeightsFile(
  bytes: Uint8Array,
): Promise<Map<string, readonly KerasArray[]>> {
  return withMemoryFile((module, fileName) => {
    module.FS.writeFile(fileName, bytes);
    let file: Hdf5File | undefined;
    try {
      file = new Hdf5File(fileName, "r");
      const found = new Map<string, { key: string; array: KerasArray }[]>();
      const budget = { objects: 0, bytes: 0 };
      walk(module, file, "", 0, bytes.length, budget, (group, key, array) => {
        const list = found.get(group) ?? [];
        list.push({ key, array });
        found.set(group, list);
      });
      return new Map(Array.from(found, ([group, entries]) => [group, inOrder(group, entries)]));
    } catch (error) {
      if (KerasFormatError.is(error)) throw error;
      throw new KerasFormatError(
        "invalid-file",
        "readKeras: model.weights.h5 is no HDF5 file, or a damaged one.",
        {
          cause: error,
        },
      );
    } finally {
      file?.close();
    }
  });
}

function inOrder(
  group: string,
  entries: readonly { key: string; array: KerasArray }[],
): KerasArray[] {
  const byNumber = new Map(entries.map(({ key, array }) => [key, array]));
  return entries.map((_, i) => {
    const array = byNumber.get(String(i));
    if (!array) {
      throw new KerasFormatError(
        "invalid-file",
        `readKeras: variables of "${group}" must be numbered from 0; number ${i} is missing.`,
      );
    }
    return array;
  });
}

function walk(
  module: Module,
  group: Group,
  path: string,
  depth: number,
  fileBytes: number,
  budget: { objects: number; bytes: number },
  found: (group: string, key: string, array: KerasArray) => void,
): void {
  if (depth > LIMITS.depth) {
    throw new KerasFormatError(
      "unsafe-file",
      `readKeras: groups lie more than ${LIMITS.depth} deep at "${path}".`,
    );
  }
  for (const key of group.keys()) {
    const childPath = path === "" ? key : `${path}/${key}`;
    if (++budget.objects > LIMITS.objects) {
      throw new KerasFormatError(
        "too-large",
        `readKeras: expected at most ${LIMITS.objects} objects in model.weights.h5.`,
      );
    }
    // Both take a path from the root. A soft link that leads somewhere has its target's type, so ask for the link too.
    const type = group.get_type(`/${childPath}`);
    const isLink =
      type === module.H5G_LINK ||
      type === module.H5G_UDLINK ||
      group.get_link(`/${childPath}`) !== null;
    if (isLink) {
      throw new KerasFormatError(
        "unsafe-file",
        `readKeras: "${childPath}" is a soft or external link; Keras writes none.`,
      );
    }
    const child = group.get(key);
    if (child instanceof Group) {
      walk(module, child, childPath, depth + 1, fileBytes, budget, found);
    } else if (child instanceof Dataset) {
      const array = readArray(child, childPath, fileBytes);
      budget.bytes += array.data.byteLength;
      if (budget.bytes > LIMITS.memberBytes) {
        throw new KerasFormatError(
          "too-large",
          `readKeras: expected at most ${LIMITS.memberBytes} bytes of variables.`,
        );
      }
      found(path.replace(/\/?vars$/, ""), key, array);
    }
  }
}

/** One group to write: its own name goes into an attribute, as Keras does. */
export interface WeightsGroup {
  readonly path: string;
  readonly name: string;
  readonly arrays: readonly KerasArray[];
}

/** Writes groups with a `vars` group each. The bytes are HDF5 of superblock version 0, uncompressed, little-endian. */
export async function writeWeightsFile(groups: readonly WeightsGroup[]): Promise<Uint8Array> {
  return withMemoryFile((module, fileName) => {
    const file = new Hdf5File(fileName, "w");
    const known = new Set<string>();
    try {
      for (const { path, name, arrays } of groups) {
        const parts = [...path.split("/").filter(Boolean), "vars"];
        parts.forEach((_, i) => {
          const group = parts.slice(0, i + 1).join("/");
          if (!known.has(group)) file.create_group(group);
          known.add(group);
        });
        const group = parts.join("/");
        (file.get(group) as Group).create_attribute("name", name);
        arrays.forEach(({ data, shape, dtype }, i) => {
          file.create_dataset({
            name: `${group}/${i}`,
            data,
            shape: [...shape],
            dtype: letters[dtype],
          });
        });
      }
    } finally {
      file.close();
    }
    return removeTimes(module.FS.readFile(fileName));
  });
}

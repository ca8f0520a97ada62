/** `model.weights.h5`: variables under numbered names in groups. */
import { File as Hdf5File, type Group } from "h5wasm";
import { KerasFormatError } from "../errors";
import type { KerasArray } from "../types";
import { letters } from "./arrays";
import { withMemoryFile } from "./memory-file";
import { type Hdf5Tree, readTree } from "./read-tree";
import { removeTimes } from "./without-times";

/**
 * Reads every variable. Keys are groups, such as `"layers/conv2d"`; values are the variables of `vars` below them, in
 * the order of their numbers.
 */
export async function readWeightsFile(
  bytes: Uint8Array,
): Promise<Map<string, readonly KerasArray[]>> {
  return numberedGroups(await readTree(bytes, "model.weights.h5"));
}

/** The variables of a tree by the groups that `vars` lies in. */
export function numberedGroups({ arrays }: Hdf5Tree): Map<string, readonly KerasArray[]> {
  const found = new Map<string, { key: string; array: KerasArray }[]>();
  for (const [path, array] of arrays) {
    const at = path.lastIndexOf("/");
    const group = path.slice(0, Math.max(at, 0)).replace(/\/?vars$/, "");
    const list = found.get(group) ?? [];
    list.push({ key: path.slice(at + 1), array });
    found.set(group, list);
  }
  return new Map(Array.from(found, ([group, entries]) => [group, inOrder(group, entries)]));
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

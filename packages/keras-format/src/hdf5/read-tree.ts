/** Everything in an HDF5 file, with nothing that leads out of it: the one way in which files are read. */
import { Dataset, Group } from "h5wasm";
import { KerasFormatError } from "../errors";
import { LIMITS } from "../limits";
import type { KerasArray } from "../types";
import { readArray } from "./arrays";
import type { MemoryBudget } from "./bounded-memory";
import { type Module, withHdf5 } from "./memory-file";

/** What a file holds, by path from its root; the root's is empty. */
export interface Hdf5Tree {
  readonly arrays: ReadonlyMap<string, KerasArray>;
  /** Attributes of groups: those that models have. */
  readonly attributes: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** Keras's, with the numbers of those that are cut into several. */
const known = /^(model_config|training_config|keras_version|layer_names\d*|weight_names\d*)$/;

/**
 * @param what names the file in messages
 * @throws KerasFormatError `invalid-file`, `unsafe-file`, `too-large` or `unsupported`
 */
export async function readTree(bytes: Uint8Array, what: string): Promise<Hdf5Tree> {
  return withHdf5(bytes, what, (module, file, memory) => {
    const arrays = new Map<string, KerasArray>();
    const attributes = new Map<string, Record<string, unknown>>();
    const budget = { objects: 0, bytes: 0 };
    const note = (group: Group, path: string): void => {
      const found = Object.entries(group.attrs).filter(([name]) => known.test(name));
      if (found.length === 0) return;
      attributes.set(path, Object.fromEntries(found.map(([name, each]) => [name, each.value])));
    };
    note(file, "");
    walk(
      module,
      file,
      "",
      { depth: 0, fileBytes: bytes.length, budget, memory, what },
      {
        array: (path, array) => arrays.set(path, array),
        group: note,
      },
    );
    return { arrays, attributes };
  });
}

interface Visit {
  readonly array: (path: string, array: KerasArray) => void;
  readonly group: (group: Group, path: string) => void;
}

interface Bounds {
  readonly depth: number;
  readonly fileBytes: number;
  readonly budget: { objects: number; bytes: number };
  readonly memory: MemoryBudget;
  readonly what: string;
}

function walk(module: Module, group: Group, path: string, bounds: Bounds, visit: Visit): void {
  const { depth, fileBytes, budget, memory, what } = bounds;
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
        `readKeras: expected at most ${LIMITS.objects} objects in ${what}.`,
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
      visit.group(child, childPath);
      walk(module, child, childPath, { ...bounds, depth: depth + 1 }, visit);
    } else if (child instanceof Dataset) {
      const array = readArray(module, child, childPath, { fileBytes, memory });
      budget.bytes += array.data.byteLength;
      if (budget.bytes > LIMITS.memberBytes) {
        throw new KerasFormatError(
          "too-large",
          `readKeras: expected at most ${LIMITS.memberBytes} bytes of variables.`,
        );
      }
      visit.array(childPath, array);
    }
  }
}

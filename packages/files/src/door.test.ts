/** What is no path, no bytes, no store and no options is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import { expect, it } from "vitest";
import { FilesError } from "./errors";
import type { FileStore } from "./file-store";
import * as api from "./index";

/** A folder in memory: no test here may write. */
const store: FileStore = {
  read: () => Promise.resolve(null),
  writeAtomic: () => Promise.resolve(),
  append: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  removeEmptyFolder: () => Promise.resolve(),
};
/** What would be right is replaced, so that each value of the table is wrong. */
const unless =
  (isRight: (value: unknown) => boolean) =>
  (value: never): never =>
    isRight(value) ? (5 as never) : value;
const noText = unless((value) => typeof value === "string");
const noFunction = unless((value) => typeof value === "function");
const noList = unless(Array.isArray);
const noOptions = unless(
  (value) =>
    value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value)),
);
const notLeftOut = unless((value) => value === undefined);
const bytes = new Uint8Array(4);
const tensor = { name: "a", shape: [1], dtype: "float32", values: new Float32Array(1) } as const;
const model = { modelTopology: {} };
const modelJson = JSON.stringify({
  ...model,
  weightsManifest: [{ paths: ["a.bin"], weights: [] }],
});

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  crc32: (value) => api.crc32(value),
  "previous of crc32": (value) =>
    api.crc32(bytes, value === 5 || value === undefined ? (-1 as never) : value),
  crc32c: (value) => api.crc32c(value),
  folderStore: (value) => api.folderStore(noText(value)),
  withErrors: (value) => api.withErrors(noFunction(value), (error) => error),
  "translate of withErrors": (value) => api.withErrors(() => store, noFunction(value)),
  privatePathParts: (value) => api.privatePathParts(noText(value)),
  privateFolder: (value) => api.privateFolder(noText(value)),
  "options of privateFolder": (value) => api.privateFolder("a", noOptions(value)),
  "create of privateFolder": (value) =>
    api.privateFolder("a", { create: value === true ? (5 as never) : notLeftOut(value) }),
  privateEntry: (value) => api.privateEntry(noText(value)),
  writeFrom: (value) => api.writeFrom(value, 0),
  writeNew: (value) => api.writeNew(value, bytes),
  decodeSafetensors: (value) => api.decodeSafetensors(value),
  encodeSafetensors: (value) => api.encodeSafetensors(noList(value)),
  "a tensor": (value) => api.encodeSafetensors([value]),
  ...Object.fromEntries(
    (["name", "shape", "dtype", "values"] as const).map((part) => [
      `${part} of a tensor`,
      (value: never) =>
        api.encodeSafetensors([
          { ...tensor, [part]: part === "name" ? noText(value) : noList(value) },
        ]),
    ]),
  ),
  toModelFiles: (value) => api.toModelFiles(noOptions(value)),
  "weightData of toModelFiles": (value) =>
    api.toModelFiles({ ...model, weightData: noList(notLeftOut(value)) }),
  "a piece of weightData": (value) => api.toModelFiles({ ...model, weightData: [value] }),
  "weightSpecs of toModelFiles": (value) =>
    api.toModelFiles({ ...model, weightSpecs: noList(notLeftOut(value)) }),
  "weightsName of toModelFiles": (value) => api.toModelFiles(model, noText(notLeftOut(value))),
  fromModelFiles: (value) => api.fromModelFiles(value, () => Promise.resolve(bytes)),
  "readWeights of fromModelFiles": (value) => api.fromModelFiles(modelJson, noFunction(value)),
  "what readWeights gives": (value) => api.fromModelFiles(modelJson, () => Promise.resolve(value)),
  "a manifest": (value) =>
    api.fromModelFiles(
      JSON.stringify({ ...model, weightsManifest: noList(noFunction(notLeftOut(value))) }),
      () => Promise.resolve(bytes),
    ),
  "a group of a manifest": (value) =>
    api.fromModelFiles(JSON.stringify({ ...model, weightsManifest: [value] }), () =>
      Promise.resolve(bytes),
    ),
  writeModel: (value) => api.writeModel(value, "a.json", model),
  "path of writeModel": (value) => api.writeModel(store, noText(value), model),
  "artifacts of writeModel": (value) => api.writeModel(store, "a.json", noOptions(value)),
  "options of writeModel": (value) => api.writeModel(store, "a.json", model, noOptions(value)),
  "weightsName of writeModel": (value) =>
    api.writeModel(store, "a.json", model, { weightsName: noText(notLeftOut(value)) }),
  readModel: (value) => api.readModel(value, "a.json"),
  "path of readModel": (value) => api.readModel(store, noText(value)),
  writeFolder: (value) => api.writeFolder(noText(value), {}),
  "contents of writeFolder": (value) => api.writeFolder("a", noOptions(value)),
  "a file of writeFolder": (value) => api.writeFolder("a", { "b.bin": noList(value) }),
  "a piece of writeFolder": (value) => api.writeFolder("a", { "b.bin": [value] }),
  ...Object.fromEntries(
    (["read", "writeAtomic", "append", "remove", "removeEmptyFolder"] as const).flatMap((name) => [
      [`${name} of files`, (value: never) => api.files[name](noText(value), bytes)],
      [`${name} of a folder`, (value: never) => api.folderStore("a")[name](noText(value), bytes)],
    ]),
  ),
  "bytes of writeAtomic": (value) => api.files.writeAtomic("a", value),
  "bytes of append": (value) => api.files.append("a", value),
};

itRefusesStrangeValues(calls, (error) => FilesError.is(error));

it("refuses a tensor whose values are more or fewer than its shape says, and numbers that are no bytes of weights", () => {
  const values = new Float32Array(3);
  expect(() => api.encodeSafetensors([{ ...tensor, shape: [2, 2], values }])).toThrow(
    "tensors[0].values must be 4 values for shape [2, 2]; received 3.",
  );
  expect(() =>
    api.encodeSafetensors([{ ...tensor, dtype: "int32", values: new Float32Array(1) }]),
  ).toThrow("must be of type Int32Array for int32");
  // Cut to bytes, 0.5 would have been 0.
  expect(() => api.toModelFiles({ ...model, weightData: values as never })).toThrow(
    "artifacts.weightData must be an ArrayBuffer, or a list of them; received a value of type Float32Array.",
  );
});

it("says of what is no string that it is no private path", () => {
  expect([5, null, undefined, ["opfs:/a"]].map((path) => api.isPrivatePath(path as never))).toEqual(
    [false, false, false, false],
  );
});

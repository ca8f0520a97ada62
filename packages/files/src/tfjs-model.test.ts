import { describe, expect, it } from "vitest";
import { FilesError } from "./errors";
import { folderStore } from "./folder-store";
import {
  fromModelFiles,
  type ModelArtifacts,
  readModel,
  toModelFiles,
  writeModel,
} from "./tfjs-model";

const run = Math.floor(Math.random() * 1e9);
const store = folderStore(`.vitest/models-${run}`);

/** A model of one weight, in memory of several pieces. */
const model = (...values: number[]): ModelArtifacts => ({
  modelTopology: { class_name: "Sequential", config: { layers: [] } },
  format: "layers-model",
  generatedBy: "TensorFlow.js tfjs-layers v4.22.0",
  convertedBy: null,
  trainingConfig: { optimizer_config: {}, loss: ["a"] },
  userDefinedMetadata: { classNames: ["a", "b"] },
  weightSpecs: [{ name: "kernel", shape: [values.length], dtype: "float32" }],
  weightData: values.map((value) => Float32Array.of(value).buffer),
});
const valuesOf = ({ weightData }: ModelArtifacts): number[] => [
  ...new Float32Array(weightData as ArrayBuffer),
];

describe("a model's two files", () => {
  it("hold what the model holds", async () => {
    const { json, weights } = toModelFiles(model(1, 2, 3));
    expect(JSON.parse(json)).toEqual({
      modelTopology: { class_name: "Sequential", config: { layers: [] } },
      format: "layers-model",
      generatedBy: "TensorFlow.js tfjs-layers v4.22.0",
      convertedBy: null,
      trainingConfig: { optimizer_config: {}, loss: ["a"] },
      userDefinedMetadata: { classNames: ["a", "b"] },
      weightsManifest: [
        { paths: ["weights.bin"], weights: [{ name: "kernel", shape: [3], dtype: "float32" }] },
      ],
    });
    const back = await fromModelFiles(json, async (name) => {
      expect(name).toBe("weights.bin");
      return Promise.resolve(Uint8Array.from(weights.flatMap((piece) => [...piece])));
    });
    expect(valuesOf(back)).toEqual([1, 2, 3]);
    expect({ ...back, weightData: null }).toEqual({ ...model(1, 2, 3), weightData: null });
  });

  it("may lie in several files of weights, and in none", async () => {
    const specs = model(1, 2).weightSpecs;
    const manifest = [{ paths: ["a.bin", "b/c.bin"], weights: specs }];
    const text = JSON.stringify({ modelTopology: {}, weightsManifest: manifest });
    const parts: Record<string, Uint8Array> = {
      "a.bin": new Uint8Array(Float32Array.of(1).buffer),
      "b/c.bin": new Uint8Array(Float32Array.of(2).buffer),
    };
    const back = await fromModelFiles(text, (name) => Promise.resolve(parts[name] as Uint8Array));
    expect(valuesOf(back)).toEqual([1, 2]);
    const bare = await fromModelFiles('{"modelTopology":{}}', () => Promise.reject(new Error()));
    expect(bare).toMatchObject({ weightSpecs: [] });
  });

  it("refuse what is not a model", async () => {
    const refused = async (text: string): Promise<unknown> =>
      fromModelFiles(text, () => Promise.reject(new Error())).catch((error: unknown) => error);
    expect(await refused("{")).toMatchObject({ code: "invalid-file" });
    for (const text of ["null", "7", "[]", "{}"]) {
      const error = await refused(text);
      expect(FilesError.is(error) && error.message).toBe("it holds no modelTopology.");
    }
    expect(() => toModelFiles({ modelTopology: new ArrayBuffer(8) })).toThrow(
      "a binary model topology cannot be saved as JSON.",
    );
  });
});

describe("writeModel", () => {
  it("replaces a model by one whose JSON names weights that are there", async () => {
    const names: string[] = [];
    const seen: (number[] | null)[] = [];
    // What a reader finds after each single write is the old model or the new one.
    const look = async (): Promise<void> => {
      const found = await readModel(store, "deep/model.json");
      seen.push(found && valuesOf(found));
    };
    const watched = {
      ...store,
      read: (path: string) => store.read(path),
      writeAtomic: async (path: string, bytes: Uint8Array) => {
        names.push(path);
        await store.writeAtomic(path, bytes);
        await look();
      },
      remove: async (path: string) => {
        await store.remove(path);
        await look();
      },
    };
    await writeModel(watched, "deep/model.json", model(1, 2));
    await writeModel(watched, "deep/model.json", model(3, 4));
    await writeModel(watched, "deep/model.json", model(3, 4));
    expect(seen).toEqual([null, [1, 2], [1, 2], [3, 4], [3, 4], [3, 4], [3, 4]]);
    expect(
      names.filter((name) => !/^deep\/model\.([0-9a-f]{8}\.weights\.bin|json)$/.test(name)),
    ).toEqual([]);
    expect(await store.read(names[0] as string)).toBeNull(); // the first weights are gone
    for (const name of new Set(names)) await store.remove(name);
    await store.removeEmptyFolder("deep");
  });

  it("is whole after a stop at any write, and ends with the name that was asked for", async () => {
    const path = "named/model.json";
    const weightsName = "weights.bin";
    const names = new Set<string>();
    for (let stopAt = 0; ; stopAt++) {
      let left = stopAt;
      const unlessStopped = async (work: () => Promise<void>): Promise<void> => {
        if (left-- <= 0) throw new Error("stopped");
        await work();
      };
      const stopping = {
        ...store,
        read: (name: string) => store.read(name),
        writeAtomic: (name: string, bytes: Uint8Array) => {
          names.add(name);
          return unlessStopped(() => store.writeAtomic(name, bytes));
        },
        remove: (name: string) => unlessStopped(() => store.remove(name)),
      };
      await writeModel(store, path, model(1, 2), { weightsName });
      const ended = await writeModel(stopping, path, model(3, 4, 5), { weightsName }).then(
        () => true,
        () => false,
      );
      const found = await readModel(store, path);
      expect([
        [1, 2],
        [3, 4, 5],
      ]).toContainEqual(found && valuesOf(found));
      await writeModel(store, path, model(6), { weightsName }); // whatever was left is in nobody's way
      const next = await readModel(store, path);
      expect(next && valuesOf(next)).toEqual([6]);
      expect(await store.read("named/weights.bin")).toHaveLength(4);
      if (ended) break;
      expect(stopAt).toBeLessThan(9);
    }
    for (const name of names) await store.remove(name);
    await store.removeEmptyFolder("named");
  });

  it("keeps to its folder, and says which weights are missing", async () => {
    for (const path of ["../secret.bin", "/etc/passwd", "a/../../b", "C:\\x", "lost.bin"]) {
      const json = { modelTopology: {}, weightsManifest: [{ paths: [path], weights: [] }] };
      await store.writeAtomic("model.json", new TextEncoder().encode(JSON.stringify(json)));
      await expect(readModel(store, "model.json")).rejects.toMatchObject({
        code: "invalid-file",
        message: `"model.json" names the weights "${path}", which are not there.`,
      });
    }
    await store.remove("model.json");
    expect(await readModel(store, "model.json")).toBeNull();
    await folderStore(".vitest").removeEmptyFolder(`models-${run}`);
  });
});

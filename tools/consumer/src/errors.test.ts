/** The protocol of docs/decisions/errors.md: the error class of every package has one shape, and a user's mistake shows it. */
import { readdir, readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { AugmentationError, randomFlip } from "@flowers/augmentation";
import { BackendError, useBackend } from "@flowers/backend";
import { CreateError, makeProject } from "@flowers/create";
import { DatasetError, getFile } from "@flowers/dataset";
import { FilesError, folderStore } from "@flowers/files";
import { KerasFormatError, readKeras } from "@flowers/keras-format";
import { buildModel, ModelZooError } from "@flowers/model-zoo";
import { PlotError, plotHistory } from "@flowers/plot";
import { RandomError, setRandomSeed } from "@flowers/random";
import { getLoss, TrainingError } from "@flowers/training";
import { describe, expect, it } from "vitest";

interface FlowersError extends Error {
  readonly code: string;
  readonly remedy: string;
}
interface ErrorClass {
  new (code: never, message: string, options?: object): FlowersError;
  is(value: unknown): boolean;
}

const packages = new URL("../../../packages/", import.meta.url);
const flowersError = Symbol.for("flowers.error");

/** Each package's class, and a mistake that a user makes with it. */
const classes: Readonly<Record<string, readonly [ErrorClass, string, () => unknown]>> = {
  augmentation: [
    AugmentationError,
    "unknown-choice",
    () => randomFlip({ mode: "up" as "vertical" }),
  ],
  backend: [BackendError, "unknown-backend", () => useBackend("tensrflow" as "tensorflow")],
  create: [
    CreateError,
    "not-found",
    () => makeProject({ folder: "new-project", photos: "no-such-photos", kind: "node" }),
  ],
  dataset: [
    DatasetError,
    "invalid-argument",
    () => getFile("https://example.com/photos.tgz", { name: "../photos.tgz" }),
  ],
  files: [
    FilesError,
    "file",
    () => folderStore("package.json").writeAtomic("x", new Uint8Array(1)),
  ],
  "keras-format": [KerasFormatError, "invalid-file", () => readKeras(new Uint8Array(7))],
  "model-zoo": [ModelZooError, "unknown-name", () => buildModel("resnet", { numClasses: 2 })],
  plot: [PlotError, "invalid-history", () => plotHistory({})],
  random: [RandomError, "invalid-argument", () => setRandomSeed(1.5)],
  training: [TrainingError, "unknown-name", () => getLoss("sparse")],
};

/** What `action` throws or rejects with. */
async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("the error classes of the packages", () => {
  it("are all here", async () => {
    const withErrors: string[] = [];
    for (const name of await readdir(packages)) {
      const source = await readFile(new URL(`${name}/src/errors.ts`, packages), "utf8").catch(
        () => undefined,
      );
      if (source !== undefined) withErrors.push(name);
    }
    expect(Object.keys(classes).sort()).toEqual(withErrors.sort());
  });

  describe.each(Object.entries(classes))("%s", (name, [ErrorOf, code, mistake]) => {
    it("meets a user's mistake with a code, a sentence and a remedy", async () => {
      const error = await failureOf(mistake);
      expect(ErrorOf.is(error)).toBe(true);
      expect(error).toMatchObject({ code, [flowersError]: true });
      const { message, remedy } = error as FlowersError;
      expect(message).toMatch(/\S/);
      expect(remedy).toMatch(/^[A-Z].*\.$/s);
    });

    it("has a remedy for each of its codes, which its place may replace", async () => {
      const source = await readFile(new URL(`${name}/src/errors.ts`, packages), "utf8");
      const union = /export type \w+ErrorCode =([^;]*);/.exec(source)?.[1] ?? "";
      const codes = [...union.matchAll(/"([^"]+)"/g)].map(([, found]) => found);
      expect(codes).toContain(code);
      for (const each of codes) {
        expect(each).toMatch(/^[a-z]+(-[a-z]+)*$/);
        expect(new ErrorOf(each as never, "x").remedy).toMatch(
          each === "aborted" ? /^$/ : /^[A-Z].*\.$/s,
        );
        expect(new ErrorOf(each as never, "x", { remedy: "Do this." }).remedy).toBe("Do this.");
      }
    });

    it("carries both symbols, its name and its cause, and no other error's symbol", () => {
      const cause = new Error("below");
      const error = new ErrorOf(code as never, "what was wrong", { cause });
      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({ name: ErrorOf.name, code, message: "what was wrong", cause });
      expect(flowersError in error).toBe(true);
      expect(Symbol.for(`flowers.${name}.error`) in error).toBe(true);
      expect("cause" in new ErrorOf(code as never, "what was wrong")).toBe(false);
      for (const [other, [OtherClass]] of Object.entries(classes))
        expect(OtherClass.is(error)).toBe(other === name);
      for (const value of [undefined, null, "text", new Error("another"), {}])
        expect(ErrorOf.is(value)).toBe(false);
      // Printed, it shows what helps, and no symbols.
      expect(inspect(error)).toContain(`code: '${code}'`);
      expect(inspect(error)).not.toContain("Symbol(");
    });
  });
});

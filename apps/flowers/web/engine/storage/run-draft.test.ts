import { beforeEach, describe, expect, it, vi } from "vitest";
import { defaultSettings, emptyRecord } from "../contract";
import { storedAnswers } from "./answer-store";
import { storedModelFiles } from "./model-store";
import { draftRun, type RunFiles } from "./run-draft";
import { finishedRun, storedMistakes, type StoredRun, storeRun } from "./run-store";

/** Files by path, and how many writes and removals go well before one fails, or the page ends. */
const disk = vi.hoisted(() => ({
  files: new Map<string, Blob>(),
  left: Infinity,
  end: "full" as "full" | "killed",
}));

vi.mock("./private-files", () => {
  const under = (path: string): string[] =>
    [...disk.files.keys()].filter((each) => each === path || each.startsWith(`${path}/`));
  const step = (isRemoval: boolean): Promise<void> => {
    const works = (isRemoval && disk.end === "full") || disk.left-- > 0;
    return works ? Promise.resolve() : Promise.reject(new Error("The storage is full."));
  };
  const writeFile = async (path: string, content: BlobPart): Promise<void> => {
    await step(false);
    disk.files.set(path, new Blob([content]));
  };
  return {
    writeFile,
    readFile: (path: string) => Promise.resolve(disk.files.get(path) ?? null),
    readJson: async (path: string) =>
      JSON.parse((await disk.files.get(path)?.text()) ?? "null") as unknown,
    writeJson: (path: string, value: unknown) => writeFile(path, JSON.stringify(value)),
    entriesOf: (path: string) => {
      const names = under(path).map((each) => each.slice(path.length + 1).split("/")[0] ?? "");
      return Promise.resolve([...new Set(names)]);
    },
    remove: async (path: string) => {
      for (const each of under(path)) {
        await step(true); // a folder may be half removed
        disk.files.delete(each);
      }
    },
  };
});

const run = (name: string): StoredRun => ({
  settings: defaultSettings,
  picturesId: null,
  classNames: [name],
  record: {
    ...emptyRecord,
    status: "finished",
    judgement: {
      loss: 0,
      accuracy: 0,
      classNames: [name],
      confusion: [[1]],
      worst: [{ truth: name, guess: name, confidence: 1 }],
    } as never,
  },
});

const filesOf = (name: string): RunFiles => ({
  json: `{"of":"${name}"}`,
  weights: new TextEncoder().encode(name).buffer,
  mistakes: [new Blob([name])],
  answers: { ids: [name], truths: [0], probabilities: [[1]] },
});

/** The name that class names, topology, weights and picture of the stored run have in common. */
async function whole(): Promise<string> {
  const stored = await finishedRun("baseline");
  const { json, weights } = await storedModelFiles("baseline");
  const pictures = await storedMistakes("baseline", stored);
  const names = [
    stored.classNames.join(),
    (JSON.parse(json) as { of: string }).of,
    new TextDecoder().decode(weights),
    ...(await Promise.all(pictures.map((picture) => picture.text()))),
    ...((await storedAnswers("baseline", stored))?.ids ?? [stored.classNames.join()]), // the old layout had none
  ];
  expect(new Set(names).size, names.join()).toBe(1);
  expect(names).toHaveLength(5);
  return names[0] ?? "";
}

async function replace(name: string): Promise<void> {
  const draft = await draftRun("baseline", filesOf(name));
  await draft.keep(run(name));
}

/** A run as a page of before laid it out, with a checkpoint beside it. */
async function storeOldLayout(): Promise<void> {
  const { json, weights } = filesOf("old");
  await storeRun("baseline", run("old"));
  disk.files.set("runs/baseline/model.json", new Blob([json]));
  disk.files.set("runs/baseline/weights.bin", new Blob([weights]));
  disk.files.set("runs/baseline/mistakes/0.png", new Blob(["old"]));
  disk.files.set("runs/baseline/backup/state.json", new Blob(["{}"]));
}

describe("a run that takes another's place", () => {
  beforeEach(() => {
    disk.files.clear();
    disk.left = Infinity;
    disk.end = "full";
  });

  for (const before of ["as it lies now", "as a page of before laid it out"]) {
    const prepare = before === "as it lies now" ? () => replace("old") : storeOldLayout;

    it(`leaves the previous one, ${before}, where the disk is full at any write, and nothing of its own`, async () => {
      let failed = 0;
      for (let writes = 0; ; writes++) {
        disk.files.clear();
        disk.left = Infinity;
        await prepare();
        const untouched = [...disk.files.keys()].sort();
        disk.left = writes;
        const worked = await replace("new").then(
          () => true,
          () => false,
        );
        expect(await whole()).toBe(worked ? "new" : "old");
        if (worked) break;
        failed++;
        expect([...disk.files.keys()].sort()).toEqual(untouched);
      }
      expect(failed).toBe(5); // weights, topology, picture, answers, record
    });

    it(`is whole, or the previous one is, ${before}, where the page ends between any two steps`, async () => {
      disk.end = "killed";
      const seen = new Set<string>();
      for (let steps = 0, worked = false; !worked; steps++) {
        disk.files.clear();
        disk.left = Infinity;
        await prepare();
        disk.left = steps;
        worked = await replace("new").then(
          () => true,
          () => false,
        );
        disk.left = Infinity;
        seen.add(await whole());
        await replace("next");
        expect(await whole()).toBe("next");
        expect(disk.files.size).toBe(5); // what was left behind is gone
      }
      expect([...seen]).toEqual(["old", "new"]);
    });
  }
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  addPictures,
  movePictures,
  newClass,
  removePictures,
  renameClass,
} from "../pictures/catalogue";
import {
  editPictures,
  newId,
  redoEdit,
  storeCard,
  storedCatalogue,
  storedPictures,
  sweepPictures,
  undoEdit,
} from "./picture-store";

/** Files by path, and whether writing works. */
const disk = vi.hoisted(() => ({ files: new Map<string, string>(), isFull: false }));

vi.mock("./private-files", () => ({
  readJson: (path: string) => Promise.resolve(JSON.parse(disk.files.get(path) ?? "null")),
  writeJson: (path: string, value: unknown) => {
    if (disk.isFull) return Promise.reject(new Error("The storage is full."));
    disk.files.set(path, JSON.stringify(value));
    return Promise.resolve();
  },
  walkFolder: (path: string) =>
    Promise.resolve(
      [...disk.files.keys()]
        .filter((each) => each.startsWith(`${path}/`))
        .map((each) => each.slice(path.length + 1)),
    ),
  remove: (path: string) => Promise.resolve(disk.files.delete(path)),
  folderAt: () => Promise.resolve(null),
}));

vi.mock("./exclusively", () => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    exclusively: <T>(_: string, work: () => Promise<T>) => {
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
});

const folder = "pictures-one";
const imported = ["cup/1.jpg", "cup/2.jpg", "pen/1.jpg", "pen/sub/2.png"];

/** An import as it lies on the disk: with a file that is no picture, and the features of all. */
async function importSome(painted = false): Promise<void> {
  disk.files.clear();
  disk.isFull = false;
  for (const path of [...imported, "pen/notes.txt", "features-224"])
    disk.files.set(`${folder}/${path}`, path);
  await storeCard({
    id: "one",
    name: "things",
    painted,
    classNames: ["cup", "pen"],
    counts: [2, 2],
    unreadable: [],
  });
}

/** Adds a picture as the page does: its file first. */
function add(className: string, name = "x.jpg", burst?: string): Promise<unknown> {
  const id = newId("jpg");
  disk.files.set(`${folder}/${id}`, name);
  return editPictures((now) => ({
    ...addPictures(now, [{ id, place: { className, name } }]),
    ...(burst === undefined ? {} : { burst }),
  }));
}

const counts = async (): Promise<readonly number[] | undefined> => (await storedPictures())?.counts;

describe("the set of pictures", () => {
  beforeEach(() => importSome());

  it("is what was imported until it is edited, and again when that is undone", async () => {
    const before = await storedPictures();
    expect(before).toMatchObject({ content: "one", canUndo: false, canRedo: false });
    await editPictures((now) => movePictures(now, ["pen/sub/2.png"], "cup"));
    const [moved, { places }] = await storedCatalogue();
    expect(moved).toMatchObject({ counts: [3, 1], canUndo: true, canRedo: false });
    expect(moved.content).not.toBe("one");
    expect(places.get("pen/sub/2.png")).toEqual({ className: "cup", name: "sub/2.png" });
    expect(places.has("pen/notes.txt")).toBe(false);
    await undoEdit();
    expect(await storedPictures()).toEqual({ ...before, canRedo: true });
    await redoEdit();
    expect((await storedPictures())?.content).toBe(moved.content);
  });

  it("begins empty where nothing was imported, if it may", async () => {
    disk.files.clear();
    await expect(editPictures((now) => newClass(now, "cup"))).rejects.toThrow("no pictures yet");
    await editPictures((now) => newClass(now, "cup"), { begins: true });
    expect(await storedPictures()).toMatchObject({ name: "", classNames: ["cup"], counts: [0] });
  });

  it("undoes a burst at once, and forgets what was undone when something else is done", async () => {
    await add("cup", "1.jpg", "a");
    await add("cup", "1.jpg", "a");
    await add("cup", "1.jpg", "b");
    expect(await counts()).toEqual([5, 2]);
    await undoEdit();
    expect(await counts()).toEqual([4, 2]);
    await undoEdit();
    expect(await storedPictures()).toMatchObject({
      counts: [2, 2],
      content: "one",
      canUndo: false,
    });
    await redoEdit();
    expect(await counts()).toEqual([4, 2]);
    await editPictures((now) => renameClass(now, "pen", "ink"));
    expect(await storedPictures()).toMatchObject({ classNames: ["cup", "ink"], canRedo: false });
    await editPictures((now) => removePictures(now, ["gone"])); // nothing to undo
    await undoEdit();
    expect((await storedPictures())?.classNames).toEqual(["cup", "pen"]);
  });

  it("loses no edit where several come at once, and stays as it was where the disk is full", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => add("cup", `${i % 3}.jpg`)));
    expect(await counts()).toEqual([14, 2]);
    const before = [...disk.files];
    disk.isFull = true;
    await expect(editPictures((now) => removePictures(now, imported))).rejects.toThrow("full");
    await expect(undoEdit()).rejects.toThrow("full");
    expect([...disk.files]).toEqual(before);
  });

  it("is painted by a program no longer when a photo joins it", async () => {
    await importSome(true);
    await editPictures((now) => removePictures(now, ["cup/1.jpg"]));
    expect((await storedPictures())?.painted).toBe(true);
    await add("cup");
    expect((await storedPictures())?.painted).toBe(false);
    await undoEdit();
    expect((await storedPictures())?.painted).toBe(true);
  });

  it("keeps the files of all that can be brought back, and of nothing else", async () => {
    await add("cup", "a.jpg");
    disk.files.set(`${folder}/.added/half-written.jpg`, "");
    await editPictures((now) => removePictures(now, ["cup/1.jpg"]));
    await sweepPictures();
    const kept = (): string[] =>
      [...disk.files.keys()].map((path) => path.slice(folder.length + 1)).sort();
    expect(kept()).toEqual(expect.arrayContaining([...imported, "features-224"]));
    expect(kept().filter((path) => path.startsWith(".added/"))).toHaveLength(1);
    for (let i = 0; i < 50; i++) await editPictures((now) => newClass(now, `class ${i}`));
    await sweepPictures(); // the removal is too long ago to be undone
    expect(kept()).not.toContain("cup/1.jpg");
    expect(kept()).toContain("cup/2.jpg");
    expect(kept().filter((path) => path.startsWith(".added/"))).toHaveLength(1);
    for (let i = 0; i < 60; i++) await undoEdit();
    expect(await storedPictures()).toMatchObject({ canUndo: false, classNames: ["cup", "pen"] });
  });
});

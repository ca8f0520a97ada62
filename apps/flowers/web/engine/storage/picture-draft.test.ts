import { beforeEach, describe, expect, it, vi } from "vitest";
import { draftPictures } from "./picture-draft";
import { storedPictures } from "./picture-store";

/** Files by path, and how many writes and removals go well before the page ends. */
const disk = vi.hoisted(() => ({ files: new Map<string, string>(), left: Infinity }));

/** Locks that tabs hold. */
const held = vi.hoisted(() => new Set<string>());

vi.mock("./private-files", () => {
  const step = (): Promise<void> =>
    disk.left-- > 0 ? Promise.resolve() : Promise.reject(new Error("The page has ended."));
  const under = (path: string): string[] =>
    [...disk.files.keys()].filter((each) => each.startsWith(`${path}/`));
  return {
    readJson: (path: string) => Promise.resolve(JSON.parse(disk.files.get(path) ?? "null")),
    writeJson: async (path: string, value: unknown) => {
      await step();
      disk.files.set(path, JSON.stringify(value));
    },
    writeInto: async (folder: { path: string }, name: string, content: string) => {
      await step();
      disk.files.set(`${folder.path}/${name}`, content);
    },
    folderAt: (path: string) => Promise.resolve({ path }),
    entriesOf: () =>
      Promise.resolve([...new Set([...disk.files.keys()].map((each) => each.split("/")[0] ?? ""))]),
    remove: async (path: string) => {
      for (const each of under(path)) {
        await step(); // a folder may be half removed
        disk.files.delete(each);
      }
    },
    walkFolder: (path: string) =>
      Promise.resolve(under(path).map((each) => each.slice(path.length + 1))),
  };
});
vi.mock("./exclusively", () => ({
  exclusively: <T>(_: string, work: () => Promise<T>) => work(),
}));

const names = ["cup", "pen"];
const perClass = 3;

/** An import of a name, as `importPictures` does it: picture after picture, and then the set. */
async function importSet(name: string): Promise<void> {
  const { writeInto } = await import("./private-files");
  const draft = await draftPictures();
  for (const className of names)
    for (let i = 0; i < perClass; i++)
      await writeInto(draft.folder, `${className}/${i}.png`, `${name} ${className} ${i}`);
  const counts = names.map(() => perClass);
  await draft.keep({ name, painted: false, classNames: names, counts, unreadable: [] });
}

/** The name of the set at hand, every picture of which is there and its own. */
async function whole(): Promise<string> {
  const set = await storedPictures();
  const pictures = [...disk.files].filter(([path]) => path.startsWith(`pictures-${set?.id}/`));
  expect(pictures).toHaveLength(set?.counts.reduce((sum, count) => sum + count, 0) ?? 0);
  for (const [path, content] of pictures)
    expect(content).toBe(
      `${set?.name} ${path.split("/")[1]} ${path.split("/")[2]?.replace(".png", "")}`,
    );
  return set?.name ?? "none";
}

describe("an import", () => {
  beforeEach(() => {
    disk.files.clear();
    disk.left = Infinity;
    held.clear();
    vi.stubGlobal("navigator", {
      locks: {
        request: async (...args: unknown[]): Promise<unknown> => {
          const name = args[0] as string;
          const work = args.at(-1) as (lock: object | null) => unknown;
          const isFree = !held.has(name);
          if (isFree) held.add(name);
          try {
            return await work(isFree ? {} : null);
          } finally {
            if (isFree) held.delete(name);
          }
        },
      },
    });
  });

  for (const before of ["none", "old"])
    it(`that ends anywhere leaves ${before === "none" ? "no set" : "the previous set"} or the new one, whole; the next removes what it left`, async () => {
      const seen = new Set<string>();
      for (let steps = 0; seen.size < 3 && steps < 100; steps++) {
        disk.files.clear();
        disk.left = Infinity;
        held.clear();
        if (before === "old") await importSet("old");
        disk.left = steps;
        const end = await importSet("new").then(
          () => "kept",
          () => "ended",
        );
        held.clear(); // with the page
        disk.left = Infinity;
        const name = await whole();
        expect(["new", before]).toContain(name);
        if (end === "kept") expect(name).toBe("new");
        seen.add(`${end} ${name}`);
        await importSet("next");
        expect(await whole()).toBe("next");
        const folders = [...disk.files.keys()].filter((path) => path.startsWith("pictures-"));
        expect(new Set(folders.map((path) => path.split("/")[0])).size).toBe(1);
        if (end === "kept") break;
      }
      // It was ended before the new set was there; and where an old one had to be removed, after that too.
      expect(seen).toContain(`ended ${before}`);
      expect(seen).toContain("kept new");
      if (before === "old") expect(seen).toContain("ended new");
    });

  it("does not touch what another tab is still importing", async () => {
    await importSet("old");
    const other = await draftPictures();
    const { writeInto } = await import("./private-files");
    await writeInto(other.folder, "cup/0.png", "other");
    await importSet("new");
    expect([...disk.files.keys()]).toContain(`${other.path}/cup/0.png`);
    await other.drop();
    expect([...disk.files.keys()]).not.toContain(`${other.path}/cup/0.png`);
    expect(await whole()).toBe("new");
  });
});

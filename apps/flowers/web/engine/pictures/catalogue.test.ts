import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addPictures,
  applied,
  type Catalogue,
  contentText,
  countedClasses,
  deleteClass,
  type Edit,
  emptyCatalogue,
  inClass,
  inverse,
  movePictures,
  newClass,
  removePictures,
  renameClass,
  together,
} from "./catalogue";

const place = (className: string, name: string) => ({ className, name });

const small: Catalogue = {
  classes: new Set(["cup", "pen"]),
  places: new Map([
    ["a", place("cup", "1.jpg")],
    ["b", place("cup", "2.jpg")],
    ["c", place("pen", "1.jpg")],
  ]),
};

/** Everything that a catalogue says, in an order of its own. */
const said = ({ classes, places }: Catalogue): unknown => [
  [...classes].sort(),
  [...places].sort(([a], [b]) => (a < b ? -1 : 1)),
];

describe("edits of a set", () => {
  it("give a picture that is moved a name that nobody has there, and leave the others", () => {
    const moved = applied(small, movePictures(small, ["a", "gone", "c"], "pen"));
    expect(inClass(moved, "pen")).toEqual([
      ["a", place("pen", "1-2.jpg")],
      ["c", place("pen", "1.jpg")],
    ]);
    expect(countedClasses(moved)).toEqual({ classNames: ["cup", "pen"], counts: [1, 2] });
  });

  it("rename and delete a class with its pictures; a class may be empty", () => {
    const renamed = applied(small, renameClass(small, "cup", " mug "));
    expect(countedClasses(renamed)).toEqual({ classNames: ["mug", "pen"], counts: [2, 1] });
    const without = applied(renamed, deleteClass(renamed, "mug"));
    expect(said(without)).toEqual([["pen"], [["c", place("pen", "1.jpg")]]]);
    const empty = applied(without, newClass(without, "key"));
    expect(countedClasses(empty)).toEqual({ classNames: ["key", "pen"], counts: [0, 1] });
  });

  it("number new pictures of one name, in whatever case, and bring new classes along", () => {
    const edit = addPictures(small, [
      { id: "d", place: place("cup", "1.JPG") },
      { id: "e", place: place("key", "x") },
      { id: "f", place: place("key", "x") },
    ]);
    const more = applied(small, edit);
    expect(more.places.get("d")).toEqual(place("cup", "1-2.JPG"));
    expect(inClass(more, "key").map(([, { name }]) => name)).toEqual(["x", "x-2"]);
    expect([...more.classes]).toEqual(["cup", "pen", "key"]);
  });

  it("refuse names that no folder could have, that are taken, and classes that are not there", () => {
    for (const name of ["", "  ", "a/b", "a\\b", ".hidden", "__MACOSX", "x".repeat(61), "a\nb"])
      expect(() => newClass(small, name), JSON.stringify(name)).toThrow(/class/);
    expect(() => newClass(small, "cup")).toThrow('There is a class "cup" already');
    expect(() => renameClass(small, "cup", "pen")).toThrow('There is a class "pen" already');
    expect(() => renameClass(small, "key", "keys")).toThrow('There is no class "key" any more');
    expect(() => deleteClass(small, "key")).toThrow("no class");
    expect(() => movePictures(small, ["a"], "key")).toThrow("no class");
    expect(newClass(small, "\u1112\u1161\u11ab").classes).toEqual([{ name: "한", is: true }]);
  });

  it("change the content, and undoing brings it back", () => {
    const edit = movePictures(small, ["a"], "pen");
    const moved = applied(small, edit);
    expect(contentText(moved)).not.toBe(contentText(small));
    expect(contentText(applied(moved, inverse(edit)))).toBe(contentText(small));
  });

  it("are undone one by one and together, whatever they are", () => {
    const name = fc.constantFrom("cup", "pen", "key", "mug");
    const ids = fc.subarray(["a", "b", "c", "d", "e"]);
    const step = fc.oneof(
      name.map((to) => (set: Catalogue) => newClass(set, to)),
      fc.tuple(name, name).map(
        ([from, to]) =>
          (set: Catalogue) =>
            renameClass(set, from, to),
      ),
      name.map((gone) => (set: Catalogue) => deleteClass(set, gone)),
      fc.tuple(ids, name).map(
        ([some, to]) =>
          (set: Catalogue) =>
            movePictures(set, some, to),
      ),
      ids.map((some) => (set: Catalogue) => removePictures(set, some)),
      fc.tuple(ids, name).map(([some, className]) => (set: Catalogue) => {
        const fresh = some.filter((id) => !set.places.has(id));
        return addPictures(
          set,
          fresh.map((id) => ({ id, place: place(className, "1.jpg") })),
        );
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const seen: Catalogue[] = [emptyCatalogue];
        const edits: Edit[] = [];
        for (const makeEdit of steps) {
          const before = seen.at(-1) ?? emptyCatalogue;
          let edit: Edit;
          try {
            edit = makeEdit(before);
          } catch {
            continue; // refused: nothing changes
          }
          edits.push(edit);
          seen.push(applied(before, edit));
        }
        const last = seen.at(-1) ?? emptyCatalogue;
        let back = last;
        for (const [at, edit] of [...edits.entries()].reverse()) {
          back = applied(back, inverse(edit));
          expect(said(back)).toEqual(said(seen[at] ?? emptyCatalogue));
        }
        if (edits.length === 0) return;
        const all = edits.reduce(together);
        expect(said(applied(emptyCatalogue, all))).toEqual(said(last));
        expect(said(applied(last, inverse(all)))).toEqual(said(emptyCatalogue));
        const names = [...last.places.values()].map((at) => `${at.className}/${at.name}`);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

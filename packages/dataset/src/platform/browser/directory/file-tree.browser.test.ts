import { expect, it } from "vitest";
import { pickedFiles } from "../../../test-support/folders";
import { type TreeEntry, treeOf, treeOfFiles } from "./file-tree";
import type { SourceFile } from "./source-file";

const file: SourceFile = { kind: "blob", blob: new Blob([]), changedMs: 0 };
const listed = (paths: readonly string[]): [string, string[], readonly string[]] => {
  const entries = paths.map((path): TreeEntry => [path, path.endsWith("/") ? "folder" : file]);
  const { label, files, folders } = treeOf(entries, "name");
  return [label, [...files.keys()], folders];
};

it.each([
  [
    ["a/1.png", "b/1.png"],
    ["name", ["a/1.png", "b/1.png"], []],
  ],
  [
    ["top/a/1.png", "top/b/1.png", "top/LICENSE"],
    ["top", ["a/1.png", "b/1.png", "LICENSE"], []],
  ],
  [
    ["x/top/a/1.png", "x/top/b/1.png"],
    ["top", ["a/1.png", "b/1.png"], []],
  ],
  [
    ["./top/a/1.png", "./top/b//1.png"],
    ["top", ["a/1.png", "b/1.png"], []],
  ],
  // One class alone stays a class, also with hidden folders in it.
  [
    ["roses/1.png", "roses/2.png"],
    ["name", ["roses/1.png", "roses/2.png"], []],
  ],
  [
    ["roses/1.png", "roses/.s/2.png"],
    ["name", ["roses/1.png", "roses/.s/2.png"], []],
  ],
  [
    ["top/", "top/a/", "top/b/1.png"],
    ["top", ["b/1.png"], ["a"]],
  ],
  [
    ["__MACOSX/top/a/._1.png", "top/a/1.png", "top/a/._1.png", "top/.DS_Store"],
    ["top", ["a/1.png"], []],
  ],
  [[], ["name", [], []]],
])("%j", (paths, expected) => expect(listed(paths)).toEqual(expected));

it("takes the picked folder alone off an input's paths, as a handle to it would", () => {
  const files = new Map([["only/a/1.png", new Uint8Array(0)]]);
  const { label, files: found } = treeOfFiles(pickedFiles("picked", files));
  expect([label, [...found.keys()]]).toEqual(["picked", ["only/a/1.png"]]);
});

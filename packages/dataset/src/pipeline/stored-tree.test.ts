import { describe, expect, it } from "vitest";
import { HostArray, type HostTree, mapHost } from "./host";
import { arrayIn, describeArray, rebuildTree, sizeBytesOf, storedArrays } from "./stored-tree";

describe("a stored tree", () => {
  it("gives every kind of element back, also from its text", () => {
    const pixels = new HostArray(Uint8Array.of(1, 2, 3, 4), [2, 2], "float32");
    const values = new HostArray(Float32Array.of(1.5, -2), [2], "float32");
    const labels = new HostArray(Int32Array.of(7), [], "int32");
    const tree: HostTree = { xs: [pixels, values], ys: labels, name: "a", rank: 3, none: null };
    const memory = new ArrayBuffer(64);
    let offset = 0;
    const described = mapHost(tree, (array) => {
      const { data } = array;
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      new Uint8Array(memory).set(bytes, offset);
      const stored = describeArray(array, offset);
      offset += 16;
      return stored;
    });
    const read: unknown = JSON.parse(JSON.stringify(described));
    expect(rebuildTree(read, (array) => arrayIn(memory, array, array.offset))).toEqual(tree);
    expect(storedArrays(read).map((array) => [array.offset, sizeBytesOf(array)])).toEqual([
      [0, 4],
      [16, 8],
      [32, 4],
    ]);
  });
});

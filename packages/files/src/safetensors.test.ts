import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FilesError } from "./errors";
import { decodeSafetensors, encodeSafetensors, type SavedTensor } from "./safetensors";

const tensor = fc
  .tuple(
    fc.constantFrom("float32", "int32", "bool"),
    fc.array(fc.nat({ max: 4 }), { maxLength: 3 }),
  )
  .chain(([dtype, shape]) =>
    fc
      .uint8Array({
        minLength: shape.reduce((a, b) => a * b, 1) * (dtype === "bool" ? 1 : 4),
        maxLength: shape.reduce((a, b) => a * b, 1) * (dtype === "bool" ? 1 : 4),
      })
      .map((bytes) => ({ dtype, shape, bytes })),
  );
const tensors = fc.array(tensor, { maxLength: 5 }).map((found): SavedTensor[] =>
  found.map(({ dtype, shape, bytes }, i) => {
    const name = `${i}:tensor`;
    const { buffer } = bytes.slice();
    if (dtype === "float32") return { name, shape, dtype, values: new Float32Array(buffer) };
    if (dtype === "int32") return { name, shape, dtype, values: new Int32Array(buffer) };
    return { name, shape, dtype: "bool", values: new Uint8Array(buffer) };
  }),
);
const document = fc.record({ number: fc.double(), list: fc.array(fc.double()), text: fc.string() });

describe("safetensors", () => {
  it("gives back tensors and document, to the bit", () => {
    fc.assert(
      fc.property(tensors, document, (saved, kept) => {
        const back = decodeSafetensors(encodeSafetensors(saved, kept));
        expect(back.document).toEqual(kept); // NaN, infinities and -0 included
        expect(back.tensors.map(({ name, shape, dtype }) => ({ name, shape, dtype }))).toEqual(
          saved.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
        );
        const bytesOf = ({ values }: SavedTensor): number[] => [
          ...new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
        ];
        expect(back.tensors.map(bytesOf)).toEqual(saved.map(bytesOf));
      }),
      { seed: 11 },
    );
  });

  it("reads the bytes of a file that was written before", () => {
    const header =
      '{"__metadata__":{"document":"{\\"best\\":{\\"$number\\":\\"Infinity\\"}}"},"0:kernel":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"flag":{"dtype":"BOOL","shape":[],"data_offsets":[8,9]}}';
    const padded = header + " ".repeat((8 - (header.length % 8)) % 8);
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
    const file = Uint8Array.from([
      ...length,
      ...new TextEncoder().encode(padded),
      ...new Uint8Array(Float32Array.of(0.5, -2).buffer),
      1,
    ]);
    const back = decodeSafetensors(file);
    expect(back.document).toEqual({ best: Infinity });
    expect(back.tensors).toEqual([
      { name: "0:kernel", shape: [2], dtype: "float32", values: Float32Array.of(0.5, -2) },
      { name: "flag", shape: [], dtype: "bool", values: Uint8Array.of(1) },
    ]);
    expect(encodeSafetensors(back.tensors, back.document)).toEqual(file);
  });

  it("copies values also out of an array whose slice is a view, as that of Node's Buffer is", () => {
    class Viewed extends Uint8Array {
      override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
        return super.subarray(start, end) as Uint8Array<ArrayBuffer>;
      }
    }
    const saved: SavedTensor[] = [
      { name: "a", shape: [1], dtype: "float32", values: Float32Array.of(1) },
      { name: "b", shape: [2], dtype: "int32", values: Int32Array.of(2, 3) },
    ];
    expect(decodeSafetensors(new Viewed(encodeSafetensors(saved))).tensors).toEqual(saved);
  });

  it("widens float16, which other writers use", () => {
    const header =
      '{"half":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"one":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}';
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
    const values = [...new Uint8Array(Uint16Array.of(0x3c00, 0xb800).buffer), 0, 0, 128, 63];
    const file = Uint8Array.from([...length, ...new TextEncoder().encode(header), ...values]);
    expect(decodeSafetensors(file).tensors).toEqual([
      { name: "half", shape: [2], dtype: "float32", values: Float32Array.of(1, -0.5) },
      { name: "one", shape: [1], dtype: "float32", values: Float32Array.of(1) },
    ]);
    expect(() => decodeSafetensors(file.subarray(0, file.length - 1))).toThrow('"one" is cut off');
  });

  it("refuses whatever is cut or changed with an error of its own", () => {
    fc.assert(
      fc.property(
        tensors,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (saved, at, cut, change) => {
          const file = encodeSafetensors(saved, { a: 1 });
          const damaged = file.slice(0, file.length - (cut % 20));
          const place = at % Math.min(64, damaged.length);
          damaged[place] = (damaged[place] ?? 0) ^ change;
          try {
            decodeSafetensors(damaged); // a changed letter of a name does no harm
          } catch (error) {
            expect(FilesError.is(error) && error.code).toBe("invalid-file");
          }
        },
      ),
      { seed: 13, numRuns: 300 },
    );
  });
});

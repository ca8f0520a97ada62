/** Tensors and one JSON document in a safetensors file. */
import { TrainingError } from "../errors";
import type { SavedTensor } from "../state";

const dtypes = { float32: "F32", int32: "I32", bool: "BOOL" } as const;
// A header of our own models is some kilobytes; a larger one means that this is another kind of file.
const maxHeaderBytes = 100_000_000;

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/**
 * A safetensors file: 8 bytes of header length (little endian), a JSON header, then the values in order. The names of
 * the tensors must differ. `document` becomes the string `document` of `__metadata__`, NaN and infinities included.
 */
export function encodeSafetensors(tensors: readonly SavedTensor[], document?: unknown): Uint8Array {
  const header: Record<string, Entry | Record<string, string>> = {};
  if (document !== undefined) header.__metadata__ = { document: stringify(document) };
  let end = 0;
  for (const { name, dtype, shape, values } of tensors) {
    if (Object.hasOwn(header, name)) {
      throw new TrainingError(
        "invalid-argument",
        `tensors: names must differ; "${name}" comes twice.`,
      );
    }
    const begin = end;
    end += values.byteLength;
    header[name] = { dtype: dtypes[dtype], shape: [...shape], data_offsets: [begin, end] };
  }
  let text = JSON.stringify(header);
  let head = new TextEncoder().encode(text);
  text += " ".repeat((8 - (head.length % 8)) % 8); // values start on 8 bytes
  head = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + head.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  let offset = 8 + head.length;
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}

/**
 * The tensors, in the order of their values, and the document of a file that {@link encodeSafetensors} wrote.
 * @throws TrainingError `file` when the bytes are no such file, are cut off, or hold another dtype
 */
export function decodeSafetensors(bytes: Uint8Array): {
  readonly tensors: readonly SavedTensor[];
  readonly document: unknown;
} {
  const bad = (reason: string): TrainingError =>
    new TrainingError("file", `bytes: expected a safetensors file; ${reason}.`);
  if (bytes.length < 8) throw bad(`received ${bytes.length} bytes`);
  const headBytes = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headBytes > maxHeaderBytes || 8 + headBytes > bytes.length) {
    throw bad(`its header claims ${headBytes} of ${bytes.length} bytes`);
  }
  let header: Record<string, Entry>;
  let document: unknown;
  try {
    const { __metadata__: metadata, ...entries } = JSON.parse(
      new TextDecoder().decode(bytes.subarray(8, 8 + headBytes)),
    ) as Record<string, Entry> & { __metadata__?: unknown };
    header = entries;
    const text = (metadata as { readonly document?: string } | undefined)?.document;
    document = text === undefined ? undefined : parse(text);
  } catch (cause) {
    throw new TrainingError("file", "bytes: expected a safetensors file; its header is no JSON.", {
      cause,
    });
  }
  const base = 8 + headBytes;
  const tensors = Object.entries(header)
    .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])
    .map(([name, entry]): SavedTensor => {
      const [begin, end] = entry.data_offsets;
      const dtype = (Object.keys(dtypes) as (keyof typeof dtypes)[]).find(
        (key) => dtypes[key] === entry.dtype,
      );
      if (dtype === undefined) throw bad(`"${name}" has dtype ${entry.dtype}`);
      const size = entry.shape.reduce((a, b) => a * b, 1) * (dtype === "bool" ? 1 : 4);
      if (begin < 0 || end - begin !== size || base + end > bytes.length)
        throw bad(`"${name}" is cut off`);
      const raw = bytes.slice(base + begin, base + end); // own, aligned memory
      const values =
        dtype === "float32"
          ? new Float32Array(raw.buffer)
          : dtype === "int32"
            ? new Int32Array(raw.buffer)
            : raw;
      return { name, shape: entry.shape, dtype, values };
    });
  return { tensors, document };
}

// JSON has no NaN, infinity or -0: they become { "$number": "NaN" }.
function stringify(document: unknown): string {
  return JSON.stringify(document, (_key, value: unknown) =>
    typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
      ? { $number: Object.is(value, -0) ? "-0" : String(value) }
      : value,
  );
}

function parse(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === "object" && value !== null && "$number" in value
      ? Number(value.$number)
      : value,
  );
}

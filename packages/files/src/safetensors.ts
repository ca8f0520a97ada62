/** Tensors and one JSON document in a safetensors file. */
import { isRecord as isObject, refuse, requireBytes, requireText } from "./arguments";
import { FilesError } from "./errors";
import { widenHalf } from "./half";

/** Values of one tensor on the host. */
export interface SavedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool";
  readonly values: Float32Array | Int32Array | Uint8Array;
}

const dtypes = { float32: "F32", int32: "I32", bool: "BOOL" } as const;
const arrays = { float32: "Float32Array", int32: "Int32Array", bool: "Uint8Array" } as const;
const dtypeNames = ["float32", "int32", "bool"] as const;
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
 *
 * @throws FilesError `invalid-argument` for names that are not all different, and for values of another kind or number than
 *   dtype and shape say
 */
export function encodeSafetensors(tensors: readonly SavedTensor[], document?: unknown): Uint8Array {
  const isList: boolean = Array.isArray(tensors);
  if (!isList) refuse("encodeSafetensors", "tensors", "a list of tensors", tensors);
  tensors.forEach(checkTensor);
  const header: Record<string, Entry | Record<string, string>> = {};
  if (document !== undefined) header.__metadata__ = { document: stringify(document) };
  let end = 0;
  for (const { name, dtype, shape, values } of tensors) {
    if (Object.hasOwn(header, name)) {
      throw new FilesError(
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

/** @throws FilesError `invalid-argument` for a tensor whose parts do not belong together: its file could not be read */
function checkTensor(tensor: SavedTensor, at: number): void {
  const what = `tensors[${at}]`;
  const caller = "encodeSafetensors";
  if (!isObject(tensor)) refuse(caller, what, "an object", tensor);
  const { name, shape, dtype, values } = tensor;
  requireText(caller, `${what}.name`, name);
  if (!dtypeNames.includes(dtype))
    refuse(caller, `${what}.dtype`, `one of ${dtypeNames.join(", ")}`, dtype);
  if (!areSizes(shape)) refuse(caller, `${what}.shape`, "a list of whole numbers from 0", shape);
  const array = arrays[dtype];
  const size = shape.reduce((a, b) => a * b, 1);
  if (Object.prototype.toString.call(values) !== `[object ${array}]`)
    refuse(caller, `${what}.values`, `of type ${array} for ${dtype}`, values);
  if (values.length !== size)
    refuse(
      caller,
      `${what}.values`,
      `${size} values for shape [${shape.join(", ")}]`,
      values.length,
    );
}

/**
 * The tensors, in the order of their values, and the document of a file that {@link encodeSafetensors} wrote. The
 * values are copies. float16 of other writers (`F16`) is widened to float32, every value as it stands.
 *
 * @throws FilesError `invalid-file` when the bytes are not such a file, are cut off, or hold another dtype
 */
export function decodeSafetensors(file: Uint8Array): {
  readonly tensors: readonly SavedTensor[];
  readonly document: unknown;
} {
  requireBytes("decodeSafetensors", "file", file);
  // Node's Buffer has a `slice` that copies nothing; a plain array over the same bytes has one that does.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 8) throw bad(`received ${bytes.length} bytes`);
  const headBytes = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headBytes > maxHeaderBytes || 8 + headBytes > bytes.length) {
    throw bad(`its header claims ${headBytes} of ${bytes.length} bytes`);
  }
  const { entries, document } = readHeader(bytes.subarray(8, 8 + headBytes));
  const data = bytes.subarray(8 + headBytes);
  return {
    tensors: entries
      .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])
      .map(([name, entry]) => readTensor(name, entry, data)),
    document,
  };
}

function bad(reason: string, cause?: unknown): FilesError {
  return new FilesError("invalid-file", `bytes: expected a safetensors file; ${reason}.`, {
    cause,
  });
}

function readHeader(bytes: Uint8Array): {
  readonly entries: [string, Entry][];
  readonly document: unknown;
} {
  let header: unknown;
  let document: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
    const metadata = isRecord(header) ? header["__metadata__"] : undefined;
    const text = isRecord(metadata) ? metadata["document"] : undefined;
    document = typeof text === "string" ? parse(text) : undefined;
  } catch (cause) {
    throw bad("its header is not JSON", cause);
  }
  if (!isRecord(header)) throw bad("its header is not a JSON object");
  const entries = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]): [string, Entry] => {
      if (isEntry(entry)) return [name, entry];
      throw bad(`"${name}" lacks dtype, shape or data_offsets`);
    });
  return { entries, document };
}

function readTensor(name: string, entry: Entry, data: Uint8Array): SavedTensor {
  const [begin, end] = entry.data_offsets;
  const { dtype: letters, shape } = entry;
  const half = letters === "F16";
  const dtype = half ? "float32" : dtypeNames.find((key) => dtypes[key] === letters);
  if (dtype === undefined) throw bad(`"${name}" has dtype ${letters}`);
  const size = shape.reduce((a, b) => a * b, 1) * (half ? 2 : dtype === "bool" ? 1 : 4);
  if (end - begin !== size || end > data.length) throw bad(`"${name}" is cut off`);
  const values = data.slice(begin, end); // own, aligned memory
  if (half)
    return { name, shape, dtype: "float32", values: widenHalf(new Uint16Array(values.buffer)) };
  if (dtype === "float32") return { name, shape, dtype, values: new Float32Array(values.buffer) };
  if (dtype === "int32") return { name, shape, dtype, values: new Int32Array(values.buffer) };
  return { name, shape, dtype, values };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value)) return false;
  const { dtype, shape, data_offsets: offsets } = value;
  return typeof dtype === "string" && areSizes(shape) && areSizes(offsets) && offsets.length === 2;
}

function areSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
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

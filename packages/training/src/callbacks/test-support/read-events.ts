/** Reads TensorBoard's event files, checksums included: written from the formats, without the writer's code. */

/** A scalar of an event file. */
export interface ReadScalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  readonly wallTimeSeconds: number;
}

type Field = number | Uint8Array;

/** CRC-32C bit by bit, rotated and offset as TFRecord stores it. */
function maskedChecksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function recordsOf(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    const data = file.subarray(at + 12, at + 12 + length);
    const sound =
      view.getUint32(at + 8, true) === maskedChecksum(file.subarray(at, at + 8)) &&
      view.getUint32(at + 12 + length, true) === maskedChecksum(data);
    if (!sound) throw new Error(`a wrong checksum in the record at byte ${at}`);
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** Fields of a protocol buffer by number; whole numbers, or bytes of everything else. */
function fieldsOf(message: Uint8Array): Map<number, Field[]> {
  const fields = new Map<number, Field[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const wire = key & 7;
    const start = wire === 2 ? varint() : 0;
    const length = wire === 2 ? start : wire === 1 ? 8 : wire === 5 ? 4 : 0;
    const value = wire === 0 ? varint() : message.subarray(at, (at += length));
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}

const bytesOf = (field: Field | undefined): Uint8Array =>
  field instanceof Uint8Array ? field : new Uint8Array();
const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const textOf = (field: Field | undefined): string => new TextDecoder().decode(bytesOf(field));

/** All scalars in order. Throws when a checksum, the version or a scalar's form is wrong. */
export function readEvents(file: Uint8Array): ReadScalar[] {
  const [first, ...rest] = recordsOf(file).map(fieldsOf);
  if (textOf(first?.get(3)?.[0]) !== "brain.Event:2") throw new Error("the version comes first");
  return rest.flatMap((event) =>
    (fieldsOf(bytesOf(event.get(5)?.[0])).get(1) ?? []).map((field) => {
      const value = fieldsOf(bytesOf(field));
      const tensor = fieldsOf(bytesOf(value.get(8)?.[0]));
      const plugin = fieldsOf(bytesOf(fieldsOf(bytesOf(value.get(9)?.[0])).get(1)?.[0]));
      if (textOf(plugin.get(1)?.[0]) !== "scalars" || tensor.get(1)?.[0] !== 1)
        throw new Error("a value is no float32 scalar");
      return {
        tag: textOf(value.get(1)?.[0]),
        step: Number(event.get(2)?.[0] ?? 0),
        value: viewOf(bytesOf(tensor.get(4)?.[0])).getFloat32(0, true),
        wallTimeSeconds: viewOf(bytesOf(event.get(1)?.[0])).getFloat64(0, true),
      };
    }),
  );
}

/** TensorBoard's event files: Event messages in TFRecord frames. */
import { crc32c } from "@flowers/files";

/** The CRC as TFRecord stores it: rotated right by 15 bits, plus a constant, so that a CRC of CRCs stays sound. */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** A TFRecord: length (8 bytes), CRC of the length (4), the data, CRC of the data (4); little endian. */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(12 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc(data), true);
  return record;
}

/** The first record of every event file. */
export function versionEvent(wallTimeSeconds: number): Uint8Array {
  return tfRecord(message([double(1, wallTimeSeconds), text(3, "brain.Event:2")]));
}

/**
 * A scalar as TensorFlow 2's `tf.summary.scalar` writes it: a float32 tensor of rank 0 under the plugin `scalars`.
 *
 * Event: 1 wall_time, 2 step, 5 summary. Summary: 1 value. Value: 1 tag, 8 tensor, 9 metadata.
 * TensorProto: 1 dtype (1 is float32), 2 shape, 4 tensor_content. SummaryMetadata: 1 plugin_data {1 plugin_name}.
 */
export function scalarEvent(
  tag: string,
  value: number,
  step: number,
  wallTimeSeconds: number,
): Uint8Array {
  const content = new Uint8Array(4);
  new DataView(content.buffer).setFloat32(0, value, true);
  const tensor = message([varint(1, 1), bytes(2, new Uint8Array()), bytes(4, content)]);
  const metadata = message([bytes(1, message([text(1, "scalars")]))]);
  const summaryValue = message([text(1, tag), bytes(8, tensor), bytes(9, metadata)]);
  const summary = message([bytes(1, summaryValue)]);
  return tfRecord(message([double(1, wallTimeSeconds), varint(2, step), bytes(5, summary)]));
}

// Protocol buffers: every field is a key (number * 8 + wire type) and a value.

function message(fields: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
  let offset = 0;
  for (const field of fields) {
    joined.set(field, offset);
    offset += field.length;
  }
  return joined;
}

/** Base 128, low digits first, the top bit set on all but the last. For whole numbers from 0 to 2^53. */
function digits(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
  return Uint8Array.from(out);
}

function varint(field: number, value: number): Uint8Array {
  return message([digits(field * 8), digits(value)]);
}

function double(field: number, value: number): Uint8Array {
  const fixed = new Uint8Array(8);
  new DataView(fixed.buffer).setFloat64(0, value, true);
  return message([digits(field * 8 + 1), fixed]);
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return message([digits(field * 8 + 2), digits(value.length), value]);
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}

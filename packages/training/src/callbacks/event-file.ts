/** TensorBoard's event files: Event messages in TFRecord frames. */
import { crc32c } from "@flowers/files";
import { ProtoWriter } from "../protobuf";

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
  return tfRecord(new ProtoWriter().double(1, wallTimeSeconds).string(3, "brain.Event:2").finish());
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
  const tensor = new ProtoWriter().int(1, 1).bytes(2, new Uint8Array()).bytes(4, content);
  const plugin = new ProtoWriter().string(1, "scalars");
  const metadata = new ProtoWriter().message(1, plugin);
  const summaryValue = new ProtoWriter().string(1, tag).message(8, tensor).message(9, metadata);
  const summary = new ProtoWriter().message(1, summaryValue);
  const event = new ProtoWriter().double(1, wallTimeSeconds).int(2, step).message(5, summary);
  return tfRecord(event.finish());
}

/**
 * What TensorFlow's server and the sessions that run through it are told, as protocol buffers.
 * Fields: tensorflow/core/protobuf/{tensorflow_server,cluster,config}.proto.
 */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { ClusterPlan } from "./tf-config";

const text = (writer: BinaryWriter, field: number, value: string): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).string(value);
const message = (writer: BinaryWriter, field: number, value: Uint8Array): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).bytes(value);

/** A `ConfigProto`: ops run on this worker, and the first worker leads collective ones. */
export function sessionConfig({ index }: Pick<ClusterPlan, "index">): Uint8Array {
  const experimental = text(new BinaryWriter(), 1, "/job:worker/replica:0/task:0").finish(); // collective_group_leader
  const config = text(new BinaryWriter(), 4, `/job:worker/task:${index}`); // device_filters: else all run on task 0's
  return message(config, 16, experimental).finish();
}

/** A `ServerDef` of this worker's server. */
export function serverDef(plan: ClusterPlan): Uint8Array {
  const job = text(new BinaryWriter(), 1, "worker");
  plan.addresses.forEach((address, task) => {
    const entry = new BinaryWriter().tag(1, WireType.Varint).int32(task);
    message(job, 2, text(entry, 2, address).finish());
  });
  const cluster = message(new BinaryWriter(), 1, job.finish()).finish();
  const server = text(message(new BinaryWriter(), 1, cluster), 2, "worker");
  server.tag(3, WireType.Varint).int32(plan.index);
  return text(message(server, 4, sessionConfig(plan)), 5, "grpc").finish();
}

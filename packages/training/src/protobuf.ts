/**
 * Messages of protocol buffers, field by field, over the writer of `@bufbuild/protobuf`: what a TensorFlow graph and
 * TensorBoard's events need. Format: https://protobuf.dev/programming-guides/encoding/
 */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

export class ProtoWriter {
  readonly #writer = new BinaryWriter();
  #bytes: Uint8Array | undefined;

  /** A signed or unsigned integer, bool or enum field; negative values take ten bytes, as int64 does. */
  int(field: number, value: number | bigint | boolean): this {
    this.#writer.tag(field, WireType.Varint).int64(BigInt(value));
    return this;
  }

  /** A float field: four bytes. */
  float(field: number, value: number): this {
    this.#writer.tag(field, WireType.Bit32).float(value);
    return this;
  }

  /** A double field: eight bytes. */
  double(field: number, value: number): this {
    this.#writer.tag(field, WireType.Bit64).double(value);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#writer.tag(field, WireType.LengthDelimited).bytes(value);
    return this;
  }

  string(field: number, value: string): this {
    this.#writer.tag(field, WireType.LengthDelimited).string(value);
    return this;
  }

  message(field: number, value: ProtoWriter): this {
    return this.bytes(field, value.finish());
  }

  /** The bytes of the message, which nothing may be added to afterwards; a message may stand in several others. */
  finish(): Uint8Array {
    return (this.#bytes ??= this.#writer.finish());
  }
}

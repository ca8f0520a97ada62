/**
 * Writes Protocol Buffers: the four wire forms that a TensorFlow graph needs, and nothing else.
 * Format: https://protobuf.dev/programming-guides/encoding/
 */
const utf8 = new TextEncoder();

export class ProtoWriter {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(64);
  #length = 0;

  /** A signed or unsigned integer, bool or enum field; negative values take ten bytes, as int64 does. */
  int(field: number, value: number | bigint | boolean): this {
    this.#varint(BigInt(field * 8));
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  /** A float field: four bytes, little-endian. */
  float(field: number, value: number): this {
    this.#varint(BigInt(field * 8 + 5));
    this.#append(new Uint8Array(new Float32Array([value]).buffer));
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint(BigInt(field * 8 + 2));
    this.#varint(BigInt(value.length));
    this.#append(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  message(field: number, value: ProtoWriter): this {
    return this.bytes(field, value.finish());
  }

  /** The bytes written so far; a view that the next write may invalidate. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #varint(value: bigint): void {
    const group: number[] = [];
    let rest = value;
    while (rest > 127n) {
      group.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    group.push(Number(rest));
    this.#append(Uint8Array.from(group));
  }

  #append(more: Uint8Array): void {
    if (this.#length + more.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more.length));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(more, this.#length);
    this.#length += more.length;
  }
}

/**
 * Features in a file that only grows: records of an image's hash (32 bytes), its features (float32, little endian) and the
 * CRC-32C of both (4 bytes). A process that dies while it writes leaves a torn record, which the next one drops.
 */
import { crc32c, type FileStore } from "@flowers/files";
import { TrainingError } from "../errors";
import type { PixelHash } from "./pixel-hashes";

const hashBytes = 32;
const checkBytes = 4;
const magic = new TextEncoder().encode("flowers-features");
/** The magic and the number of features. */
const headBytes = magic.length + 4;

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Features of one network, by the hash of the image. */
export class FeatureCache {
  readonly #store: FileStore;
  readonly #path: string;
  readonly #rows = new Map<string, Float32Array>();
  /** Features of one image; null until the first is known. */
  #size: number | null = null;

  private constructor(store: FileStore, path: string) {
    this.#store = store;
    this.#path = path;
  }

  /** Reads what a file holds, up to the first record that is not whole, and cuts off the rest. */
  static async open(store: FileStore, key: string): Promise<FeatureCache> {
    const cache = new FeatureCache(store, `${key}.features`);
    const bytes = await store.read(cache.#path);
    if (bytes) await cache.#load(bytes);
    return cache;
  }

  async #load(bytes: Uint8Array): Promise<void> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isOurs = bytes.length >= headBytes && magic.every((byte, i) => bytes[i] === byte);
    const size = isOurs ? view.getUint32(magic.length, true) : 0;
    const recordBytes = hashBytes + size * 4 + checkBytes;
    let at = headBytes;
    for (; isOurs && size > 0 && at + recordBytes <= bytes.length; at += recordBytes) {
      const content = bytes.subarray(at, at + recordBytes - checkBytes);
      if (view.getUint32(at + recordBytes - checkBytes, true) !== crc32c(content)) break;
      // Little endian, as every machine is that JavaScript runs on.
      const values = new Float32Array(content.slice(hashBytes).buffer);
      this.#rows.set(hex(content.subarray(0, hashBytes)), values);
    }
    if (this.#rows.size === 0) {
      await this.#store.remove(this.#path);
      return;
    }
    this.#size = size;
    if (at < bytes.length) await this.#store.writeAtomic(this.#path, bytes.slice(0, at));
  }

  /** The features of several images in order; null unless all are known. */
  rows(hashes: readonly PixelHash[]): Float32Array | null {
    const size = this.#size;
    if (size === null) return null;
    const rows = hashes.map((hash) => this.#rows.get(hex(hash)));
    if (!rows.every((row) => row !== undefined)) return null;
    const all = new Float32Array(rows.length * size);
    rows.forEach((row, i) => all.set(row, i * size));
    return all;
  }

  /** Keeps the features of several images; those that are known stay as they are. */
  async add(hashes: readonly PixelHash[], features: Float32Array): Promise<void> {
    const size = features.length / hashes.length;
    if (this.#size !== null && this.#size !== size)
      throw new TrainingError("file", `extractFeatures: "${this.#path}" holds other features.`);
    const parts: Uint8Array[] = [];
    if (this.#size === null) parts.push(head(size));
    this.#size = size;
    for (const [i, hash] of hashes.entries()) {
      const name = hex(hash);
      if (this.#rows.has(name)) continue;
      const row = features.slice(i * size, (i + 1) * size);
      this.#rows.set(name, row);
      parts.push(record(hash, row));
    }
    if (parts.length > 0) await this.#store.append(this.#path, joined(parts));
  }
}

function head(size: number): Uint8Array {
  const bytes = new Uint8Array(headBytes);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(magic.length, size, true);
  return bytes;
}

function record(hash: PixelHash, row: Float32Array): Uint8Array {
  const bytes = new Uint8Array(hashBytes + row.length * 4 + checkBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(hash);
  row.forEach((value, i) => view.setFloat32(hashBytes + i * 4, value, true));
  view.setUint32(bytes.length - checkBytes, crc32c(bytes.subarray(0, -checkBytes)), true);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

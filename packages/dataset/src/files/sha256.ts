/** SHA-256 of bytes that come in pieces, for pages, where Web Crypto takes whole buffers only. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export class Sha256 {
  readonly #hash = sha256.create();

  /** Takes the next piece. */
  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  /** The digest in hexadecimal; nothing may be added afterwards. */
  hex(): string {
    return bytesToHex(this.#hash.digest());
  }
}

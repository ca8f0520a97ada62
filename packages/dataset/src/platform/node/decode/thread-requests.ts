/** What the threads are asked, and what they answer. */
import type { DecodedInto } from "../../../decode/decode-into";
import type { ImageSpec } from "../../../decode/image-spec";
import type { FilePart } from "../cache/read-checked";

/** Decode some files, their pixels to `slab` from `offsetBytes` on. */
export interface DecodeRequest {
  readonly kind: "decode";
  readonly paths: readonly string[];
  readonly spec: ImageSpec;
  readonly slab: SharedArrayBuffer;
  readonly offsetBytes: number;
}

/** Read a part of an open file (descriptors are the whole process's) to the beginning of `slab`, and check it. */
export interface ReadRequest extends FilePart {
  readonly kind: "read";
}

/** A request and what is answered to it. */
export interface Answers {
  readonly decode: DecodedInto;
  /** Whether the part is there and has that checksum. */
  readonly read: boolean;
}

export type ThreadRequest = DecodeRequest | ReadRequest;

export interface ThreadMessage {
  readonly id: number;
  readonly request: ThreadRequest;
}

export interface ThreadReply {
  readonly id: number;
  readonly answer?: DecodedInto | boolean;
  readonly error?: string;
}

/** What decoding a scan asks of the two codings, Huffman's and arithmetic. */
import type { Component } from "./frame";

export interface EntropyDecoder {
  /** Whether the segment had no bits left for the last MCU: libjpeg then leaves the next ones as they are. */
  readonly outOfData: boolean;
  /** Begins a segment: predictions and statistics start again. @param fresh whether there is data to hope for */
  restart(segment: Uint8Array, fresh: boolean): void;
  /** Decodes one block. @param order the component's place in the scan */
  decode(component: Component, order: number, block: number): void;
  /** Tells that an MCU is complete. */
  endMcu(): void;
}

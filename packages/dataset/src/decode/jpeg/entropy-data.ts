/** The entropy-coded data of one scan, cut at its restart markers as libjpeg does, also where these are damaged. */
import { invalid } from "./invalid";
import { entropySegment, type Marker, markerCodes, nextMarker } from "./segments";

export interface EntropyData {
  /** The bytes up to the next marker. */
  readonly segment: Uint8Array;
  /** The marker that ends them, which is not passed yet. */
  readonly marker: Marker;
  /**
   * Passes the restart marker that is due and continues with the bytes behind it; false where another marker is there that
   * should not be passed: the segment is empty then.
   */
  restart(): boolean;
}

const empty: Uint8Array = new Uint8Array(8);

export function entropyData(bytes: Uint8Array, from: number): EntropyData {
  return new ScanData(bytes, from);
}

class ScanData implements EntropyData {
  readonly #bytes: Uint8Array;
  #due = 0;
  segment: Uint8Array = empty;
  marker: Marker = { code: 0, next: 0 };

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#read(from);
  }

  #read(from: number): void {
    const found = entropySegment(this.#bytes, from);
    if (!found) throw invalid("the file is cut short");
    this.segment = found.data;
    this.marker = found.marker;
  }

  restart(): boolean {
    const due = this.#due;
    this.#due = (due + 1) & 7;
    while (this.marker.code !== markerCodes.firstRestart + due) {
      const action = resync(this.marker.code, due);
      if (action === "take") break;
      if (action === "stay") {
        this.segment = empty;
        return false;
      }
      const next = nextMarker(this.#bytes, this.marker.next);
      if (!next) throw invalid("the file is cut short");
      this.marker = next;
    }
    this.#read(this.marker.next);
    return true;
  }
}

/**
 * What to do with another marker than the restart marker that is due: `jpeg_resync_to_restart` of libjpeg's jdmarker.c
 * passes those that lie behind, stops before those that are still to come, and takes others for the one that is due.
 */
function resync(code: number, due: number): "take" | "pass" | "stay" {
  if (code < 0xc0) return "pass";
  if (code < markerCodes.firstRestart || code > markerCodes.lastRestart) return "stay";
  const ahead = (code - markerCodes.firstRestart - due + 8) & 7;
  if (ahead === 1 || ahead === 2) return "stay";
  return ahead === 6 || ahead === 7 ? "pass" : "take";
}

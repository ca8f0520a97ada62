/**
 * How an AVIF says that it is turned and mirrored: properties of the picture itself, no EXIF. ISO/IEC 23008-12, 6.5.10
 * and 6.5.12 (`irot`, `imir`), and 14496-12, 8.11 (the boxes in which they lie).
 */
import type { Orientation } from "./exif";

/** A box's content. */
interface Box {
  readonly type: string;
  readonly body: DataView;
}

/** The boxes that lie one after the other from `start` on; those that are cut short or lie about their size end the list. */
function boxesIn(view: DataView, start = 0): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= view.byteLength;) {
    let [sizeBytes, headBytes] = [view.getUint32(at), 8];
    if (sizeBytes === 0) sizeBytes = view.byteLength - at;
    if (sizeBytes === 1 && at + 16 <= view.byteLength) {
      [sizeBytes, headBytes] = [Number(view.getBigUint64(at + 8)), 16];
    }
    if (sizeBytes < headBytes || sizeBytes > view.byteLength - at) break;
    const type = String.fromCharCode(...[4, 5, 6, 7].map((letter) => view.getUint8(at + letter)));
    const { buffer, byteOffset } = view;
    boxes.push({
      type,
      body: new DataView(buffer, byteOffset + at + headBytes, sizeBytes - headBytes),
    });
    at += sizeBytes;
  }
  return boxes;
}

const find = (boxes: readonly Box[], type: string): DataView | undefined =>
  boxes.find((box) => box.type === type)?.body;

/** The number of the picture that the file shows. */
function primaryItem(pitm: DataView): number {
  return pitm.getUint8(0) === 0 ? pitm.getUint16(4) : pitm.getUint32(4);
}

/** The properties of an item, in their order, as places (from 1) in the list of all properties. */
function propertiesOf(item: number, ipma: DataView): number[] {
  const [version, wide] = [ipma.getUint8(0), (ipma.getUint8(3) & 1) === 1];
  const found: number[] = [];
  let at = 8;
  for (let left = ipma.getUint32(4); left > 0; left--) {
    const mine = (version === 0 ? ipma.getUint16(at) : ipma.getUint32(at)) === item;
    at += version === 0 ? 2 : 4;
    const count = ipma.getUint8(at++);
    for (let i = 0; i < count; i++, at += wide ? 2 : 1) {
      if (mine) found.push(wide ? ipma.getUint16(at) & 0x7fff : ipma.getUint8(at) & 0x7f);
    }
  }
  return found;
}

/** The eight orientations as 2x2 matrices [a, b, c, d]: shown right and down from stored right and down. */
const matrices = [
  [1, 0, 0, 1],
  [-1, 0, 0, 1],
  [-1, 0, 0, -1],
  [1, 0, 0, -1],
  [0, 1, 1, 0],
  [0, -1, 1, 0],
  [0, -1, -1, 0],
  [0, 1, -1, 0],
] as const;

type Matrix = readonly [number, number, number, number];

const quarterTurn: Matrix = [0, 1, -1, 0]; // anticlockwise: what points right then points up

/** `second` after `first`. */
function after(second: Matrix, first: Matrix): Matrix {
  const [a, b, c, d] = second;
  const [e, f, g, h] = first;
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}

function readProperties(bytes: Uint8Array): Matrix {
  const file = boxesIn(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const meta = find(file, "meta");
  const parts = meta ? boxesIn(meta, 4) : [];
  const [pitm, iprp] = [find(parts, "pitm"), find(parts, "iprp")];
  const inner = iprp ? boxesIn(iprp) : [];
  const ipco = find(inner, "ipco");
  let matrix: Matrix = matrices[0];
  if (!pitm || !ipco) return matrix;
  const properties = boxesIn(ipco);
  const item = primaryItem(pitm);
  const places = inner
    .filter(({ type }) => type === "ipma")
    .flatMap(({ body }) => propertiesOf(item, body));
  for (const place of places) {
    const property = properties[place - 1];
    if (property?.type === "irot") {
      for (let turns = property.body.getUint8(0) & 3; turns > 0; turns--) {
        matrix = after(quarterTurn, matrix);
      }
    } else if (property?.type === "imir") {
      matrix = after((property.body.getUint8(0) & 1) === 1 ? matrices[1] : matrices[3], matrix);
    }
  }
  return matrix;
}

/** How the file's picture is to be turned and mirrored, as EXIF numbers it; 1 where it says nothing or nothing readable. */
export function readAvifOrientation(bytes: Uint8Array): Orientation {
  try {
    const matrix = readProperties(bytes);
    const index = matrices.findIndex((other) => other.every((value, i) => value === matrix[i]));
    return (index + 1) as Orientation;
  } catch (error) {
    if (error instanceof RangeError) return 1; // a box ends before what it announces
    throw error;
  }
}

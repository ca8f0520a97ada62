/** Reads a JPEG from segment to segment: tables, frame and scans (ITU-T T.81, annex B), with the checks that libjpeg makes. */
import { type EntropyData, entropyData } from "./entropy-data";
import {
  checkScan,
  type Component,
  emptyTables,
  type Frame,
  type FrameHeader,
  makeFrame,
  type Scan,
  type Tables,
  zigzag,
} from "./frame";
import { invalid } from "./invalid";
import { HuffmanTable, standardTables } from "./huffman";
import { markerCodes, nextMarker, segmentBody, standsAlone } from "./segments";

/** What the file says of its colours. */
export interface Markers {
  readonly jfif: boolean;
  /** Adobe's colour transform; undefined without its marker. */
  readonly adobe: number | undefined;
}

export interface ReadJpeg {
  readonly frame: Frame;
  readonly markers: Markers;
  /** The last row of MCUs that the last scan had data for. */
  readonly lastGoodRow: number;
  readonly scans: number;
}

const cutShort = "the file is cut short";
/** Frame types that are decoded: baseline, extended and progressive, by Huffman's or by arithmetic coding. */
const frameKinds: Readonly<Record<number, { progressive: boolean; arithmetic: boolean }>> = {
  0xc0: { progressive: false, arithmetic: false },
  0xc1: { progressive: false, arithmetic: false },
  0xc2: { progressive: true, arithmetic: false },
  0xc9: { progressive: false, arithmetic: true },
  0xca: { progressive: true, arithmetic: true },
};
const otherFrames = [0xc3, 0xc5, 0xc6, 0xc7, 0xc8, 0xcb, 0xcd, 0xce, 0xcf];
const [defineHuffman, defineArithmetic, defineQuantization, defineRestart] = [
  0xc4, 0xcc, 0xdb, 0xdd,
];
const [app0, app14, app15, comment, defineLines] = [0xe0, 0xee, 0xef, 0xfe, 0xdc];

/**
 * Reads the whole file up to its end-of-image marker and hands each scan to `decode`.
 *
 * @throws DecodeError where libjpeg gives up; what it only warns about is read as it does
 */
export function readJpeg(
  bytes: Uint8Array,
  decode: (scan: Scan, data: EntropyData) => number,
): ReadJpeg {
  const tables = emptyTables();
  let markers: Markers = { jfif: false, adobe: undefined };
  let header: FrameHeader | undefined;
  let frame: Frame | undefined;
  let severalScans = false;
  let restartInterval = 0;
  let scans = 0;
  let lastGoodRow = 0;
  let marker = nextMarker(bytes, 2);
  for (;;) {
    if (!marker) throw invalid(cutShort);
    const { code, next } = marker;
    if (code === markerCodes.endOfImage) break;
    if (code === markerCodes.startOfImage) throw invalid("a second start of the image");
    if (standsAlone(code)) {
      marker = nextMarker(bytes, next);
      continue;
    }
    const body = segmentBody(bytes, next);
    if (!body) throw invalid(cutShort);
    const end = body.byteOffset - bytes.byteOffset + body.length;
    marker = undefined;
    const kind = frameKinds[code];
    if (kind) {
      if (header) throw invalid("a second frame header");
      header = { ...readFrame(body), ...kind };
    } else if (code === markerCodes.startOfScan) {
      if (!header) throw invalid("a scan before the frame header");
      const scanHeader = readScan(body, header);
      if (!frame) {
        frame = makeFrame(header);
        severalScans = header.progressive || scanHeader.places.length < header.specs.length;
        if (!header.progressive && !header.arithmetic) fillStandardTables(tables);
      } else if (!severalScans) throw invalid("a scan too many");
      const { places, ...rest } = scanHeader;
      const all = frame.components;
      const components = places.map((place) => componentAt(all, place));
      scans++;
      const scan: Scan = { ...rest, number: scans, components, frame, restartInterval, tables };
      checkScan(scan);
      const data = entropyData(bytes, end);
      lastGoodRow = decode(scan, data);
      marker = data.marker; // where the scan's data ended
    } else if (code === defineQuantization) readQuantization(body, tables);
    else if (code === defineHuffman) readHuffman(body, tables);
    else if (code === defineArithmetic) readConditioning(body, tables);
    else if (code === defineRestart) restartInterval = readInterval(body);
    else if (code === app0 && body.length >= 14 && isText(body, "JFIF\0")) {
      markers = { ...markers, jfif: true };
    } else if (code === app14 && body.length >= 12 && isText(body, "Adobe")) {
      markers = { ...markers, adobe: body[11] };
    } else if (otherFrames.includes(code)) throw invalid(`frame type ${code & 15} is not decoded`);
    else if (!(code >= app0 && code <= app15) && code !== comment && code !== defineLines) {
      throw invalid(`unknown marker ${code.toString(16)}`);
    }
    marker ??= nextMarker(bytes, end);
  }
  if (!frame) throw invalid(header ? "no scan" : "no frame header");
  return { frame, markers, lastGoodRow, scans };
}

function componentAt(all: Frame["components"], place: number): Component {
  const component = all[place];
  if (!component) throw invalid("a scan of an unknown component");
  return component;
}

const isText = (body: Uint8Array, text: string): boolean =>
  [...text].every((c, i) => body[i] === c.charCodeAt(0));

const viewOf = (body: Uint8Array): DataView =>
  new DataView(body.buffer, body.byteOffset, body.length);

function readQuantization(body: Uint8Array, { quantization }: Tables): void {
  const view = viewOf(body);
  for (let from = 0; from < body.length;) {
    const kind = view.getUint8(from++);
    const [id, valueBytes] = [kind & 15, kind >> 4 === 0 ? 1 : 2];
    if (id > 3 || from + 64 * valueBytes > body.length) throw invalid("quantization table");
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++, from += valueBytes) {
      table[zigzag[k] as number] = valueBytes === 1 ? view.getUint8(from) : view.getUint16(from);
    }
    quantization[id] = table;
  }
}

function readHuffman(body: Uint8Array, { dc, ac }: Tables): void {
  let from = 0;
  while (body.length - from > 16) {
    const kind = viewOf(body).getUint8(from);
    const counts = body.slice(from + 1, from + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    from += 17;
    if (total > 256 || from + total > body.length) throw invalid("Huffman table");
    const isAc = (kind & 0x10) !== 0;
    const id = isAc ? kind - 0x10 : kind;
    if (id > 3) throw invalid("Huffman table");
    (isAc ? ac : dc)[id] = new HuffmanTable(counts, body.slice(from, from + total));
    from += total;
  }
  if (from !== body.length) throw invalid("Huffman table");
}

/** Motion-JPEG frames leave the tables of T.81, annex K, out. */
function fillStandardTables({ dc, ac }: Tables): void {
  const standard = standardTables();
  for (const id of [0, 1] as const) {
    dc[id] ??= standard.dc[id];
    ac[id] ??= standard.ac[id];
  }
}

function readConditioning(body: Uint8Array, tables: Tables): void {
  if (body.length % 2 !== 0) throw invalid("arithmetic conditioning");
  for (let i = 0; i < body.length; i += 2) {
    const [id = 0, value = 0] = body.subarray(i, i + 2);
    if (id >= 32) throw invalid("arithmetic conditioning");
    if (id >= 16) tables.acThreshold[id - 16] = value;
    else {
      if ((value & 15) > value >> 4) throw invalid("arithmetic conditioning");
      tables.dcLower[id] = value & 15;
      tables.dcUpper[id] = value >> 4;
    }
  }
}

function readInterval(body: Uint8Array): number {
  if (body.length !== 2) throw invalid("restart interval");
  return viewOf(body).getUint16(0);
}

function readFrame(body: Uint8Array): Omit<FrameHeader, "progressive" | "arithmetic"> {
  if (body.length < 6) throw invalid("frame header");
  const view = viewOf(body);
  const [height, width, count] = [view.getUint16(1), view.getUint16(3), view.getUint8(5)];
  if (width === 0 || height === 0 || count === 0) throw invalid(`size ${width}x${height}`);
  if (body.length !== 6 + 3 * count) throw invalid("frame header");
  const specs = Array.from({ length: count }, (_, i) => {
    const factors = view.getUint8(7 + 3 * i);
    return {
      id: view.getUint8(6 + 3 * i),
      h: factors >> 4,
      v: factors & 15,
      tableId: view.getUint8(8 + 3 * i),
    };
  });
  return { precision: view.getUint8(0), width, height, specs };
}

type ScanHeader = Pick<
  Scan,
  "dcIds" | "acIds" | "spectralStart" | "spectralEnd" | "high" | "low"
> & {
  /** Which of the frame's components the scan has. */
  readonly places: readonly number[];
};

function readScan(body: Uint8Array, { specs }: FrameHeader): ScanHeader {
  const view = viewOf(body);
  const count = body.length > 0 ? view.getUint8(0) : 0;
  if (count < 1 || count > 4 || body.length !== 4 + 2 * count) throw invalid("scan header");
  const places: number[] = [];
  const dcIds: number[] = [];
  const acIds: number[] = [];
  for (let i = 0; i < count; i++) {
    const id = view.getUint8(1 + 2 * i);
    // Components may share an id; as libjpeg does, only among the first places that are not filled yet.
    const place = specs.findIndex((spec, k) => k < 4 && spec.id === id && k >= places.length);
    if (place < 0 || places.includes(place)) throw invalid("a scan of an unknown component");
    places.push(place);
    const ids = view.getUint8(2 + 2 * i);
    dcIds.push(ids >> 4);
    acIds.push(ids & 15);
  }
  const from = 1 + 2 * count;
  const [spectralStart, spectralEnd] = [view.getUint8(from), view.getUint8(from + 1)];
  const bits = view.getUint8(from + 2);
  return { places, dcIds, acIds, spectralStart, spectralEnd, high: bits >> 4, low: bits & 15 };
}

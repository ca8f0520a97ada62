/** Where the markers of a JPEG lie and what is between them, as libjpeg finds it also in damaged files (T.81, annex B). */

/** A marker: its code, and the place of the first byte after it. */
export interface Marker {
  readonly code: number;
  readonly next: number;
}

/** The codes that are looked at by name. */
export const markerCodes = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  firstRestart: 0xd0,
  lastRestart: 0xd7,
} as const;

/** The next marker from `at` on; bytes before it are passed over. Undefined where the file ends first. */
export function nextMarker(bytes: Uint8Array, at: number): Marker | undefined {
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return undefined;
    while (bytes[at] === 0xff) at++;
    const code = bytes[at];
    if (code === undefined) return undefined;
    at++;
    if (code !== 0) return { code, next: at };
  }
}

/** Markers without a length: TEM, restarts, start and end of the image. */
export const standsAlone = (code: number): boolean =>
  code === 0x01 || (code >= markerCodes.firstRestart && code <= markerCodes.endOfImage);

/** The bytes of the segment whose length begins at `at`, or undefined where the file ends first. */
export function segmentBody(bytes: Uint8Array, at: number): Uint8Array | undefined {
  const [high, low] = [bytes[at], bytes[at + 1]];
  if (high === undefined || low === undefined) return undefined;
  // A length below 2 is nonsense; libjpeg passes over the two bytes alone.
  const end = at + Math.max(2, high * 256 + low);
  return end <= bytes.length ? bytes.subarray(at + 2, end) : undefined;
}

/** Calls `visit` for each segment up to the first scan; stops when it returns a value. */
export function findSegment<T>(
  bytes: Uint8Array,
  visit: (code: number, body: Uint8Array) => T | undefined,
): T | undefined {
  let at = 2;
  for (;;) {
    const marker = nextMarker(bytes, at);
    if (!marker || marker.code === markerCodes.endOfImage) return undefined;
    at = marker.next;
    if (standsAlone(marker.code)) continue;
    const body = segmentBody(bytes, at);
    if (!body) return undefined;
    const found = visit(marker.code, body);
    if (found !== undefined || marker.code === markerCodes.startOfScan) return found;
    at = body.byteOffset - bytes.byteOffset + body.length;
  }
}

/** Size and number of components of the image, from its frame header. */
export interface JpegSize {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Whether the code is one of the frame headers SOF0 to SOF15, which DHT, JPG and DAC lie between. */
export const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

/** The image's size, before anything is decoded. */
export function readSize(bytes: Uint8Array): JpegSize | undefined {
  return findSegment(bytes, (code, body) => {
    if (!isFrame(code) || body.length < 6) return undefined;
    const view = new DataView(body.buffer, body.byteOffset, body.length);
    return {
      height: view.getUint16(1),
      width: view.getUint16(3),
      components: view.getUint8(5),
    };
  });
}

/** Entropy-coded bytes and the marker that ends them. */
export interface EntropySegment {
  /** Byte stuffing removed, 8 spare zeros at the end, so that reading ahead needs no check. */
  readonly data: Uint8Array;
  readonly marker: Marker;
}

/** The entropy-coded bytes from `from` up to the next marker; undefined where the file ends first. */
export function entropySegment(bytes: Uint8Array, from: number): EntropySegment | undefined {
  let stuffed = 0;
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return undefined;
    let end = at + 1;
    while (bytes[end] === 0xff) end++;
    const code = bytes[end];
    if (code === undefined) return undefined;
    if (code !== 0) {
      return { data: unstuff(bytes, from, at, stuffed), marker: { code, next: end + 1 } };
    }
    // Any number of FFs and a 00 stand for one FF.
    stuffed += end - at;
    at = end + 1;
  }
}

function unstuff(bytes: Uint8Array, from: number, to: number, stuffed: number): Uint8Array {
  const data = new Uint8Array(to - from - stuffed + 8);
  if (stuffed === 0) {
    data.set(bytes.subarray(from, to));
    return data;
  }
  for (let i = from, out = 0; i < to; i++) {
    const byte = bytes[i] as number;
    data[out++] = byte;
    if (byte === 0xff) while (bytes[++i] === 0xff);
  }
  return data;
}

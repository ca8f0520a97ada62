/**
 * What the pretrained network sees in the imported pictures, in a file that only grows: records of a picture's id (its
 * length and UTF-8), its features (float32, little endian) and the CRC-32C of both. It lies in the set's own folder and goes
 * with it; a record that a closed tab left torn is dropped.
 */
import { crc32c, files } from "@flowers/files";
import { imagenetWeights } from "@flowers/efficientnet-lite0";
import type { PictureId } from "../contract";
import { homeOf } from "../storage/private-files";

/** Pixels a side: what the network was trained on, and what `flowers train` takes. */
export const transferImageSize = 224;

/** Of one picture. */
export const featureCount = 1280;

/** The name under which a form of a picture (tutorial/photo-forms.ts) has its features: for the picture itself, its id. */
export const nameOf = (id: PictureId, form: number): string => (form === 0 ? id : `${id}\0${form}`);

/** What a name of features means. */
export function pictureOf(name: string): { readonly id: PictureId; readonly form: number } {
  const [id = "", form = "0"] = name.split("\0");
  return { id, form: Number(form) };
}

export type Rows = ReadonlyMap<string, Float32Array>;

/** Other weights have other features: the built file's name has a hash in it. */
const weightsName = imagenetWeights.pathname.slice(imagenetWeights.pathname.lastIndexOf("/") + 1);

/** In a name that the loader passes over, as it does every file that is in no class's folder. */
const pathOf = (folder: string): string =>
  homeOf(`${folder}/features-${transferImageSize}-${weightsName}`);

/** The features of a set's pictures that are known so far, by {@link nameOf} the pictures. */
export async function readFeatures(folder: string): Promise<Rows> {
  const rows = new Map<string, Float32Array>();
  const bytes = await files.read(pathOf(folder));
  if (bytes) parse(bytes, rows);
  return rows;
}

/** The same, for whoever is to add some: what a closed tab left torn is cut off. */
export async function openFeatures(folder: string): Promise<Rows> {
  const rows = new Map<string, Float32Array>();
  const bytes = await files.read(pathOf(folder));
  const end = bytes ? parse(bytes, rows) : 0;
  if (bytes && end < bytes.length) await files.writeAtomic(pathOf(folder), bytes.slice(0, end));
  return rows;
}

/** Fills in the rows of whole records; where the last of them ends. */
function parse(bytes: Uint8Array, rows: Map<string, Float32Array>): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 2 <= bytes.length) {
    const pathBytes = view.getUint16(at, true);
    const end = at + 2 + pathBytes + featureCount * 4;
    if (end + 4 > bytes.length) break;
    if (view.getUint32(end, true) !== crc32c(bytes.subarray(at, end))) break;
    const path = new TextDecoder().decode(bytes.subarray(at + 2, at + 2 + pathBytes));
    rows.set(path, new Float32Array(bytes.slice(at + 2 + pathBytes, end).buffer));
    at = end + 4;
  }
  return at;
}

/** Adds pictures' features; `values` has them one after the other. */
export async function addFeatures(
  folder: string,
  paths: readonly string[],
  values: Float32Array,
): Promise<void> {
  const records = paths.map((path, i) =>
    record(path, values.subarray(i * featureCount, (i + 1) * featureCount)),
  );
  await files.append(
    pathOf(folder),
    new Uint8Array(await new Blob(records as BlobPart[]).arrayBuffer()),
  );
}

function record(path: string, row: Float32Array): Uint8Array {
  const name = new TextEncoder().encode(path);
  const end = 2 + name.length + row.length * 4;
  const bytes = new Uint8Array(end + 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, name.length, true);
  bytes.set(name, 2);
  row.forEach((value, i) => view.setFloat32(2 + name.length + i * 4, value, true));
  view.setUint32(end, crc32c(bytes.subarray(0, end)), true);
  return bytes;
}

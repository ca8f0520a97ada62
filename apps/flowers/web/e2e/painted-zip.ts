/** Class folders of painted pictures, as a zip, with what else is to lie in them. */
import { zipSync } from "fflate";
import { paintPng } from "../../cli/data/sample-set";

export async function paintedZip(
  classNames: readonly string[],
  perClass: number,
  more: Readonly<Record<string, Uint8Array>> = {},
): Promise<Buffer> {
  const entries: Record<string, Uint8Array> = {};
  for (const [path, bytes] of Object.entries(more)) entries[`pictures/${path}`] = bytes;
  for (const name of classNames)
    for (let index = 0; index < perClass; index++)
      entries[`pictures/${name}/${index}.png`] = await paintPng(name, index);
  return Buffer.from(zipSync(entries, { level: 0 }));
}

/** Class folders of painted pictures, as a zip. */
import { zipSync } from "fflate";
import { paintPng } from "../../cli/data/sample-set";

export async function paintedZip(classNames: readonly string[], perClass: number): Promise<Buffer> {
  const entries: Record<string, Uint8Array> = {};
  for (const name of classNames)
    for (let index = 0; index < perClass; index++)
      entries[`pictures/${name}/${index}.png`] = await paintPng(name, index);
  return Buffer.from(zipSync(entries, { level: 0 }));
}

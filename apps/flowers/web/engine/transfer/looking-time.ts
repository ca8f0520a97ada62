/** How long the pretrained network has looked at a set's pictures, beside their features: part of what its head costs. */
import { readJson, writeJson } from "../storage/private-files";

/** In a name that the loader passes over, as that of the features. */
const pathOf = (folder: string): string => `${folder}/looking-seconds.json`;

/** Of a set, in the app's private folder; 0 when nobody has looked. */
export async function lookingSeconds(folder: string): Promise<number> {
  const known = await readJson<number>(pathOf(folder));
  return typeof known === "number" ? known : 0;
}

/** Adds to it. One worker at a time looks at a set. */
export async function addLookingSeconds(folder: string, seconds: number): Promise<void> {
  await writeJson(pathOf(folder), (await lookingSeconds(folder)) + seconds);
}

/** Gives new pictures of a set to the pretrained network, so that it has seen them when a head is trained. */
import type { PictureId, PictureSet } from "../contract";
import { formNamesFor } from "./forms-to-see";
import { seeingOf } from "./seeing";

/**
 * @param folder of the set, in the app's private folder
 * @param set as it is with them
 */
export function seePictures(
  folder: string,
  ids: readonly PictureId[],
  { counts }: Pick<PictureSet, "counts">,
): void {
  if (ids.length === 0) return;
  const total = counts.reduce((sum, count) => sum + count, 0);
  seeingOf(folder).see([...ids, ...formNamesFor(ids, total)]);
}

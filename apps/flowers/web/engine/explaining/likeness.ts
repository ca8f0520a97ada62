/** Which training pictures a photo resembles, and whether it resembles any. */
import { nearestTo, noveltyOf } from "../../../tutorial/familiarity";
import type { Likeness, ModelKind, NearPicture } from "../contract";
import { thumbnail } from "../pictures/thumbnail";
import { pictureFile } from "../storage/picture-store";
import { featuresOf } from "./features-of";
import { learnedBy } from "./learned";
import { pretrained } from "./pretrained";

/** Null where nobody can tell: where {@link learnedBy} has no training pictures. */
export async function likenessOf(
  kind: ModelKind,
  photo: Blob,
  count: number,
): Promise<Likeness | null> {
  const learned = await learnedBy(kind);
  if (!learned) return null;
  const near = nearestTo(learned, await featuresOf(await pretrained(), photo), count);
  const { familiarity, folder, ids, classNames, labels } = learned;
  const nearest = await Promise.all(
    near.map(async ({ index, distance }): Promise<NearPicture> => {
      const file = await pictureFile(folder, ids[index] ?? "");
      return {
        className: classNames[labels[index] ?? -1] ?? "",
        similarity: 1 - distance,
        bitmap: await thumbnail(file, 160),
      };
    }),
  );
  return { nearest, ...noveltyOf(familiarity, near[0]?.distance ?? Infinity) };
}

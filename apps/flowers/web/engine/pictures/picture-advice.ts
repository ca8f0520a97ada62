/** What the pictures themselves say before anything is trained on them: few, unequal, blurred, nearly the same. */
import { findNearDuplicates } from "@flowers/dataset";
import { adviceOnCounts } from "../../../tutorial/photo-advice";
import { looksBlurred, measuredSide, sharpness } from "../../../tutorial/sharpness";
import type { PictureAdvice, PictureId } from "../contract";
import { loaderSource, withoutEmptyClasses } from "../storage/loader-source";
import { folderOf, pictureFile, storedCatalogue } from "../storage/picture-store";
import { drawingOn } from "./canvas";
import { type Catalogue, inClass } from "./catalogue";
import { shrunk } from "./thumbnail";

/** Sets with more pictures are only counted: a few that are blurred or alike do them no harm. */
const mostLookedAt = 600;

/** Sharpness of pictures, which stay what they are. */
const known = new Map<PictureId, number>();

export async function adviceOnPictures(): Promise<PictureAdvice> {
  const [set, catalogue] = await storedCatalogue();
  const { classNames, counts } = withoutEmptyClasses(set); // one that was only named is told so itself
  const counted = adviceOnCounts(classNames, counts);
  if (catalogue.places.size > mostLookedAt) return { ...counted, blurred: [], alike: [] };
  const folder = folderOf(set.id);
  const blurred: PictureId[] = [];
  for (const id of catalogue.places.keys())
    if (looksBlurred(await sharpnessOf(folder, id))) blurred.push(id);
  return {
    ...counted,
    blurred: byClass(catalogue, blurred),
    alike: byClass(catalogue, await alikeIn(folder, catalogue)),
  };
}

async function sharpnessOf(folder: string, id: PictureId): Promise<number> {
  const measured = known.get(id) ?? (await measure(await pictureFile(folder, id)));
  known.set(id, measured);
  return measured;
}

async function measure(file: Blob): Promise<number> {
  const whole = await createImageBitmap(file);
  const small = await shrunk(whole, measuredSide);
  whole.close();
  const { width, height } = small;
  const context = drawingOn(width, height);
  context.drawImage(small, 0, 0);
  small.close();
  const { data } = context.getImageData(0, 0, width, height);
  const gray = Float32Array.from({ length: width * height }, (_, at) => {
    const [r = 0, g = 0, b = 0] = data.subarray(at * 4, at * 4 + 3);
    return 0.299 * r + 0.587 * g + 0.114 * b;
  });
  return sharpness(gray, width, height);
}

/** Pictures that are nearly an earlier one of their class: all but the first of each kind. */
async function alikeIn(folder: string, catalogue: Catalogue): Promise<PictureId[]> {
  if (catalogue.places.size === 0) return [];
  const { directory, idOf } = await loaderSource();
  const paths = [...catalogue.classes].flatMap((className) =>
    inClass(catalogue, className).map(([, { name }]) => `${folder}/${className}/${name}`),
  );
  const pairs = await findNearDuplicates(directory, paths, paths);
  const order = new Map(paths.map((path, at) => [path, at]));
  const classOf = (path: string): string | undefined => path.split("/")[1];
  const isLater = (path: string, than: string): boolean =>
    (order.get(path) ?? 0) > (order.get(than) ?? 0);
  const found = pairs.flatMap(({ first, second }) =>
    classOf(first) === classOf(second) && isLater(second, first) ? [idOf(second)] : [],
  );
  return [...new Set(found)];
}

function byClass(catalogue: Catalogue, ids: readonly PictureId[]): PictureAdvice["blurred"] {
  const found = new Map<string, PictureId[]>();
  for (const id of ids) {
    const className = catalogue.places.get(id)?.className ?? "";
    found.set(className, [...(found.get(className) ?? []), id]);
  }
  return [...found].map(([className, members]) => ({ className, ids: members }));
}

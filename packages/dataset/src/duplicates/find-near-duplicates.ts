/** Photos of two lists that show the same picture: a validation photo that was trained on flatters the validation. */
import { type ImageDirectory, openDirectory } from "#platform";
import { abortSignal, checkOptions, invalid, show, wholeNumber } from "../arguments/rules";
import { DatasetError } from "../errors";
import type { DirectorySource } from "../loader/directory-source";
import {
  hashDistance,
  hashedSide,
  type PerceptualHashes,
  perceptualHashes,
} from "./perceptual-hash";

/** Options of {@link findNearDuplicates}. */
export interface NearDuplicateOptions {
  /**
   * The most of 63 bits that may differ, 0 to 63. Default 6. On 2,934 of the tutorial's flower photos the 16 pairs up to 6 are the
   * same picture or two of one moment; at 8 four of seven pairs are; from 10 on most only look alike from afar. 0 finds copies and
   * other sizes of one file.
   */
  readonly maxDistance?: number;
  readonly signal?: AbortSignal;
}

/** Two photos that are almost the same. */
export interface NearDuplicate {
  readonly first: string;
  readonly second: string;
  /** Bits of 63 in which their hashes differ. */
  readonly distance: number;
  /** Whether the second is the first one's mirror image, left and right exchanged. */
  readonly mirrored: boolean;
}

const gray = {
  height: hashedSide,
  width: hashedSide,
  interpolation: "area",
  fit: "stretch",
  channels: 1,
  pixels: "float32",
  exifOrientation: false,
  extraFormats: true,
} as const;

/** Photos in one request, and requests under way together. */
const [groupSize, groupsAtOnce] = [32, 4];

/**
 * Finds photos of one list that are nearly a photo of the other, nearest first. Every photo is decoded once, off the main thread,
 * and made a perceptual hash (63 signs of its lowest frequencies); pairs whose hashes differ in few bits are found, and mirror images.
 * A photo that cannot be decoded is passed over. Rotated or much cropped copies are not found.
 *
 * @param directory where both lists lie
 * @param first paths as `filePaths` of a data set has them
 * @param second likewise; a path that is in both lists is not told
 * @throws DatasetError `invalid-argument`, `not-found` for the directory, `aborted`
 * @example
 * ```ts
 * const [training, validation] = await imageDatasetFromDirectory("photos", { subset: "both", validationSplit: 0.2, seed: 1 });
 * await findNearDuplicates("photos", training.filePaths, validation.filePaths);
 * // [{ first: "photos/roses/7.jpg", second: "photos/tulips/7.jpg", distance: 0, mirrored: false }]
 * ```
 */
export async function findNearDuplicates(
  directory: DirectorySource,
  first: readonly string[],
  second: readonly string[],
  options: NearDuplicateOptions = {},
): Promise<NearDuplicate[]> {
  const caller = "findNearDuplicates";
  checkOptions(caller, options, { maxDistance: wholeNumber(0, 63), signal: abortSignal });
  const { maxDistance = 6, signal } = options;
  for (const [name, paths] of Object.entries({ first, second }))
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string"))
      throw invalid(caller, `\`${name}\` must be a list of paths; received ${show(paths)}.`);
  const opened = await openDirectory(directory, { caller, signal });
  const known = await hashes(opened, [...new Set([...first, ...second])], signal);
  const found: NearDuplicate[] = [];
  const others = second.flatMap((path) => withHash(path, known));
  for (const one of first.flatMap((path) => withHash(path, known)))
    for (const other of others) {
      const plain = hashDistance(one.hashes.plain, other.hashes.plain);
      const turned = hashDistance(one.hashes.mirrored, other.hashes.plain);
      const [distance, mirrored] = turned < plain ? [turned, true] : [plain, false];
      if (distance <= maxDistance && one.path !== other.path)
        found.push({ first: one.path, second: other.path, distance, mirrored });
    }
  return found.sort((a, b) => a.distance - b.distance);
}

function withHash(
  path: string,
  known: ReadonlyMap<string, PerceptualHashes>,
): { readonly path: string; readonly hashes: PerceptualHashes }[] {
  const found = known.get(path);
  return found ? [{ path, hashes: found }] : [];
}

/** Of every photo that can be decoded. */
async function hashes(
  directory: ImageDirectory,
  paths: readonly string[],
  signal = new AbortController().signal,
): Promise<Map<string, PerceptualHashes>> {
  const known = new Map<string, PerceptualHashes>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < paths.length) {
      if (signal.aborted)
        throw new DatasetError("aborted", "findNearDuplicates: aborted.", { cause: signal.reason });
      const group = paths.slice(next, (next += groupSize));
      const { pixels, failures } = await directory.load(group, gray, signal);
      const failed = new Set(failures.map(({ index }) => index));
      const size = hashedSide * hashedSide;
      group
        .filter((_, i) => !failed.has(i))
        .forEach((path, i) =>
          known.set(path, perceptualHashes(pixels.subarray(i * size, (i + 1) * size))),
        );
    }
  };
  await Promise.all(Array.from({ length: groupsAtOnce }, work));
  return known;
}

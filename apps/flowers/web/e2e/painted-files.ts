/** Painted pictures as files that a visitor gives. */
import { paintPng } from "../../cli/data/sample-set";

export interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** The first so many of a class of the sample set, all of one name. */
export function paintedFiles(className: string, count: number): Promise<GivenFile[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      name: `${className}.png`,
      mimeType: "image/png",
      buffer: await paintPng(className, index),
    })),
  );
}

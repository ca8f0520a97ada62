/** The platform of the page. */
import { DatasetError } from "../errors";
import type { DirectorySource, ImageDirectory } from "./contract";

export function openDirectory(_source: DirectorySource): Promise<ImageDirectory> {
  return Promise.reject(
    new DatasetError(
      "unavailable",
      "imageDatasetFromDirectory: loading images in the page is not available yet; load them in Node.",
    ),
  );
}

export function decodeParallelism(): number {
  return Math.max(1, navigator.hardwareConcurrency);
}

/** A page may use far less memory than the machine has; 256 MB is what phones bear. */
export function readAheadBudgetBytes(): number {
  return 256 * 2 ** 20;
}

export function printLine(line: string): void {
  console.log(line);
}

/** The tutorial's last sentence. */
import type { RankedClass } from "@flowers/training";

/** `This image most likely belongs to sunflowers with a 99.12 percent confidence.` */
export function likelySentence({
  label,
  probability,
}: Pick<RankedClass, "label" | "probability">): string {
  return `This image most likely belongs to ${label} with a ${(100 * probability).toFixed(2)} percent confidence.`;
}

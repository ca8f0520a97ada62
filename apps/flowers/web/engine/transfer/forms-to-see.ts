/** The forms of pictures that a head will be trained on, so that their features are there when it begins. */
import { headForms } from "../../../tutorial/head-plan";
import { validationSplit } from "../../../tutorial/settings";
import type { PictureId } from "../contract";
import { nameOf } from "./feature-file";

/**
 * Names of the forms beside the pictures themselves.
 *
 * @param total pictures of the whole set
 */
export function formNamesFor(ids: readonly PictureId[], total: number): string[] {
  const training = total - Math.trunc(total * validationSplit);
  const names: string[] = [];
  for (let form = 1; form < headForms(training); form++)
    for (const id of ids) names.push(nameOf(id, form));
  return names;
}

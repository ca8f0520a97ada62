/** What this browser can compute with; asked once, when the training step comes near. */
import { signal } from "@preact/signals";

import type { BackendOption } from "../../engine/contract";
import { sentence } from "./sentence";
import { training } from "./workers";

/** null until known. */
export const backends = signal<readonly BackendOption[] | null>(null);
export const backendsFailure = signal<string | null>(null);

let asked = false;

export async function askBackends(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    backends.value = await training().backends();
  } catch (error) {
    asked = false;
    backendsFailure.value = sentence(error);
  }
}

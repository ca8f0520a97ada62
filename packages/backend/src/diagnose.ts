/** Says which backends this machine has, and what to do about the others. */
import { platformBackends, prepareBackend } from "#platform";
import { backendNames, type BackendName } from "./backend-name";
import { asBackendError } from "./errors";
import { requirePlatformBackend } from "./use-backend";

/** What is known of one backend on this machine. */
export interface BackendDiagnosis {
  readonly name: BackendName;
  readonly available: boolean;
  /** What it is when available, such as "TensorFlow 2.21.0"; else why it cannot be used. One sentence or less. */
  readonly detail: string;
  /** What to do to get it; "" when available or when nothing can be done. */
  readonly remedy: string;
  /** What keeps an available one from its full speed here, in one sentence; "" when nothing does. */
  readonly warning: string;
}

/**
 * Looks at every backend, fastest first, without choosing one or installing anything. In Node, in a page, or in a worker of
 * one, for the place where it is called: a worker can lack what its page has.
 *
 * @example
 * ```ts
 * for (const { name, available, detail } of await diagnoseBackends()) console.log(name, available, detail);
 * // tensorflow true TensorFlow 2.21.0
 * // webgpu false The backend "webgpu" does not exist here.
 * // ...
 * ```
 */
export async function diagnoseBackends(): Promise<BackendDiagnosis[]> {
  const diagnoses: BackendDiagnosis[] = [];
  for (const name of [
    ...platformBackends,
    ...backendNames.filter((name) => !platformBackends.includes(name)),
  ]) {
    try {
      requirePlatformBackend(name);
      const { description: detail, warning } = await prepareBackend(name, {});
      diagnoses.push({ name, available: true, detail, remedy: "", warning });
    } catch (error) {
      const { message, remedy } = asBackendError(error, name);
      diagnoses.push({ name, available: false, detail: message, remedy, warning: "" });
    }
  }
  return diagnoses;
}

/** Where callbacks say what they did, and how they keep state across a resumed run. */
import { standardOutput } from "#platform";
import { isChief } from "../cluster/current-cluster";
import type { SavedTensor } from "../trainer/state";

/** Options that every talking callback has. */
export interface MessageOptions {
  /** 1 says what was done, 0 (the default) nothing. */
  readonly verbose?: 0 | 1;
  /** Gets each message, newlines included. Standard output by default. */
  readonly write?: (text: string) => unknown;
  /** Gets what Keras would warn of, such as a monitored name that is not logged. Nothing by default. */
  readonly onWarning?: (message: string) => void;
}

/** Says a message when the callback was asked to. */
export function teller(options: MessageOptions): (text: string) => void {
  const write = options.write ?? ((text: string) => standardOutput.write(text));
  return (text) => {
    if (options.verbose === 1 && isChief()) write(`${text}\n`); // the other workers would say the same
  };
}

/** Whether a callback keeps counters that a resumed run needs. */
export function isResumable(callback: object): callback is ResumableCallback {
  return (
    "getState" in callback &&
    typeof callback.getState === "function" &&
    "setState" in callback &&
    typeof callback.setState === "function"
  );
}

/** What a callback carries over from a stopped run. */
export interface CallbackState {
  /** Plain JSON data. NaN and infinities are kept. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Tensors, such as the best weights. */
  readonly tensors?: readonly SavedTensor[];
}

/** A callback whose counters a resumed run needs. {@link BackupAndRestore} saves those that it is given. */
export interface ResumableCallback {
  getState(): CallbackState;
  setState(state: CallbackState): void;
}

/** A run's state as one file: all tensors, and everything else as JSON. */
import { decodeSafetensors, encodeSafetensors, FilesError, type SavedTensor } from "@flowers/files";
import { TrainingError } from "../errors";
import { fileError } from "../files";
import type { TrainerState } from "../trainer/state";
import type { BatchCounter } from "./batch-counter";
import type { CallbackState } from "./messages";

/** What a backup holds. */
export interface RunState {
  readonly trainer: TrainerState;
  readonly callbacks: readonly CallbackState[];
  readonly counter: BatchCounter["state"] | null;
}

interface RunDocument {
  readonly format: "flowers-run-state";
  readonly version: 1;
  readonly trainer: Omit<TrainerState, "weights">;
  readonly callbacks: readonly CallbackState["values"][];
  readonly counter: RunState["counter"];
}

// A tensor's name carries its part and place, since names may repeat: "weights/3:kernel", "callbacks/0/3:kernel".
const placed = (part: string, tensors: readonly SavedTensor[]): SavedTensor[] =>
  tensors.map((tensor, i) => ({ ...tensor, name: `${part}/${i}:${tensor.name}` }));

/** The bytes of a backup file. */
export function encodeRunState({ trainer, callbacks, counter }: RunState): Uint8Array {
  const { weights, optimizer, ...rest } = trainer;
  const tensors = [
    ...placed("weights", weights),
    ...placed("slots", optimizer.slots),
    ...callbacks.flatMap(({ tensors: own = [] }, i) => placed(`callbacks/${i}`, own)),
  ];
  const document: RunDocument = {
    format: "flowers-run-state",
    version: 1,
    trainer: { ...rest, optimizer: { ...optimizer, slots: [] } },
    callbacks: callbacks.map(({ values }) => values),
    counter,
  };
  return encodeSafetensors(tensors, document);
}

/** @throws TrainingError `file` when the bytes are damaged or hold something else */
export function decodeRunState(bytes: Uint8Array): RunState {
  const { tensors, document } = decode(bytes);
  const found = document as Partial<RunDocument> | undefined;
  if (found?.format !== "flowers-run-state" || found.version !== 1) {
    throw new TrainingError(
      "file",
      `bytes: expected a run's state of version 1; received ${String(found?.format)} ${String(found?.version)}.`,
    );
  }
  const { trainer, callbacks, counter } = found as RunDocument;
  const part = (name: string): SavedTensor[] =>
    tensors
      .filter((tensor) => tensor.name.startsWith(`${name}/`))
      .map((tensor) => ({ ...tensor, name: tensor.name.slice(tensor.name.indexOf(":") + 1) }));
  return {
    trainer: {
      ...trainer,
      weights: part("weights"),
      optimizer: { ...trainer.optimizer, slots: part("slots") },
    },
    callbacks: callbacks.map((values, i) => {
      const own = part(`callbacks/${i}`);
      return own.length === 0 ? { values } : { values, tensors: own };
    }),
    counter,
  };
}

function decode(bytes: Uint8Array): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    throw FilesError.is(error) ? fileError(error) : error;
  }
}

/** The run that is under way: starts it, holds it, ends it, and tells how far it is. */
import { signal } from "@preact/signals";
import { proxy } from "comlink";

import type { ModelKind, Settings, TrainingEvent } from "../../engine/contract";
import { percent } from "../format/numbers";
import { announce } from "./announcing";
import { language, text } from "./preferences";
import { epochsDone, idleRun, isBusy, nextRun, type RunAction, type RunState } from "./run-machine";
import { whileTraining } from "./other-tabs";
import { sentence } from "./sentence";
import { models, storedSettings, takeModel } from "./session";
import { training } from "./workers";

export const run = signal<RunState>(idleRun);

let awaited: RunAction[] = [];

/** Batches may come faster than frames: they are taken together, once a frame. */
function note(action: RunAction): void {
  if (awaited.push(action) > 1) return;
  // A tab in the background gets no frames.
  if (document.hidden) setTimeout(settle);
  else requestAnimationFrame(settle);
}

function settle(): void {
  const actions = awaited;
  awaited = [];
  run.value = actions.reduce(nextRun, run.value);
}

function act(action: RunAction): void {
  settle();
  run.value = nextRun(run.value, action);
}

/** Trains the models one after the other. */
export async function trainAll(kinds: readonly ModelKind[], settings: Settings): Promise<void> {
  if (isBusy(run.value)) return;
  await whileTraining(() => trainInTurn(kinds, settings));
}

async function trainInTurn(kinds: readonly ModelKind[], settings: Settings): Promise<void> {
  const [first, ...rest] = kinds;
  if (!first || isBusy(run.value)) return;
  let kind: ModelKind | undefined = first;
  act({ type: "begin", kind, queue: rest });
  storedSettings.value = settings;
  while (kind) {
    try {
      const record = await training().train(kind, settings, proxy(hear));
      takeModel(kind, record);
      announce(
        text
          .peek()
          .train.announceFinished(
            text.peek().models[kind],
            percent(record.judgement?.accuracy, language.peek()),
          ),
      );
    } catch (error) {
      act({ type: "failed", message: sentence(error) });
      const { history } = run.value;
      if (epochsDone(history) > 0) {
        takeModel(kind, { ...models.value[kind], status: "unfinished", history });
      }
      return;
    }
    settle();
    const [next, ...later]: readonly ModelKind[] = run.value.queue;
    if (next) act({ type: "begin", kind: next, queue: later });
    else act({ type: "ended" });
    kind = next;
  }
}

function hear(event: TrainingEvent): void {
  if (event.type === "finished") return; // its promise says so, with the record
  note(event);
  if (event.type === "started") keepCurves(event);
  if (event.type === "epoch") {
    const { epochs, lookingSeconds } = models.value[event.kind];
    keepCurves({ ...event, epochs, lookingSeconds });
    const last = (name: string): string => percent(event.history[name]?.at(-1), language.peek());
    announce(
      text
        .peek()
        .train.announceEpoch(event.epoch + 1, epochs, last("accuracy"), last("val_accuracy")),
    );
  }
}

/** Curves of a run under way belong to its model, so that all drawings show them. */
function keepCurves(come: ComeSoFar): void {
  const { kind, history, epochs, epochSeconds, lookingSeconds } = come;
  models.value = {
    ...models.value,
    [kind]: {
      ...models.value[kind],
      ...{ status: "unfinished", judgement: null },
      ...{ history, epochs, epochSeconds, lookingSeconds },
    },
  };
}

type ComeSoFar = Pick<
  Extract<TrainingEvent, { type: "started" }>,
  "kind" | "history" | "epochs" | "epochSeconds" | "lookingSeconds"
>;

/** Forgets what was shown of a run that has ended. */
export function clearRun(): void {
  if (!isBusy(run.value)) run.value = idleRun;
}

export async function pause(): Promise<void> {
  act({ type: "ask-pause" });
  await training().pause();
}

export async function goOn(): Promise<void> {
  await training().continue();
}

export async function stop(): Promise<void> {
  act({ type: "ask-stop" });
  await training().stop();
}

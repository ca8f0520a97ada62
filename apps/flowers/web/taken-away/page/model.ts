/** The model in the page, and what it says of the picture at hand. */
import { batch, signal } from "@preact/signals";
import { type Remote, wrap } from "comlink";
import { drawn } from "../../page/state/drawn";
import type { Novelty } from "../../../tutorial/familiarity";
import {
  type Answer,
  directionsClass,
  type Engine,
  engineId,
  topologyId,
  weightsClass,
} from "../contract";
import { about, words } from "./words";

export interface Shown {
  readonly ranking: Answer["ranking"];
  /** The picture as the model saw it. */
  readonly canvas: HTMLCanvasElement;
}

export const opened = signal(false);
export const failure = signal<string | null>(null);
export const shown = signal<Shown | null>(null);
/** Whether the picture shown is like any that was learned; null until it is known, and where nobody can tell. */
export const novelty = signal<Novelty | null>(null);
export const looking = signal(false);

let engine: Remote<Engine> | null = null;
/** Counts the pictures: only the last one is answered. */
let asked = 0;

/** Starts the worker, which is a part of this file: from a disk a page may load no other. */
export async function open(): Promise<void> {
  const script = new Blob([taken(`#${engineId}`)[0] ?? ""], { type: "text/javascript" });
  const address = URL.createObjectURL(script);
  try {
    const worker = new Worker(address);
    const broken = new Promise<never>((_, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message || words.unexpected));
    });
    engine = wrap<Engine>(worker);
    const brought = {
      json: taken(`#${topologyId}`)[0] ?? "",
      weights: taken(`.${weightsClass}`),
      directions: taken(`.${directionsClass}`),
    };
    await Promise.race([engine.open(about, brought), broken]);
    opened.value = true;
  } catch (error) {
    failure.value = messageOf(error);
  }
  URL.revokeObjectURL(address);
}

/** The texts of elements, which are of no use after. */
function taken(selector: string): string[] {
  return [...document.querySelectorAll(selector)].map((element) => {
    element.remove();
    return element.textContent ?? "";
  });
}

/**
 * Asks the model about a picture; resolves when it has answered.
 *
 * @param compares whether the picture is compared with those that were learned, which takes another look; what was said of
 *   the last one stays otherwise
 */
export async function ask(picture: Blob, compares = true): Promise<void> {
  if (!engine) return;
  if (picture.type !== "" && !picture.type.startsWith("image/")) {
    failure.value = words.notImage;
    return;
  }
  const question = ++asked;
  looking.value = true;
  try {
    const { ranking, bitmap } = await engine.classify(picture);
    const canvas = drawn(bitmap);
    if (question !== asked) return;
    const found = compares ? await engine.noveltyOf(picture) : novelty.value;
    if (question !== asked) return;
    batch(() => {
      shown.value = { ranking, canvas };
      novelty.value = found;
      failure.value = null;
    });
  } catch (error) {
    if (question !== asked) return;
    failure.value = messageOf(error);
    shown.value = novelty.value = null;
  }
  looking.value = false;
}

/** Forgets the answer, and leaves the picture unanswered that waits for one. */
export function clear(): void {
  asked++;
  looking.value = false;
  shown.value = novelty.value = null;
  failure.value = null;
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : words.unexpected;
}

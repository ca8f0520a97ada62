/** Classifies photos one after the other; a photo that cannot be read does not end it. */
import { classify, type RankedClass } from "@flowers/training";
import { likelySentence } from "../../tutorial/likely-sentence";
import { toCsv as rowsToCsv } from "../data/csv";
import { loadNewPhoto } from "../data/new-photo";
import { findPhotos } from "../data/photos";
import { explainError } from "../explain-error";
import { type Interruption, unlessInterrupted } from "../interruption";
import type { Narrator } from "../narrator";
import { userPath } from "../paths";
import type { BackendChoice } from "./backend-choice";
import { chooseBackend } from "./choose-backend";
import { openModel } from "./open-model";

export type PredictFormat = "text" | "json" | "csv";

export interface PredictOptions {
  readonly model: string;
  readonly backend: BackendChoice;
  /** Classes told of each photo. */
  readonly top: number;
  readonly format: PredictFormat;
}

/** What one photo came to. */
interface Answer {
  readonly image: string;
  readonly ranking: readonly RankedClass[];
}

interface Failure {
  readonly image: string;
  readonly error: string;
}

/**
 * Classifies every photo and says what came out.
 *
 * @returns the exit code: 0, or 1 where some photos could not be used, or 2 where none could
 */
export async function predictPhotos(
  images: readonly string[],
  options: PredictOptions,
  narrator: Narrator,
  { signal }: Interruption,
): Promise<number> {
  const backend = await chooseBackend(options.backend, narrator, signal);
  const opened = await unlessInterrupted(signal, openModel(userPath(options.model)));
  const { model, classNames, imageSize, temperature } = opened;
  try {
    narrator.say(`Model: ${opened.file}${opened.isCheckpoint ? " (training was stopped)" : ""}`);
    if (!opened.isNamed)
      narrator.say("The model came without class names; the classes are numbered instead.");
    const photos = await findPhotos(images);
    const answers: Answer[] = [];
    const failures: Failure[] = [];
    for (const photo of photos) {
      signal.throwIfAborted();
      try {
        if (photo.error) throw photo.error;
        const { pixels } = await unlessInterrupted(
          signal,
          loadNewPhoto(photo.image, imageSize, signal, opened.colorMode),
        );
        const ranking = await classify(model, pixels, classNames, { temperature });
        answers.push({ image: photo.image, ranking });
        if (options.format === "text")
          narrator.say(inWords(photo.image, ranking, options.top, photos.length > 1));
      } catch (error) {
        signal.throwIfAborted();
        const { message } = explainError(error);
        failures.push({ image: photo.image, error: message.replace(/^flowers: /, "") });
        process.stderr.write(`${message}\n`);
      }
    }
    if (options.format === "csv") process.stdout.write(toCsv(answers, failures, options.top));
    const json = toJson(backend, classNames, answers, failures, options.top);
    narrator.result({ ...json, temperature });
    if (failures.length > 0 && photos.length > 1)
      narrator.say(`${answers.length} of ${photos.length} photos were classified.`);
    return failures.length === 0 ? 0 : answers.length === 0 ? 2 : 1;
  } finally {
    model.dispose();
  }
}

function inWords(
  image: string,
  ranking: readonly RankedClass[],
  top: number,
  isNamed: boolean,
): string {
  const [best] = ranking;
  if (!best) return "";
  const sentence = `${isNamed ? `${image}: ` : ""}${likelySentence(best)}`;
  if (top === 1) return sentence;
  const longest = Math.max(...ranking.slice(0, top).map(({ label }) => label.length));
  const rows = ranking
    .slice(0, top)
    .map(
      ({ label, probability }) =>
        `  ${label.padEnd(longest)}  ${(100 * probability).toFixed(2).padStart(6)} %`,
    );
  return [sentence, ...rows].join("\n");
}

function toJson(
  backend: string,
  classNames: readonly string[],
  answers: readonly Answer[],
  failures: readonly Failure[],
  top: number,
): object {
  return {
    backend,
    classNames,
    predictions: answers.map(({ image, ranking }) => {
      const chances = new Array<number>(classNames.length).fill(0);
      for (const { index, probability } of ranking) chances[index] = probability;
      return {
        image,
        label: ranking[0]?.label,
        confidence: ranking[0]?.probability,
        top: ranking.slice(0, top).map(({ label, probability }) => ({ label, probability })),
        chances,
      };
    }),
    failures,
  };
}

function toCsv(answers: readonly Answer[], failures: readonly Failure[], top: number): string {
  const rows = [
    ["image", "rank", "label", "probability", "error"],
    ...answers.flatMap(({ image, ranking }) =>
      ranking
        .slice(0, top)
        .map(({ label, probability }, k) => [image, String(k + 1), label, String(probability), ""]),
    ),
    ...failures.map(({ image, error }) => [image, "", "", "", error]),
  ];
  return rowsToCsv(rows);
}

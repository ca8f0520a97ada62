/** What the page that is taken away brings along, between its maker (engine/taking-away) and itself. */
import type { Familiarity, Novelty } from "../../tutorial/familiarity";
import type { Language } from "../text/language";

/** The file that the build makes of the page, as JSON. */
export interface TakenAwayFile {
  /** The page, with a place for its model. */
  readonly page: string;
  /** Of all that is in it. */
  readonly licences: string;
}

/** What the page is told of its model. */
export interface About {
  readonly language: Language;
  /** What it tells apart, in the order of training. */
  readonly classNames: readonly string[];
  /** Answers at least this sure are given, 0 to 1. */
  readonly threshold: number;
  /** What is far from the training pictures; null where the page cannot tell. */
  readonly familiarity: Familiarity | null;
}

/** Where the maker puts {@link About}, the model and its weights into the page. */
export const modelPlace = "<!-- model -->";

/** The ids of the elements there; the weights' parts are many, in order. */
export const aboutId = "about";
export const topologyId = "topology";
export const weightsClass = "weights";
/** Of the training pictures, where the page knows them: tutorial/direction.ts, one after the other. */
export const directionsClass = "directions";
/** Of the worker's script, which the build puts there. */
export const engineId = "engine";

/** What the page brings, as its elements have it. */
export interface Brought {
  /** Text of the model's `model.json`. */
  readonly json: string;
  /** The bytes of its `weights.bin` in base64, in parts. */
  readonly weights: readonly string[];
  /** The directions of the training pictures, likewise; empty where it has none. */
  readonly directions: readonly string[];
}

/** The page's worker, which does the looking. */
export interface Engine {
  open(about: About, brought: Brought): Promise<void>;
  /** Ranks the classes for a photo: any image file, or a frame of the camera. */
  classify(photo: Blob): Promise<Answer>;
  /** Whether a photo is like any training picture; null where the page cannot tell. */
  noveltyOf(photo: Blob): Promise<Novelty | null>;
}

/** What the model takes a photo for. */
export interface Answer {
  /** Every class, likeliest first. */
  readonly ranking: readonly { readonly label: string; readonly probability: number }[];
  /** The picture as the model saw it. Whoever receives it closes the bitmap. */
  readonly bitmap: ImageBitmap;
}

/** What the studio gives as files, and takes back. */
import type { ModelKind, Session } from "../contract";

/** A file to be saved by the visitor. */
export interface Download {
  readonly name: string;
  readonly blob: Blob;
}

/**
 * `keras` is one `.keras` file; `tfjs` a zip of model.json, weights.bin and classes.json that `flowers predict` reads; `onnx` one
 * file for onnxruntime.
 */
export type ModelFormat = "keras" | "tfjs" | "onnx";

/** A model in a page of its own. */
export interface TakenPage extends Download {
  /** What it brings to tell when a picture is like nothing it has learned; null where it cannot tell. */
  readonly known: { readonly pictures: number; readonly bytes: number } | null;
}

export interface ModelFacts {
  readonly classNames: readonly string[];
  /** `[height, width]` of its pictures. */
  readonly imageSize: readonly [number, number];
  /** At which it is as sure as it is right; 1 where none was found. */
  readonly temperature: number;
}

/** The studio's part of it. */
export interface TakingAway {
  /**
   * The model in a page of its own: a zip whose `index.html` classifies wherever it is opened, as this page does. A pretrained
   * network brings along what it saw in its training pictures, where these are at hand.
   *
   * @param threshold answers at least this sure are given, 0 to 1
   */
  takeAway(kind: ModelKind, language: "en" | "ko", threshold: number): Promise<TakenPage>;
  exportModel(kind: ModelKind, format: ModelFormat): Promise<Download>;
  /** What a program of one's own must know of the model in the `.keras` file. */
  modelFacts(kind: ModelKind): Promise<ModelFacts>;
  /** Takes in a model saved by {@link TakingAway.exportModel}, or by Node, as the finished model of `kind`. */
  importModel(kind: ModelKind, files: readonly File[]): Promise<Session>;
  /** The whole run as one file: settings, histories, judgements and models; the pictures with their classes if they are wanted. */
  exportRun(withPictures: boolean): Promise<Download>;
  /** Whether such a file has pictures that would take the place of those at hand. */
  runBringsPictures(file: File): Promise<boolean>;
  /** Takes in such a file. */
  importRun(file: File): Promise<Session>;
}

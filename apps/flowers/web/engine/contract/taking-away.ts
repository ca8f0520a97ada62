/** What the studio gives as files, and takes back. */
import type { ModelKind, Session } from "../contract";

/** A file to be saved by the visitor. */
export interface Download {
  readonly name: string;
  readonly blob: Blob;
}

/** The studio's part of it. */
export interface TakingAway {
  /** `keras` is one `.keras` file; `tfjs` a zip of model.json, weights.bin and classes.json that `flowers predict` reads. */
  exportModel(kind: ModelKind, format: "keras" | "tfjs"): Promise<Download>;
  /** Takes in a model saved by {@link TakingAway.exportModel}, or by Node, as the finished model of `kind`. */
  importModel(kind: ModelKind, files: readonly File[]): Promise<Session>;
  /** The whole run as one file: settings, histories, judgements and models; not the pictures. */
  exportRun(): Promise<Download>;
  /** Takes in such a file. */
  importRun(file: File): Promise<Session>;
}

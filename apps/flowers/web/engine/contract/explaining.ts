/** What a visitor can ask about one photo beside its classes: where the network looked, and what it resembles. */
import type { ActivationMap } from "../../../tutorial/activation-map";
import type { ModelKind } from "../../../tutorial/model-kinds";

/** How much each place of a photo spoke for a class, on a grid that is coarser than the photo and covers all of it. */
export type WhereLooked = ActivationMap;

/** A training picture that resembles a photo. Whoever receives it closes the bitmap. */
export interface NearPicture {
  readonly className: string;
  /** Cosine of the angle between the features of the two: 1 for the same picture. */
  readonly similarity: number;
  readonly bitmap: ImageBitmap;
}

/** What a photo resembles, by the features of the pretrained network. */
export interface Likeness {
  /** Nearest first. */
  readonly nearest: readonly NearPicture[];
  /** Farther from every training picture than they are from each other: unlike anything that was learned. */
  readonly isUnseen: boolean;
  /** The share of training pictures that are nearer to another one than the photo is to any. */
  readonly fartherThan: number;
}

export interface ExplainingCalls {
  /**
   * Where a trained model looks in a photo for a class.
   *
   * @throws when the model has no such class, or no features by place
   */
  whereLooked(kind: ModelKind, photo: Blob, label: string): Promise<WhereLooked>;
  /**
   * The training pictures of a model that a photo resembles most, at most `count`. Waits for features that are being
   * computed. Null where the pictures at hand are not those that the model was trained on, or some of their features cannot
   * be had.
   */
  likeness(kind: ModelKind, photo: Blob, count: number): Promise<Likeness | null>;
}

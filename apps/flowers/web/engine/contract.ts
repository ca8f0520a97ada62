/**
 * What the page asks of its two workers, and what they answer. The page draws; the workers hold pictures, models and
 * runs, and share them through the origin's private file system, so that a reload finds everything again.
 *
 * Every promise rejects with an error whose message is one sentence for people.
 */
import type { BackendName } from "@flowers/backend";
import type { Curves } from "../../tutorial/history-with";
import {
  type ModelKind,
  modelKindNames,
  type TransferKind,
  type TutorialKind,
  tutorialKinds,
} from "../../tutorial/model-kinds";
import type {
  ImportMode,
  ImportProgress,
  PictureEditing,
  PictureSet,
  PictureSource,
} from "./contract/pictures";

import type { ExplainingCalls } from "./contract/explaining";
import type { Answers, Judgement, JudgingCalls } from "./contract/judging";
import type { Download, ModelFacts, ModelFormat, TakingAway } from "./contract/taking-away";

export type {
  Answers,
  BackendName,
  Curves,
  Download,
  Judgement,
  ModelFacts,
  ModelFormat,
  ModelKind,
};

export type { Likeness, NearPicture, WhereLooked } from "./contract/explaining";

export type {
  AddedPictures,
  ImportMode,
  ImportProgress,
  OwnPicture,
  PictureAdvice,
  PictureEditing,
  PictureId,
  PictureSet,
  PictureSource,
  PictureThumbnail,
  Thumbnail,
  UnreadableFile,
} from "./contract/pictures";

export { modelKindNames, tutorialKinds };

/** The settings of a run. */
export interface Settings {
  /** Pixels a side, at least 16. A pretrained network has a size of its own. */
  readonly imageSize: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Null: as many as the head of a pretrained network needs. */
  readonly epochs: Readonly<Record<TutorialKind, number> & Record<TransferKind, number | null>>;
  /** Whether a whole network's training keeps its decoded pictures in memory; else each epoch decodes them again. */
  readonly cache: boolean;
  /** Of what trains; features of a pretrained network are always computed on WebAssembly. */
  readonly backend: BackendName | "auto";
}

/** The tutorial's own settings. */
export const defaultSettings: Settings = {
  imageSize: 180,
  batchSize: 32,
  seed: 123,
  epochs: { baseline: 10, augmented: 15, "efficientnet-lite0": null },
  cache: true,
  backend: "auto",
};

/** A backend of this browser, or why it is missing. */
export interface BackendOption {
  readonly name: BackendName;
  readonly works: boolean;
  /** What it is when it works, such as a version or adapter; else why it does not, and what may help. */
  readonly detail: string;
}

/** A labelled picture. Whoever receives it closes the bitmap. */
export interface LabelledPicture {
  readonly bitmap: ImageBitmap;
  readonly label: string;
}

/** How strong each augmentation layer is; 0 switches it off. */
export interface AugmentationFactors {
  /** 0 or 1: mirrored at random or never. */
  readonly flip: number;
  /** Share of a full turn, 0 to 0.5. The tutorial's is 0.1. */
  readonly rotation: number;
  /** Share of the height, 0 to 0.9. The tutorial's is 0.1. */
  readonly zoom: number;
  /** Share of the height and width, 0 to 0.5. */
  readonly translation: number;
  /** Share of the range, 0 to 1. */
  readonly brightness: number;
  /** 0 to 1. */
  readonly contrast: number;
}

export const tutorialFactors: AugmentationFactors = {
  flip: 1,
  rotation: 0.1,
  zoom: 0.1,
  translation: 0,
  brightness: 0,
  contrast: 0,
};

/** How far a model has come. */
export type RunStatus = "none" | "unfinished" | "finished";

/** What a visit finds of earlier ones. */
export interface Session {
  readonly pictures: PictureSet | null;
  /** Of the last run; null where there was none. */
  readonly settings: Settings | null;
  readonly models: Readonly<Record<ModelKind, ModelRecord>>;
}

export interface ModelRecord {
  readonly status: RunStatus;
  readonly history: Curves;
  /** Epochs that the run is to have. */
  readonly epochs: number;
  readonly judgement: Judgement | null;
  readonly parameters: number | null;
  /** The backend that trained it. */
  readonly backend: BackendName | null;
  /** Images per second in training, the mean over the epochs after the first. */
  readonly imagesPerSecond: number | null;
  /** Of each epoch with its validation, pauses left out; empty for a model that was brought along. */
  readonly epochSeconds: readonly number[];
  /** In which a pretrained network looked at the pictures, whenever that was; null where none does. */
  readonly lookingSeconds: number | null;
  /** `PictureSet.content` of the pictures that it was trained on; absent where they are not known. */
  readonly trainedOn?: string;
}

/** Of a model that was never trained. */
export const emptyRecord: ModelRecord = {
  status: "none",
  history: {},
  epochs: 0,
  judgement: null,
  parameters: null,
  backend: null,
  imagesPerSecond: null,
  epochSeconds: [],
  lookingSeconds: null,
};

export interface Prediction {
  readonly label: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** Every class, likeliest first. */
  readonly ranking: readonly { readonly label: string; readonly probability: number }[];
  /** "This image most likely belongs to sunflowers with a 99.12 percent confidence." */
  readonly sentence: string;
  /** The picture as the model saw it. Whoever receives it closes the bitmap. */
  readonly bitmap: ImageBitmap;
}

/** Colours and size of a drawing, taken from the page. */
export interface Appearance {
  readonly dark: boolean;
  /** Pixels. */
  readonly width: number;
  /** For titles and legends of the drawing. */
  readonly language: "en" | "ko";
}

/** The worker for everything but training. */
export interface Studio extends PictureEditing, TakingAway, JudgingCalls, ExplainingCalls {
  /** What an earlier visit left. */
  session(): Promise<Session>;
  /**
   * Takes in pictures. Unreadable files are listed, not fatal.
   *
   * @param mode "replace" (default) puts them in place of the previous ones and forgets the models; "add" puts them into
   *   the classes of the set at hand, as one edit that can be undone
   */
  importPictures(
    source: PictureSource,
    onProgress: (progress: ImportProgress) => void,
    mode?: ImportMode,
  ): Promise<PictureSet>;
  /** Ends an import; its promise rejects. */
  cancelImport(): Promise<void>;
  /** Nine training pictures of the first batch, with their labels. */
  ninePictures(settings: Settings): Promise<readonly LabelledPicture[]>;
  /**
   * One picture nine ways. `index` is that of {@link Studio.ninePictures}. The same seed draws the same numbers, so that
   * moving a slider changes the strength and not the picture's fate.
   */
  augment(
    settings: Settings,
    index: number,
    factors: AugmentationFactors,
    seed: number,
  ): Promise<readonly ImageBitmap[]>;
  /** SVG text of the curves, all runs overlaid; models without an epoch are left out. */
  drawCurves(
    histories: Readonly<Partial<Record<ModelKind, Curves>>>,
    appearance: Appearance,
  ): Promise<string>;
  /** SVG text of the confusion matrix. */
  drawConfusion(kind: ModelKind, appearance: Appearance): Promise<string>;
  /** Pictures of `Judgement.worst`, in its order. */
  mistakes(kind: ModelKind): Promise<readonly ImageBitmap[]>;
  /** Ranks the classes for a photo (any image file, or a frame of the camera). */
  classify(kind: ModelKind, photo: Blob): Promise<Prediction>;
  /** Removes everything that this page has stored. */
  forget(): Promise<void>;
}

/** What a training tells while it runs. */
export type TrainingEvent =
  | {
      readonly type: "preparing";
      readonly kind: ModelKind;
      readonly message: PreparingStep;
      /** Of the step "features": how far it is. */
      readonly pictures?: { readonly done: number; readonly total: number };
    }
  | {
      readonly type: "started";
      readonly kind: ModelKind;
      readonly backend: BackendName;
      readonly backendDetail: string;
      /** Faster backends that were passed over, and why. */
      readonly refusals: readonly { readonly backend: BackendName; readonly reason: string }[];
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      readonly trainingPictures: number;
      readonly validationPictures: number;
      readonly parameters: number;
      /** Not empty when the run continues from a checkpoint. */
      readonly history: Curves;
      readonly epochSeconds: readonly number[];
      readonly lookingSeconds: number | null;
    }
  | {
      readonly type: "batch";
      readonly kind: ModelKind;
      /** Counted from 0. */
      readonly epoch: number;
      /** Batches of this epoch that are done. */
      readonly batch: number;
      /** Running values of the epoch. */
      readonly loss: number;
      readonly accuracy: number;
      readonly imagesPerSecond: number;
      /** To the end of this model's run; null while it is unknown. */
      readonly secondsLeft: number | null;
      /** Bytes that tensors take. */
      readonly tensorBytes: number;
    }
  | { readonly type: "validating"; readonly kind: ModelKind; readonly epoch: number }
  | {
      readonly type: "epoch";
      readonly kind: ModelKind;
      readonly epoch: number;
      readonly history: Curves;
      readonly epochSeconds: readonly number[];
    }
  | { readonly type: "paused"; readonly kind: ModelKind }
  | { readonly type: "continued"; readonly kind: ModelKind }
  | { readonly type: "judging"; readonly kind: ModelKind }
  | { readonly type: "finished"; readonly kind: ModelKind; readonly record: ModelRecord };

export type PreparingStep = "backend" | "pictures" | "features" | "model" | "checkpoint";

/** The worker that trains. */
export interface Training {
  /** What this browser can compute with, fastest first. */
  backends(): Promise<readonly BackendOption[]>;
  /**
   * Trains a model with the imported pictures, judges it and stores it. An unfinished run with the same settings continues
   * from its last checkpoint; with other settings it starts from the beginning.
   */
  train(
    kind: ModelKind,
    settings: Settings,
    onEvent: (event: TrainingEvent) => void,
  ): Promise<ModelRecord>;
  /** Holds the run after the batch in hand, and writes a checkpoint. */
  pause(): Promise<void>;
  continue(): Promise<void>;
  /** Writes a checkpoint after the batch in hand: the tab may be about to end. */
  keep(): Promise<void>;
  /** Ends the run after the batch in hand; the model stays as it is and is judged. */
  stop(): Promise<void>;
}

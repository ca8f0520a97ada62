/** The models that can be trained, in the order in which lists show them, and what they are called. */
export const modelKinds = {
  baseline: {
    title: "Plain CNN",
    description: "three convolution blocks and nothing to prevent overfitting",
    /** The step of `flowers start` that trains it, and its name among the timings. */
    step: "Train a three-block CNN",
    timing: "Plain model",
  },
  augmented: {
    title: "With augmentation and dropout",
    description: "the same, with random flips, rotations, zooms and a dropout of 0.2",
    step: "Train again with augmentation and dropout",
    timing: "Augmented model",
  },
  "efficientnet-lite0": {
    title: "With what others have learned",
    description:
      "EfficientNet-Lite0, trained on the photos of ImageNet, with a last layer of its own",
    step: "With what others have learned (beyond the tutorial)",
    timing: "Pretrained network",
  },
} as const;

/** Whatever `flowers train --model` takes. */
export type ModelKind = keyof typeof modelKinds;

export const modelKindNames = Object.keys(modelKinds) as readonly ModelKind[];

/** The two that the tutorial compares, in the order of training. The page has these. */
export const tutorialKinds = ["baseline", "augmented"] as const satisfies readonly ModelKind[];

export type TutorialKind = (typeof tutorialKinds)[number];

/** Pretrained networks, by their names in the model zoo. Beyond the tutorial. */
export type TransferKind = Exclude<ModelKind, TutorialKind>;

/** What the last chapter of `flowers start` trains. */
export const beyondTutorial = "efficientnet-lite0" satisfies TransferKind;

/** Whether a model begins with what others have learned. */
export function isTransferKind(kind: ModelKind): kind is TransferKind {
  return !(tutorialKinds as readonly ModelKind[]).includes(kind);
}

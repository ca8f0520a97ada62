/** The tutorial's two models and what they are called. */
export const modelKinds = {
  baseline: {
    title: "Plain CNN",
    description: "three convolution blocks and nothing to prevent overfitting",
  },
  augmented: {
    title: "With augmentation and dropout",
    description: "the same, with random flips, rotations, zooms and a dropout of 0.2",
  },
} as const;

export type ModelKind = keyof typeof modelKinds;

/** Step 4 in English. */
export const judgeEn = {
  title: "Evaluate",
  intro:
    "The further a network's two accuracy curves are apart, the more it has memorized its pictures. That gap is overfitting. With augmentation and dropout the curves stay together, and the network does better on pictures it has not seen.",
  history: "History",
  savePicture: "Save as a picture",
  pictureNames: { curves: "curves", confusion: "confusion-matrix" },
  curves: {
    panels: { accuracy: "Accuracy", loss: "Loss" },
    legend: "Models",
    parts: { training: "training", validation: "validation" },
    axisChoice: "Horizontal axis",
    axisNames: { epochs: "By epoch", time: "By time" },
    axis: { epochs: "Epoch", time: "Time spent" },
    axisLog:
      "Epoch. Equal steps are equal factors, so that the short runs can be seen beside the long one",
    slider: { epochs: "Look at an earlier epoch", time: "Look at an earlier moment" },
    afterEpoch: (epoch: string): string => `after epoch ${epoch}`,
    afterTime: (time: string): string => `after ${time}`,
    told: (model: string, training: string, validation: string): string =>
      `${model}: training ${training}, validation ${validation}.`,
  },
  gap: "Overfitting gap",
  gapHint: "training accuracy minus validation accuracy after the last epoch",
  gapHintAt: (place: string): string => `training accuracy minus validation accuracy ${place}`,
  time: "Training time",
  timeLooking: (time: string): string => `and ${time} to look at the pictures once`,
  narrowed: (before: string, after: string): string =>
    `Augmentation and dropout narrowed the gap from ${before} to ${after}.`,
  widened: (before: string, after: string): string =>
    `Augmentation and dropout did not narrow the gap this time: ${before} before, ${after} after. Longer runs show it better.`,
  none: (before: string, after: string): string =>
    `Neither network has memorized its pictures yet: the gaps are ${before} and ${after}. Train longer to see them grow.`,
  one: (gap: string): string =>
    `Training accuracy is ${gap} above validation accuracy. Train another model to compare.`,
  accuracy: "Validation accuracy",
  loss: "Validation loss",
  training: "Training accuracy",
  confusion: "Confusion matrix",
  confusionText: "Rows are the true classes, columns the network's answers.",
  confusionOpen: "Press a number to see its pictures.",
  cell: {
    right: (count: string, truth: string): string => `${truth}, recognized: ${count}`,
    wrong: (count: string, truth: string, guess: string): string =>
      `${truth}, mistaken for ${guess}: ${count}`,
  },
  cellTitle: { right: (truth: string): string => `${truth}, recognized` },
  rightText: "The answers it was least confident in come first.",
  rightAnswer: (truth: string, confidence: string): string =>
    `${truth}, recognized with ${confidence} confidence`,
  allMistakes: "All mistakes",
  review: {
    belongs: "Belongs to",
    throwOut: "Throw out",
    thrownOut: "thrown out",
    changed: (model: string): string =>
      `The pictures have changed since this model was trained (${model}). What you see here is what it said before.`,
    again: "Train it again",
    undo: "Undo the last change",
  },
  more: (count: string): string => `Show more (${count} left)`,
  threshold: {
    title: "Answer only when sure",
    text: "A network answers every picture, also when it is guessing. It can be told to say nothing below a certain confidence. This is what that costs on the validation pictures; step 5 uses the value you set here.",
    slider: "Least confidence",
    off: "off: it always answers",
    wish: (share: string): string => `${share} right`,
    answered: "Pictures answered",
    right: "Answers that are right",
    all: (pictures: string, wrong: string): string =>
      `It answers all ${pictures} pictures, ${wrong} of them wrongly.`,
    some: (held: string, pictures: string, heldRight: string, wrong: string): string =>
      `It says nothing about ${held} of ${pictures} pictures; it would have been right about ${heldRight} of those. ${wrong} wrong answers remain.`,
    curveAlt:
      "Two lines over the least confidence: the share of pictures answered falls, the share of right answers rises.",
  },
  table: "Precision and recall",
  tableText:
    "Precision: how often the network is right when it names this class. Recall: how many pictures of this class it finds.",
  class: "Class",
  precision: "Precision",
  recall: "Recall",
  pictures: "Pictures",
  mistakes: "Worst mistakes",
  mistakesText:
    "The wrong answers it was most confident in. Is the label wrong? Put the picture into another class, or throw it out.",
  mistakesOnly: "The wrong answers it was most confident in.",
  noMistakes: "No validation picture was mistaken for another class.",
  mistake: (truth: string, guess: string): string => `${truth}, mistaken for ${guess}`,
  mistakeCaption: { truth: "is", guess: "mistaken for" },
  notJudged: "This model has not been evaluated yet. Train it to the end, or press Stop.",
  curvesAlt: (parts: string): string => `Accuracy and loss by epoch. ${parts}`,
  curvesPart: (model: string, epochs: number, training: string, validation: string): string =>
    `${model}, ${epochs} epochs: training accuracy ${training}, validation accuracy ${validation}.`,
};

export type JudgeText = typeof judgeEn;

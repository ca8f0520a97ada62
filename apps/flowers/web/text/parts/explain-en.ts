/** What a photo resembles and where the network looked, in English. */
export const explainEn = {
  where: "Where it looked",
  whereText: "The lighter a place, the more it spoke for this class.",
  forClass: "What speaks for",
  heat: (label: string): string =>
    `Where the network looked for ${label}: lighter places spoke more`,
  nowhere: (label: string): string => `No place in this photo speaks for ${label}.`,
  nearest: "Most alike among the training pictures",
  nearestText: "by what the pretrained network sees in them",
  alike: (similarity: string): string => `${similarity} alike`,
  unseen: "It has never seen anything like this.",
  unseenText: (share: string): string =>
    `${share} of the training pictures have another one that is nearer to them than any is to this photo. The answer is only the best guess among the classes it knows.`,
};

export type ExplainText = typeof explainEn;

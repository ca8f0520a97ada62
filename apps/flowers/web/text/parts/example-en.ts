/** The words of the example, in English. `example-ko.ts` has exactly these keys. */
export const exampleEn = {
  title: "An example",
  data: "pictures of the sample set, painted by a program. Your own take their place.",
  look: "from the sample set, painted by a program. Your own pictures take its place.",
  train:
    "of what training costs: 150 painted pictures, learned in three ways with WebAssembly, on two cores. Your own runs take its place.",
  costs: ["Network", "Epochs", "Time", "Validation accuracy"],
  judge:
    "of how a run ends: 150 painted pictures in five classes, learned in three ways. Your own takes its place. The curves can be read here too.",
  use: "of an answer: what the pretrained network says of a painted picture that it has never seen.",
  answer: (label: string, percent: string): string => `Most likely ${label}: ${percent}`,
};

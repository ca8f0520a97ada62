/** The words around the lesson, in English. `lesson-ko.ts` has exactly these keys. */
export const lessonWordsEn = {
  summary: "Lesson: a text and two questions",
  question: (number: number): string => `Question ${number}`,
  answer: "A possible answer",
  forAClass: "For a class",
  address: "Address of this lesson",
  addressHint:
    "Opens this page with the settings of step 3, in this language, with the lesson at every step. Nothing else is in it.",
  copy: "Copy the address",
  copied: "The address was copied.",
  notCopied: "The browser does not let this page copy. Select the address and copy it yourself.",
};

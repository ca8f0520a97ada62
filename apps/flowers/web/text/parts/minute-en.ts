/** The first minute: its words in English. */
export const minuteEn = {
  title: "See it in a minute",
  text: "One press: 500 pictures of flowers are painted, a network that others have trained looks at them, a new last layer learns the five kinds, and you try it.",
  go: "Show me",
  stages: {
    pictures: "Paint the sample set, and look at it",
    training: "Learn to tell five kinds of flowers apart",
    trying: "Try a picture that it has never seen",
  },
  done: "That was the whole of it",
  took: (time: string): string => `It took ${time}.`,
  tryIt: "Try it with your camera",
  close: "Close",
};

/** The words of the first minute. */
export type MinuteText = typeof minuteEn;

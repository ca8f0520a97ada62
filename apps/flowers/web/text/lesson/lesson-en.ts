/** The lesson in English. It comes to the page when it is opened. */
import type { LessonWords } from "./lesson";

export const lessonEn: LessonWords = {
  data: {
    text: [
      "A network learns from examples and from nothing else. Nobody tells it what a tulip is: it is given pictures with the name of each, and looks for whatever tells them apart. So the pictures decide what is learned. If all roses stand before a wall and all tulips in a meadow, it may well learn walls and meadows.",
      "Good pictures of a class differ in everything but the class: light, distance, background, angle. And each class should have about as many as the others.",
    ],
    questions: [
      {
        ask: "Which two of your classes will be hardest to tell apart, and why?",
        answer:
          "Those that share colour and shape. Write your guess down: the confusion matrix in step 4 shows whether the network agrees.",
      },
      {
        ask: "What would happen if one class had ten times as many pictures as each of the others?",
        answer:
          "To name that class would be right most of the time, so the network would lean towards it. The accuracy would look good all the same. This is why step 4 also gives the recall of each class.",
      },
    ],
  },
  look: {
    text: [
      "A fifth of the pictures is put aside before training begins. The network never learns from them: they are its exam. Without one, nobody could tell whether it has understood or only memorized.",
      "Augmentation makes new pictures from old ones: mirrored, turned, a little closer. To the network each of them is new, and it learns that a turned rose is still a rose.",
    ],
    questions: [
      {
        ask: "A network is to read handwritten digits. Which of the six changes would do harm?",
        answer:
          "Mirroring, and turning by a large angle: a mirrored 2 is no digit, and a 6 turned half round is a 9. What may change depends on what has to stay the same.",
      },
      {
        ask: "Why are the pictures of the exam not augmented?",
        answer:
          "They stand for the photos that will come later, and those come as they are. With changed pictures, the exam would measure something else.",
      },
    ],
  },
  train: {
    text: [
      "One epoch is one pass over all training pictures. After every batch the weights move a little in the direction in which the loss falls. The loss says how surprised the network was by the right answers: the surer it was of something wrong, the higher the loss.",
      "Three ways to learn from the same pictures. The plain network begins with nothing and sees the same pictures again and again. The second sees them changed each time. The third has learned from a million other photos what edges, petals and faces look like, and learns only here what they mean.",
    ],
    questions: [
      {
        ask: "Before you train: which of the three will do best in the exam, and which will be ready first?",
        answer:
          "With a few hundred pictures, the pretrained network in both: it has the least to learn. With a million pictures of your own, the others could catch up.",
      },
      {
        ask: "Train twice with the same seed, then once with another. What changes?",
        answer:
          "The same seed gives the same first weights and the same order, and so the same curves to the last digit. Another seed gives other curves. How far they lie apart shows how much of a result is luck.",
      },
    ],
  },
  judge: {
    text: [
      "Each network has two curves: how well it does on the pictures that it learns from, and on those that it has never seen. While both rise together, it learns what all pictures of a class have in common. Where they part, it begins to memorize single pictures. This is overfitting.",
      "The confusion matrix shows what is taken for what. Look at the mistakes themselves: some of them people would make as well, and some pictures may have the wrong label.",
    ],
    questions: [
      {
        ask: "After which epoch would you have stopped the plain network?",
        answer:
          "Where its validation loss is lowest. After that the training accuracy still rises, but only because pictures are memorized.",
      },
      {
        ask: "A network is right about 9 pictures of 10. Is that good?",
        answer:
          "It depends on what guessing would give: 5 of 10 with two equal classes, 1 of 10 with ten. And if 9 of 10 pictures are of one class, it is 9 of 10 without having learned anything. It also depends on what a mistake costs.",
      },
    ],
  },
  use: {
    text: [
      "Now photos come that nobody has labelled. The network answers with a probability for each class, and these always add up to 1. By themselves they cannot say “none of these”.",
      "Try what it has not seen: a drawing of a flower, a flower upside down, your hand. Where it is wrong and sure of it, ask what it may have learned instead.",
    ],
    questions: [
      {
        ask: "Show it something that belongs to none of the classes. What does it say, and how sure is it?",
        answer:
          "It names one of its classes, often with a high probability: it only compares the classes with each other, and one of them has to win. A high probability is not the same as knowledge.",
      },
      {
        ask: "Where would you let such a network decide by itself, and where not?",
        answer:
          "Where a mistake costs little and is noticed, such as in sorting holiday photos. Where a mistake harms somebody, it may suggest, and people decide and see when it is unsure. What a mistake costs is something that the network does not know.",
      },
    ],
  },
};

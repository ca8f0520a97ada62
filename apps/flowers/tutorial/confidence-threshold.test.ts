import { describe, expect, it } from "vitest";
import {
  answeredAccuracy,
  answeredShare,
  costAt,
  costsAlong,
  type JudgedAnswer,
  thresholdFor,
} from "./confidence-threshold";

const answers: readonly JudgedAnswer[] = [
  { confidence: 0.99, isRight: true },
  { confidence: 0.9, isRight: true },
  { confidence: 0.8, isRight: false },
  { confidence: 0.6, isRight: true },
  { confidence: 0.4, isRight: false },
];

describe("a threshold of confidence", () => {
  it("lets through what is at least as sure, and counts what it holds back", () => {
    expect(costAt(answers, 0.8)).toEqual({
      threshold: 0.8,
      pictures: 5,
      answered: 3,
      right: 2,
      heldBackRight: 1,
    });
    const cost = costAt(answers, 0.81);
    expect(answeredShare(cost)).toBe(2 / 5);
    expect(answeredAccuracy(cost)).toBe(1);
  });

  it("answers everything at 0, as often right as without it, and nothing above the surest", () => {
    expect(answeredAccuracy(costAt(answers, 0))).toBe(3 / 5);
    expect(answeredShare(costAt(answers, 1))).toBe(0);
    expect(answeredAccuracy(costAt(answers, 1))).toBeNull();
    expect(answeredShare(costAt([], 0.5))).toBe(1);
  });

  it("is found for a share of right answers, the lowest that does", () => {
    expect(thresholdFor(answers, 0.75)).toBe(0.41);
    expect(thresholdFor(answers, 0.9)).toBe(0.81);
    expect(thresholdFor(answers, 0.6)).toBe(0);
    expect(thresholdFor([{ confidence: 0.7, isRight: false }], 0.9)).toBeNull();
  });

  it("agrees with a count of its own at every step", () => {
    for (const cost of costsAlong(answers, 20)) {
      let [answered, right] = [0, 0];
      for (const { confidence, isRight } of answers) {
        if (confidence < cost.threshold) continue;
        answered++;
        if (isRight) right++;
      }
      expect([cost.answered, cost.right]).toEqual([answered, right]);
      expect(cost.right + cost.heldBackRight).toBe(3);
    }
  });
});

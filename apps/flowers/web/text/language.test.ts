import { expect, test } from "vitest";

import { en } from "./en";
import { ko } from "./ko";
import { chooseLanguage } from "./language";
import { lessonEn } from "./lesson/lesson-en";
import { lessonKo } from "./lesson/lesson-ko";
import { takenAwayEn } from "./parts/taken-away-en";
import { takenAwayKo } from "./parts/taken-away-ko";

test("the visitor's choice comes before the browser's languages", () => {
  expect(chooseLanguage("en", ["ko-KR"])).toBe("en");
  expect(chooseLanguage("fr", ["de", "ko-KR", "en-US"])).toBe("ko");
  expect(chooseLanguage(null, ["de", "fr"])).toBe("en");
});

test("Korean has no word left in English", () => {
  const leaves = (value: unknown, path: string): [string, string][] =>
    typeof value === "string"
      ? [[path, value]]
      : typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
        : [];
  const names = [".train.backends"];
  const english = new Map(leaves({ ...en, takenAway: takenAwayEn, lessons: lessonEn }, ""));
  const korean = leaves({ ...ko, takenAway: takenAwayKo, lessons: lessonKo }, "");
  const same = korean.filter(
    ([path, words]) => english.get(path) === words && !names.some((name) => path.startsWith(name)),
  );
  expect(same).toEqual([]);
  expect(
    korean.filter(
      ([path, words]) => !names.some((name) => path.startsWith(name)) && !/[가-힣]/.test(words),
    ),
  ).toEqual([]);
});

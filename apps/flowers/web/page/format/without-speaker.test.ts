import { expect, test } from "vitest";
import { withoutSpeaker } from "./without-speaker";

test.each([
  ["readKeras: expected a whole .keras file.", "Expected a whole .keras file."],
  ["walkFiles: https://a.example/b.zip answered 404.", "https://a.example/b.zip answered 404."],
  ["The archive was refused: it is damaged.", "The archive was refused: it is damaged."],
  ["daisy: no pictures", "daisy: no pictures"],
  ["imageSize: ", "imageSize: "],
])("of %j visitors hear %j", (message, said) => {
  expect(withoutSpeaker(message)).toBe(said);
});

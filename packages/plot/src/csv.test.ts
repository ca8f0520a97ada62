import { expect, it } from "vitest";
import { parseCsv } from "./csv";

it("reads quotes before separators, and each separator", () => {
  expect(parseCsv('epoch,"loss, total","a ""b"""\r\n0,1,2\r\n')).toEqual({
    epoch: [0],
    "loss, total": [1],
    'a "b"': [2],
  });
  expect(parseCsv('epoch;"loss, total"\n0;1\n')).toEqual({ epoch: [0], "loss, total": [1] });
  expect(parseCsv("epoch\tloss\n0\t1\n")).toEqual({ epoch: [0], loss: [1] });
  expect(parseCsv("\uFEFFepoch,loss\n\n0,NA\n\n1,-inf\n")).toEqual({
    epoch: [0, 1],
    loss: [NaN, -Infinity],
  });
});

it("leaves out columns of words, and refuses a word among numbers", () => {
  expect(parseCsv("epoch,note,loss\n0,first,1\n1,,2")).toEqual({ epoch: [0, 1], loss: [1, 2] });
  expect(() => parseCsv("epoch,loss\n0,1\n1,1.2.3")).toThrow(
    'CSV line 3, column "loss", must be a number. Received: "1.2.3"',
  );
});

it.each([
  ["", /header line.*empty text/],
  [" \n\n", /header line.*empty text/],
  ["epoch,loss\n", 'below its header. Received: only the header "epoch,loss"'],
  ["epoch,loss\n0,1\n1\n", "CSV line 3 must have 2 cells like the header. Received: 1"],
])("refuses %j in one sentence", (text, message) => {
  expect(() => parseCsv(text)).toThrow(message);
});

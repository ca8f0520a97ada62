import sharp from "sharp";
import { beforeAll, expect, it } from "vitest";
import { headBytes, keptFormat, missingEnding, undecodableReason } from "./picture-format";

const heads: Record<string, Uint8Array> = {};
const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text.padEnd(headBytes, "\0"), (letter) => letter.charCodeAt(0));

beforeAll(async () => {
  const image = sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } });
  for (const format of ["jpeg", "png", "gif", "webp", "avif", "tiff"] as const)
    heads[format] = new Uint8Array(await image.clone().toFormat(format).toBuffer());
  heads["bmp"] = bytes("BM6\0\0\0");
  heads["heic"] = bytes("\0\0\0\x18ftypheic\0\0\0\0mif1heic");
  heads["moving"] = bytes("RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\x02");
});

const head = (name: string): Uint8Array => heads[name] ?? new Uint8Array();

it("knows what the loader reads by the first bytes", () => {
  expect(["jpeg", "png", "gif", "bmp"].map((name) => keptFormat(head(name)))).toEqual([
    ...["jpg", "png", "gif", "bmp"],
  ]);
  for (const name of ["webp", "avif", "tiff", "heic", "moving", "nothing"])
    expect(keptFormat(head(name)), name).toBeNull();
});

it.each([
  ["a.jpg", "jpeg", ""],
  ["a.JPEG", "png", ""], // the loader goes by the bytes once the name is one of its own
  ["a.jpg", "webp", ""],
  ["a.jfif", "jpeg", ".jpg"],
  ["a.webp", "png", ".png"],
  ["a.jpg", "moving", null],
  ["a.webp", "webp", null],
  ["a.jpg", "avif", null],
  ["a.png", "heic", null],
])("takes %s of %s with the ending %j more", (name, format, ending) => {
  expect(missingEnding(name, head(format))).toBe(ending);
});

it("says of what is no one's to read what it is", () => {
  const reason = (name: string): string => undecodableReason(head(name));
  for (const [format, name] of [
    ["webp", "WebP"],
    ["avif", "AVIF"],
    ["tiff", "TIFF"],
    ["heic", "HEIC"],
  ] as const)
    expect(reason(format)).toBe(
      `This browser cannot read this ${name} file: save it as JPEG or PNG first.`,
    );
  for (const name of ["jpeg", "nothing"])
    expect(reason(name)).toBe("It is damaged, or not a picture.");
});

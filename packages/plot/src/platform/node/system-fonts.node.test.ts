import { copyFile, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { plotConfusionMatrix } from "../../index";
import { findFonts } from "./system-fonts";

const dejaVu = new URL("../../../fonts/DejaVuSans.ttf", import.meta.url);

/** A collection whose first font is the one given: its tables lie at the same distance from a later start. */
function collectionOf(font: Uint8Array): Uint8Array {
  const header = 16;
  const out = new Uint8Array(header + font.length);
  out.set(font, header);
  const view = new DataView(out.buffer);
  out.set(new TextEncoder().encode("ttcf"));
  view.setUint32(4, 0x00010000);
  view.setUint32(8, 1);
  view.setUint32(12, header);
  for (let at = 0; at < view.getUint16(header + 4); at++) {
    const entry = header + 12 + at * 16 + 8;
    view.setUint32(entry, view.getUint32(entry) + header);
  }
  return out;
}

it("finds the fewest fonts in a fixed order, in folders below too, and passes over damage", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fonts-"));
  await mkdir(join(folder, "below"));
  await copyFile(dejaVu, join(folder, "below", "Zeta.ttf"));
  const font = new Uint8Array(await readFile(dejaVu));
  await writeFile(join(folder, "Alpha.ttf"), font.subarray(0, 5000));
  await writeFile(join(folder, "Beta.ttf"), "not a font");
  await writeFile(join(folder, "Gamma.ttf"), "");
  await mkdir(join(folder, "Folder.ttf"));
  const found = await findFonts(new Set(["a", "я", "한", "𝔸"]), [folder, join(folder, "none")]);
  expect(found.fonts.map(({ length }) => length)).toEqual([font.length]);
  expect(found.missing).toEqual(["한"]);
  expect(await findFonts(new Set(), [folder])).toEqual({ fonts: [], missing: [] });
  const collection = collectionOf(font);
  await writeFile(join(folder, "NotoSans-Regular.ttc"), collection);
  const preferred = await findFonts(new Set(["я"]), [folder]);
  expect(preferred.fonts.map(({ length }) => length)).toEqual([collection.length]);
});

it("warns once, by name, of characters that no font has", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
  try {
    // A private character, which no font is to have.
    const plot = plotConfusionMatrix([[1]], ["\u{10FFFD} pug"]);
    const png = await plot.toPng();
    await plot.toPng();
    expect(png.length).toBeGreaterThan(100);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(String(warn.mock.calls[0]?.[0])).toMatch(
      /^No font of this machine has ".+", drawn as boxes; .*fonts/,
    );
  } finally {
    warn.mockRestore();
  }
});

it("draws Korean with a font of the machine, where there is one", async (context) => {
  const { missing } = await findFonts(new Set(["장", "미"]));
  if (missing.length > 0) context.skip("no font of this machine has Hangul");
  const rose = await plotConfusionMatrix([[1]], ["장미"]).toPng();
  const lily = await plotConfusionMatrix([[1]], ["백합"]).toPng();
  // As boxes both would be the same picture.
  expect(Buffer.from(rose).equals(lily)).toBe(false);
});

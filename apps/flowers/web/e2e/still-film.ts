/** A film for Chromium's fake camera in which one picture stands still. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";

export interface StillFilm {
  /** Chromium's flag for a camera that shows it. */
  readonly flag: string;
  remove(): Promise<void>;
}

/** @param picture any image file; shown in the middle of 640 by 480 pixels */
export async function stillFilm(picture: Buffer): Promise<StillFilm> {
  const [width, height] = [640, 480];
  const { data } = await sharp(picture)
    .resize(width, height, { fit: "contain", background: "#808080" })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const header = `YUV4MPEG2 W${width} H${height} F20:1 Ip A1:1 C420jpeg\n`;
  const frame = [Buffer.from("FRAME\n"), planes(data, width, height)];
  const folder = await mkdtemp(join(tmpdir(), "flowers-film-"));
  const path = join(folder, "still.y4m");
  await writeFile(path, Buffer.concat([Buffer.from(header), ...frame, ...frame]));
  return {
    flag: `--use-file-for-fake-video-capture=${path}`,
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Brightness, then the two colour differences of every second pixel of every second row (ITU-R BT.601). */
function planes(rgb: Buffer, width: number, height: number): Buffer {
  const weigh = (at: number, r: number, g: number, b: number): number => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * at, 3 * at + 3);
    return r * red + g * green + b * blue;
  };
  const each = (step: number, value: (at: number) => number): Buffer =>
    Buffer.from(
      Array.from({ length: (width / step) * (height / step) }, (_, i) => {
        const [row, column] = [Math.floor(i / (width / step)), i % (width / step)];
        return Math.min(255, Math.max(0, Math.round(value(step * (row * width + column)))));
      }),
    );
  return Buffer.concat([
    each(1, (at) => weigh(at, 0.299, 0.587, 0.114)),
    each(2, (at) => 128 + weigh(at, -0.168736, -0.331264, 0.5)),
    each(2, (at) => 128 + weigh(at, 0.5, -0.418688, -0.081312)),
  ]);
}

/**
 * Paints one picture of the sample set: background, leaves, one or more flowers in a pose, light, blur and noise.
 * Deterministic: the same class and number give the same pixels.
 */
import { PythonRandom } from "@flowers/random";
import { Canvas, type Rgb } from "./canvas";
import { leaf, painters, type Pose, stalk } from "./flowers";

/** Class names of the sample set, sorted by code point as Keras lists folders. */
export const sampleClassNames: readonly string[] = Object.keys(painters);

/** Pictures of each class in the set. */
export const samplesPerClass = 100;

/** A sunflower that is not in the set, for the tutorial's last step. */
export const newPictureIndex = samplesPerClass + 4;

/** The file of picture `index` in its class's folder: the same names everywhere, so that every split is the same. */
export function sampleFileName(index: number): string {
  return `sample_${String(index).padStart(3, "0")}.png`;
}

export interface SamplePicture {
  readonly width: number;
  readonly height: number;
  /** RGB bytes, row-major `[height, width, 3]`. */
  readonly data: Uint8Array;
}

/** A chance, out of 1, that a picture also shows a flower of another class in the background. */
const strangerChance = 0.3;

const skies: readonly (readonly [Rgb, Rgb])[] = [
  [
    [0.55, 0.7, 0.88],
    [0.3, 0.45, 0.2],
  ],
  [
    [0.16, 0.3, 0.12],
    [0.08, 0.18, 0.06],
  ],
  [
    [0.4, 0.5, 0.25],
    [0.22, 0.34, 0.12],
  ],
  [
    [0.12, 0.11, 0.1],
    [0.22, 0.2, 0.17],
  ],
  [
    [0.62, 0.56, 0.48],
    [0.38, 0.33, 0.27],
  ],
  [
    [0.75, 0.78, 0.8],
    [0.5, 0.56, 0.5],
  ],
];

/**
 * Paints picture `index` of a class.
 *
 * @param className one of {@link sampleClassNames}
 * @param index 0-based; the picture depends on nothing but the class and this number
 */
export function paintSample(className: string, index: number): SamplePicture {
  const painter = painters[className];
  if (!painter) {
    throw new RangeError(
      `paintSample: className must be one of ${sampleClassNames.join(", ")}; received "${className}".`,
    );
  }
  const random = new PythonRandom(sampleClassNames.indexOf(className) * 100_003 + index + 1);
  const between = (low: number, high: number): number => low + (high - low) * random.random();
  const wide = random.random() < 0.7;
  const canvas = new Canvas(
    wide ? random.randint(220, 256) : 192,
    wide ? 192 : random.randint(220, 256),
  );
  const size = Math.min(canvas.width, canvas.height);

  const [top, bottom] = random.choice(skies);
  const lean = between(-0.4, 0.4);
  canvas.gradient(top, bottom, (u, v) => Math.max(0, Math.min(1, v + lean * (u - 0.5))));
  for (let k = random.randint(4, 34); k > 0; k--) {
    leaf(
      canvas,
      between(0, canvas.width),
      between(0, canvas.height),
      size * between(0.1, 0.45),
      random,
    );
  }
  if (random.random() < strangerChance) {
    const stranger = painters[random.choice(sampleClassNames.filter((name) => name !== className))];
    stranger?.(canvas, pose(canvas, random, 0.09, 0.15), random);
  }
  canvas.blur(random.randint(0, 5));

  const count = random.choice([1, 1, 1, 1, 2, 2, 3]);
  for (let k = 0; k < count; k++) {
    const place = pose(canvas, random, count === 1 ? 0.2 : 0.14, count === 1 ? 0.52 : 0.27);
    stalk(canvas, place, random);
    painter(canvas, place, random);
  }
  for (let k = random.randint(0, 5); k > 0; k--) {
    leaf(
      canvas,
      between(0, canvas.width),
      between(0.4, 1.1) * canvas.height,
      size * between(0.15, 0.4),
      random,
    );
  }
  canvas.blur(random.choice([0, 0, 0, 0, 1, 1, 2]));

  const white: Rgb = [between(0.85, 1.15), between(0.9, 1.1), between(0.8, 1.2)];
  const exposure = between(0.6, 1.25);
  const [slopeU, slopeV] = [between(-0.5, 0.5), between(-0.5, 0.5)];
  const grain = between(0.01, 0.07);
  return {
    width: canvas.width,
    height: canvas.height,
    data: canvas.toBytes(
      white,
      (u, v) => exposure * (1 + slopeU * (u - 0.5) + slopeV * (v - 0.5)),
      () => {
        // The sum of two draws of 16 bits: triangular, from -1 to 1.
        const bits = random.getrandbits(32);
        return ((bits >>> 16) / 65_536 + (bits & 0xffff) / 65_536 - 1) * grain;
      },
    ),
  };
}

/** A place and size for a flower head; `small` and `large` bound its radius as shares of the shorter side. */
function pose(canvas: Canvas, random: PythonRandom, small: number, large: number): Pose {
  const size = Math.min(canvas.width, canvas.height);
  const between = (low: number, high: number): number => low + (high - low) * random.random();
  return {
    x: canvas.width * between(0.22, 0.78),
    y: canvas.height * between(0.22, 0.78),
    radius: size * between(small, large),
    angleRadians: between(0, Math.PI * 2),
    tilt: between(0.5, 1),
  };
}

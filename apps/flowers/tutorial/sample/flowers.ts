/** How each of the five sample classes is drawn: petals, heads and leaves, in the colours that nature shares out. */
import type { PythonRandom } from "@flowers/random";
import { type Canvas, mix, type Rgb } from "./canvas";

export interface Pose {
  readonly x: number;
  readonly y: number;
  /** Radius of the flower head in pixels. */
  readonly radius: number;
  readonly angleRadians: number;
  /** Flattening of the head by the view from the side, 0.45 to 1. */
  readonly tilt: number;
}

type Painter = (canvas: Canvas, pose: Pose, random: PythonRandom) => void;

const between = (random: PythonRandom, low: number, high: number): number =>
  low + (high - low) * random.random();

const round = (t: number): number => Math.sqrt(Math.max(0, 1 - (2 * t - 1) ** 2));
const tongue = (t: number): number =>
  Math.min(1, 2.4 * Math.sqrt(t)) * Math.sqrt(Math.max(0, 1 - t ** 6));
const pointed = (t: number): number =>
  Math.sqrt(Math.max(0, Math.sin(Math.PI * Math.min(1, t ** 0.75))));
const egg = (t: number): number => Math.sqrt(Math.max(0, Math.sin(Math.PI * t ** 0.62)));

/** One ring of petals around a centre, turned and flattened by the pose. */
function ring(
  canvas: Canvas,
  { x, y, radius, angleRadians, tilt }: Pose,
  random: PythonRandom,
  look: {
    count: number;
    from: number;
    length: number;
    width: number;
    profile: (t: number) => number;
    inner: Rgb;
    outer: Rgb;
    rim: number;
  },
): void {
  const start = between(random, 0, Math.PI * 2);
  for (let k = 0; k < look.count; k++) {
    const turn = start + ((k + between(random, -0.22, 0.22)) / look.count) * Math.PI * 2;
    const squeeze = Math.hypot(Math.cos(turn), Math.sin(turn) * tilt);
    const angle = Math.atan2(Math.sin(turn) * tilt, Math.cos(turn)) + angleRadians;
    const light = 1 + 0.14 * Math.sin(turn + angleRadians) + between(random, -0.06, 0.06);
    const tone = (rgb: Rgb): Rgb => [rgb[0] * light, rgb[1] * light, rgb[2] * light];
    canvas.petal({
      x: x + Math.cos(angle) * radius * look.from * squeeze,
      y: y + Math.sin(angle) * radius * look.from * squeeze,
      angleRadians: angle + between(random, -0.08, 0.08),
      length: Math.max(2, radius * look.length * squeeze * between(random, 0.88, 1.06)),
      width: Math.max(1.5, radius * look.width * between(random, 0.85, 1.15)),
      profile: look.profile,
      inner: tone(look.inner),
      outer: tone(look.outer),
      rim: look.rim,
    });
  }
}

/** A speckled disc: the heart of a daisy or a sunflower. */
function heart(
  canvas: Canvas,
  { x, y, radius, tilt }: Pose,
  random: PythonRandom,
  size: number,
  middle: Rgb,
  rim: Rgb,
): void {
  canvas.ellipse(x, y, radius * size, radius * size * tilt, (d) => mix(middle, rim, d * d));
  const dots = Math.round(12 + radius * size * 2);
  for (let k = 0; k < dots; k++) {
    const far = Math.sqrt(k / dots) * radius * size * 0.94;
    const turn = k * 2.39996;
    const light = between(random, 0.75, 1.3);
    const dot = mix(middle, rim, k / dots);
    canvas.ellipse(x + Math.cos(turn) * far, y + Math.sin(turn) * far * tilt, 1.2, 1.2, () => [
      dot[0] * light,
      dot[1] * light,
      dot[2] * light,
    ]);
  }
}

const yellow: Rgb = [0.96, 0.78, 0.12];

const daisy: Painter = (canvas, pose, random) => {
  const blush = between(random, 0, 1);
  const white: Rgb =
    blush < 0.65 ? [0.95, 0.95, 0.93] : blush < 0.85 ? [0.93, 0.76, 0.85] : [0.95, 0.9, 0.6];
  const look = {
    from: 0.2,
    width: 0.2,
    profile: tongue,
    inner: mix(white, [0.7, 0.72, 0.6], 0.4),
    outer: white,
    rim: 0.16,
  };
  ring(canvas, pose, random, { ...look, count: random.randint(12, 20), length: 0.8 });
  ring(canvas, pose, random, { ...look, count: random.randint(9, 15), length: 0.7 });
  heart(canvas, pose, random, between(random, 0.24, 0.34), [0.93, 0.72, 0.1], [0.8, 0.5, 0.05]);
};

const dandelion: Painter = (canvas, pose, random) => {
  const seeds = random.random() < 0.3;
  const gold: Rgb = seeds ? [0.86, 0.86, 0.84] : [0.96, between(random, 0.7, 0.82), 0.08];
  for (let layer = 0; layer < 5; layer++) {
    const size = 1 - layer * 0.17;
    ring(canvas, pose, random, {
      count: 34 - layer * 4,
      from: 0.06,
      length: size * 0.95,
      width: seeds ? 0.05 : 0.1,
      profile: tongue,
      inner: mix(gold, [0.8, 0.45, 0], seeds ? 0.1 : 0.35),
      outer: mix(gold, [1, 0.95, 0.4], layer * 0.08),
      rim: 0.2,
    });
  }
  if (seeds) heart(canvas, pose, random, 0.16, [0.45, 0.36, 0.25], [0.6, 0.55, 0.45]);
};

const roses: Painter = (canvas, pose, random) => {
  const tints: Rgb[] = [
    [0.8, 0.08, 0.14],
    [0.92, 0.5, 0.6],
    [0.94, 0.9, 0.84],
    [0.95, 0.78, 0.3],
    [0.9, 0.42, 0.25],
  ];
  const tint = random.choice(tints);
  for (let layer = 0; layer < 6; layer++) {
    const size = 1 - layer * 0.155;
    ring(canvas, pose, random, {
      count: 7 - Math.floor(layer / 2),
      from: 0.05 * size,
      length: size,
      width: size * 1.05,
      profile: round,
      inner: mix(tint, [0.25, 0, 0.05], 0.45),
      outer: mix(tint, [1, 1, 1], 0.05 + layer * 0.02),
      rim: 0.4,
    });
  }
  const { x, y, radius, tilt } = pose;
  canvas.ellipse(x, y, radius * 0.13, radius * 0.13 * tilt, (d) =>
    mix(mix(tint, [0.1, 0, 0], 0.6), tint, d),
  );
};

const sunflowers: Painter = (canvas, pose, random) => {
  const petal: Rgb = random.random() < 0.8 ? yellow : [0.85, 0.4, 0.1];
  const look = {
    from: 0.38,
    width: 0.22,
    profile: pointed,
    inner: mix(petal, [0.75, 0.35, 0], 0.45),
    outer: petal,
    rim: 0.25,
  };
  ring(canvas, pose, random, { ...look, count: random.randint(15, 22), length: 0.66 });
  ring(canvas, pose, random, { ...look, count: random.randint(14, 20), length: 0.56 });
  heart(canvas, pose, random, between(random, 0.38, 0.54), [0.24, 0.15, 0.06], [0.42, 0.24, 0.06]);
};

const tulips: Painter = (canvas, { x, y, radius, angleRadians }, random) => {
  const tints: Rgb[] = [
    [0.85, 0.12, 0.18],
    [0.95, 0.75, 0.15],
    [0.88, 0.45, 0.65],
    [0.55, 0.2, 0.55],
    [0.94, 0.92, 0.88],
    [0.92, 0.45, 0.12],
  ];
  const tint = random.choice(tints);
  const up = -Math.PI / 2 + Math.max(-0.6, Math.min(0.6, (angleRadians - Math.PI) * 0.2));
  const foot = { x: x - Math.cos(up) * radius * 0.85, y: y - Math.sin(up) * radius * 0.85 };
  const open = between(random, 0.14, 0.42);
  for (const [turn, size, dark] of [
    [-open, 0.98, 0.28],
    [open, 0.98, 0.28],
    [-open * 0.55, 1, 0.14],
    [open * 0.55, 1, 0.14],
    [0, 0.94, 0],
  ] as const) {
    canvas.petal({
      ...foot,
      angleRadians: up + turn + between(random, -0.05, 0.05),
      length: radius * 1.75 * size,
      width: radius * 0.95,
      profile: egg,
      inner: mix(mix(tint, [0.7, 0.75, 0.3], 0.3), [0, 0, 0], dark),
      outer: mix(tint, [0.1, 0, 0.05], dark),
      rim: 0.3,
    });
  }
};

/** The sample classes in Keras's order (by code point), each with its painter. */
export const painters: Readonly<Record<string, Painter>> = {
  daisy,
  dandelion,
  roses,
  sunflowers,
  tulips,
};

/** A leaf or a blade of grass. */
export function leaf(
  canvas: Canvas,
  x: number,
  y: number,
  size: number,
  random: PythonRandom,
): void {
  const green: Rgb = [
    between(random, 0.08, 0.3),
    between(random, 0.32, 0.55),
    between(random, 0.06, 0.22),
  ];
  canvas.petal({
    x,
    y,
    angleRadians: between(random, 0, Math.PI * 2),
    length: size * between(random, 0.8, 1.6),
    width: size * between(random, 0.15, 0.5),
    profile: pointed,
    inner: mix(green, [0, 0, 0], 0.3),
    outer: green,
    rim: 0.3,
  });
}

/** The stalk from a flower head down out of the picture. */
export function stalk(canvas: Canvas, { x, y, radius }: Pose, random: PythonRandom): void {
  canvas.petal({
    x,
    y,
    angleRadians: Math.PI / 2 + between(random, -0.3, 0.3),
    length: canvas.height * 1.4,
    width: Math.max(2.5, radius * 0.13),
    profile: () => 1,
    inner: [0.24, 0.42, 0.14],
    outer: [0.16, 0.32, 0.1],
    rim: 0.35,
  });
}

/**
 * A teacher's address: language and settings behind the page's own, as `#lesson=language:ko,size:64,batch:32,seed:7,plain:6,...`.
 * People can read and change it; what is missing or makes no sense is as the page has it by itself.
 */
import type { Settings } from "../../engine/contract";
import type { Language } from "../../text/language";

export interface Lesson {
  readonly language: Language | null;
  readonly settings: Settings;
}

const start = "#lesson=";

const backends: readonly Settings["backend"][] = ["auto", "webgpu", "webgl", "wasm", "cpu"];

/** The part of an address that begins with `#`. */
export function lessonAddress(language: Language, settings: Settings): string {
  const { imageSize, batchSize, seed, epochs, backend } = settings;
  const fields: readonly (readonly [string, string | number])[] = [
    ["language", language],
    ["size", imageSize],
    ["batch", batchSize],
    ["seed", seed],
    ["plain", epochs.baseline],
    ["augmented", epochs.augmented],
    ["pretrained", epochs["efficientnet-lite0"] ?? "auto"],
    ["backend", backend],
  ];
  return start + fields.map(([name, value]) => `${name}:${value}`).join(",");
}

/**
 * @param hash of an address, with its `#`
 * @param usual what holds where the address says nothing
 * @returns null when it is no lesson's
 */
export function readLesson(hash: string, usual: Settings): Lesson | null {
  if (!hash.startsWith(start)) return null;
  const fields = new Map(
    decoded(hash.slice(start.length))
      .split(",")
      .map((field) => {
        const [name = "", value = ""] = field.split(":");
        return [name.trim(), value.trim()] as const;
      }),
  );
  const whole = (name: string, low: number, high: number): number | null => {
    const given = fields.get(name) ?? "";
    const value = /^\d+$/.test(given) ? Number(given) : NaN;
    return value >= low && value <= high ? value : null;
  };
  const language = fields.get("language");
  return {
    language: language === "en" || language === "ko" ? language : null,
    settings: {
      imageSize: whole("size", 16, 512) ?? usual.imageSize,
      batchSize: whole("batch", 1, 512) ?? usual.batchSize,
      seed: whole("seed", 0, 2 ** 31 - 1) ?? usual.seed,
      epochs: {
        baseline: whole("plain", 1, 1000) ?? usual.epochs.baseline,
        augmented: whole("augmented", 1, 1000) ?? usual.epochs.augmented,
        "efficientnet-lite0": fields.has("pretrained")
          ? whole("pretrained", 1, 1000)
          : usual.epochs["efficientnet-lite0"],
      },
      cache: usual.cache,
      backend: backends.find((name) => name === fields.get("backend")) ?? usual.backend,
    },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign
  }
}

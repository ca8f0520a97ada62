/** What a PNG says of its gamma, by the rules of libpng 1.6 for chunks that contradict each other (png.c). */
import { adler32 } from "./checksums";
import { inflateExactly } from "./inflate-exactly";

/** Gammas are fixed-point numbers times 100,000. sRGB's is 1 / 2.2. */
const srgbGamma = 45_455;
const [leastGamma, mostGamma] = [16, 625_000_000];

/** Whether the gamma is so far from 1 that libpng minds. */
export const isSignificant = (gamma: number): boolean => gamma < 95_000 || gamma > 105_000;

/** The ICC profiles that libpng knows as sRGB: profile ID (MD5), length, rendering intent, Adler-32. */
const srgbProfiles = [
  ["29f83ddeaff255ae7842fae4ca83390d", 3048, 0, 0x0a3fd9f6],
  ["c95bd637e95d8a3b0df38f99c1320389", 3052, 1, 0x4909e5e1],
  ["fc66337837e2886bfd72e9838228f1b8", 60_988, 0, 0xfd2144a1],
  ["34562abf994ccd066d2c5721d0d68c5d", 60_960, 0, 0x209c35d2],
  ["00000000000000000000000000000000", 3024, 1, 0xa054d762],
  ["00000000000000000000000000000000", 3144, 0, 0xf784f3fb],
  ["00000000000000000000000000000000", 3144, 1, 0x0398f3fc],
] as const;
const profileHeaderBytes = 132;
/** Shorter iCCP chunks are passed over: a name of 79 bytes and 11 of a zlib stream, whatever the name's length. */
const leastProfileChunk = 92;
/** Profiles beyond libpng's limit are not read. */
const mostProfileBytes = 8_000_000;

export class ColorSpace {
  gamma: number | undefined;
  /** After a bad chunk the others are ignored. */
  #invalid = false;
  #fromGamma = false;
  #fromSrgb = false;
  #profiled = false;

  /** Takes in one of the chunks gAMA, sRGB and iCCP; others do not matter. */
  read(type: string, body: Uint8Array): void {
    if (type === "gAMA" && body.length === 4) this.#readGamma(body);
    else if (type === "sRGB" && body.length === 1) {
      if (this.#profiled) this.#invalid = true;
      else if (!this.#invalid) this.#setSrgb(body[0] as number);
    } else if (type === "iCCP" && body.length >= leastProfileChunk && !this.#invalid)
      this.#readProfile(body);
  }

  #readGamma(body: Uint8Array): void {
    const gamma = new DataView(body.buffer, body.byteOffset, 4).getInt32(0);
    if (gamma < leastGamma || gamma > mostGamma || this.#fromGamma) this.#invalid = true;
    else if (!this.#invalid && !this.#contradictsSrgb(gamma)) {
      this.gamma = gamma;
      this.#fromGamma = true;
    }
  }

  #contradictsSrgb(gamma: number): boolean {
    if (!this.#fromSrgb || this.gamma === undefined) return false;
    return isSignificant(Math.floor((this.gamma * 100_000) / gamma + 0.5));
  }

  #setSrgb(intent: number): void {
    if (intent > 3) {
      this.#invalid = true;
      return;
    }
    this.gamma = srgbGamma;
    this.#fromSrgb = true;
    this.#profiled = true;
  }

  #readProfile(body: Uint8Array): void {
    const nameEnd = body.indexOf(0);
    if (this.#profiled || nameEnd < 1 || nameEnd > 79 || body[nameEnd + 1] !== 0) {
      this.#invalid = true;
      return;
    }
    try {
      const packed = body.subarray(nameEnd + 2);
      const view = viewOf(inflateExactly(packed, profileHeaderBytes));
      const length = view.getUint32(0);
      if (length < profileHeaderBytes || length > mostProfileBytes) throw new Error("length");
      const profile = inflateExactly(packed, length);
      const intent = viewOf(profile).getUint32(64);
      if (isSrgbProfile(profile, intent)) this.#setSrgb(intent);
    } catch {
      this.#invalid = true;
    }
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

function isSrgbProfile(profile: Uint8Array, intent: number): boolean {
  const id = Array.from(profile.subarray(84, 100), (byte) => byte.toString(16).padStart(2, "0"));
  return srgbProfiles.some(
    ([knownId, length, knownIntent, adler]) =>
      id.join("") === knownId &&
      profile.length === length &&
      intent === knownIntent &&
      adler32(profile) === adler,
  );
}

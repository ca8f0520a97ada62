/** Files as disks and networks leave them. */
import type { PythonRandom } from "@flowers/random";

/** Cut, flipped bits, changed bytes, or bytes put in; most of them in the header. */
export function damage(
  bytes: Uint8Array<ArrayBuffer>,
  random: PythonRandom,
): Uint8Array<ArrayBuffer> {
  const kind = random.randint(0, 5);
  const reach = random.randint(0, 1) === 0 ? Math.min(160, bytes.length) : bytes.length;
  const at = random.randint(0, reach - 1);
  if (kind === 0) return bytes.slice(0, random.randint(1, bytes.length - 1));
  if (kind === 1) return Uint8Array.from([...bytes.slice(0, at), 0, 255, ...bytes.slice(at)]);
  const copy = Uint8Array.from(bytes);
  for (let i = kind < 4 ? 1 : 6; i > 0; i--) {
    const place = random.randint(0, reach - 1);
    copy[place] =
      kind === 2 ? (copy[place] as number) ^ (1 << random.randint(0, 7)) : random.randint(0, 255);
  }
  return copy;
}

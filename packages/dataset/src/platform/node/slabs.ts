/**
 * Blocks of shared memory for pixels. Threads write into them in place, so no pixel is copied or transferred, and the
 * garbage collector neither counts nor moves them. A block that was lent comes back when the collector finds that
 * nobody holds it any more: new memory costs more than decoding into old memory does (the system clears every page).
 */

/** What may be lent beyond what is known to be in use, before the collector is asked to look for unused blocks. */
const LEAST_LEEWAY_BYTES = 64 * 2 ** 20;
/** The same as a part of what is in use: collecting costs the more, the more there is. */
const LEEWAY = 1 / 3;
/** Blocks kept for reuse; more only costs memory. */
const MOST_FREE_BYTES = 256 * 2 ** 20;
/** A block may be this much larger than what is asked for: a cache must not take much more than its pixels. */
const SLACK = 1.05;
/** V8 collects when external memory has grown by 64 MB since the last time; this much is never touched, so costs nothing. */
const NUDGE_BYTES = 80 * 2 ** 20;

/** Lends blocks and takes them back. */
export class Slabs {
  #free: SharedArrayBuffer[] = [];
  #freeBytes = 0;
  #lentBytes = 0;
  #limitBytes = LEAST_LEEWAY_BYTES;
  #collecting = false;
  /** What was lent when the collector was last asked. */
  #askedAtBytes = 0;
  readonly #registry = new FinalizationRegistry<SharedArrayBuffer | null>((slab) => {
    if (slab === null) {
      setImmediate(() => this.#collected()); // when all that was found has come back
      return;
    }
    this.#lentBytes -= slab.byteLength;
    this.release(slab);
  });

  constructor() {
    this.#watch();
  }

  /** Bytes lent and not yet back. */
  get lentBytes(): number {
    return this.#lentBytes;
  }

  /** Bytes kept for reuse. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** Whether the collector was asked to look for unused blocks and has not answered yet. */
  get collecting(): boolean {
    return this.#collecting;
  }

  /** A block of at least `sizeBytes`, holding anything. Goes on to {@link Slabs.lend} or {@link Slabs.release}. */
  take(sizeBytes: number): SharedArrayBuffer {
    return this.takeIfCheap(sizeBytes) ?? new SharedArrayBuffer(sizeBytes);
  }

  /** The same, or undefined when too much is lent. What was lent comes back only between two tasks of this thread. */
  takeIfCheap(sizeBytes: number): SharedArrayBuffer | undefined {
    const fits = ({ byteLength }: SharedArrayBuffer): boolean =>
      byteLength >= sizeBytes && byteLength <= sizeBytes * SLACK;
    const at = this.#free.findIndex(fits);
    if (at >= 0) {
      const [slab] = this.#free.splice(at, 1);
      this.#freeBytes -= slab!.byteLength;
      return slab!;
    }
    if (this.#lentBytes < this.#limitBytes) return new SharedArrayBuffer(sizeBytes);
    this.#collect();
    return undefined;
  }

  /** Hands a block out: it comes back when the returned object and every view of it are gone. */
  lend(slab: SharedArrayBuffer): SharedArrayBuffer {
    const handle = structuredClone(slab); // another object, the same memory
    this.#registry.register(handle, slab);
    this.#lentBytes += slab.byteLength;
    return handle;
  }

  /** Takes a block back that nobody writes to or reads any more. */
  release(slab: SharedArrayBuffer): void {
    if (this.#freeBytes + slab.byteLength > MOST_FREE_BYTES) return;
    this.#free.push(slab);
    this.#freeBytes += slab.byteLength;
  }

  /** Gives the memory kept for reuse back. */
  clear(): void {
    this.#free = [];
    this.#freeBytes = 0;
  }

  /** Lets the collector run; again when, meanwhile, as much more was lent. */
  #collect(): void {
    if (this.#collecting && this.#lentBytes < this.#askedAtBytes + LEAST_LEEWAY_BYTES) return;
    this.#askedAtBytes = this.#lentBytes;
    // Its length is looked at, or bundlers would leave it out.
    this.#collecting = new ArrayBuffer(NUDGE_BYTES).byteLength === NUDGE_BYTES;
  }

  /** The object is garbage at once, and its end tells that the collector has run. */
  #watch(): void {
    this.#registry.register({}, null);
  }

  /** What the collector does not return is in use (a cache, say): the limit grows with it, so that it runs seldom. */
  #collected(): void {
    this.#collecting = false;
    this.#limitBytes = this.#lentBytes + Math.max(LEAST_LEEWAY_BYTES, LEEWAY * this.#lentBytes);
    this.#watch();
  }
}

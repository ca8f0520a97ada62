/**
 * Blocks of shared memory for pixels. Threads write into them in place, so no pixel is copied or transferred, and the
 * garbage collector neither counts nor moves them. A block that was lent comes back when the collector finds that
 * nobody holds it any more: new memory costs more than decoding into old memory does (the system clears every page).
 */

/** What may be lent beyond what is known to be in use, before the collector is asked to look for unused blocks. */
const leastLeewayBytes = 96 * 2 ** 20;
/** The same beside a cache in memory, where the collector's time matters less than room. */
const leewayBesideCacheBytes = 48 * 2 ** 20;
/** The same as a part of what is in use: collecting costs the more, the more there is. */
const leewayPart = 1 / 3;
/** What may be lent on top of that while the collector looks; beyond it, its answer is waited for. */
const whileAskedBytes = 36 * 2 ** 20;
/** An answer takes about 20 ms. When it does not come (a busy main thread), new memory is the lesser evil. */
const longestWaitMs = 50;
/** The collector works in steps, at the latest one for each reminder. */
const remindMs = 2;
/** Blocks kept for reuse; more only costs memory. */
const mostFreeBytes = 256 * 2 ** 20;
/** A block may be this much larger than what is asked for: a cache must not take much more than its pixels. */
const slack = 1.05;
/** V8 collects when external memory has grown by 64 MB since the last time; this much is never touched, so costs nothing. */
const nudgeBytes = 80 * 2 ** 20;

/** Lets the collector begin or continue. The length is looked at, or bundlers would leave the block out. */
const nudge = (): boolean => new ArrayBuffer(nudgeBytes).byteLength === nudgeBytes;

/** A block that is lent. */
interface Loan {
  readonly slab: SharedArrayBuffer;
  /** Somebody said that it stays lent. */
  kept: boolean;
}

/** Lends blocks and takes them back. */
export class Slabs {
  #free: SharedArrayBuffer[] = [];
  #freeBytes = 0;
  #lentBytes = 0;
  #keptBytes = 0;
  /** What of the lent bytes is in use for all that is known. */
  #inUseBytes = 0;
  #collecting = false;
  /** What was lent when the collector was last asked. */
  #askedAtBytes = 0;
  /** What was lent when it last answered. */
  #notReturnedBytes = 0;
  readonly #loans = new WeakMap<ArrayBufferLike, Loan>();
  readonly #registry = new FinalizationRegistry<Loan | null>((loan) => {
    if (loan === null) {
      setImmediate(() => this.#collected()); // when all that was found has come back
      return;
    }
    if (loan.kept) this.#keptBytes -= loan.slab.byteLength;
    else this.#lentBytes -= loan.slab.byteLength;
    this.release(loan.slab);
  });

  constructor() {
    this.#watch();
  }

  /** Bytes lent and not yet back, without those that are kept. */
  get lentBytes(): number {
    return this.#lentBytes;
  }

  /** Bytes kept for reuse. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /**
   * A block of at least `sizeBytes`, holding anything. Goes on to {@link Slabs.lend} or {@link Slabs.release}. Waits
   * a moment for lent blocks to come back when there are many.
   */
  async take(sizeBytes: number): Promise<SharedArrayBuffer> {
    if (this.#collecting) await new Promise(setImmediate); // an occasion for them to come back
    const block = this.takeIfCheap(sizeBytes);
    if (block) return block;
    await this.#answer();
    return this.takeIfCheap(sizeBytes) ?? new SharedArrayBuffer(sizeBytes);
  }

  /** The same at once, or undefined when too much is lent: blocks come back only between two tasks of this thread. */
  takeIfCheap(sizeBytes: number): SharedArrayBuffer | undefined {
    const beyondBytes = this.#lentBytes - this.#inUseBytes - this.#leewayBytes();
    if (beyondBytes >= 0) this.#collect();
    const fits = ({ byteLength }: SharedArrayBuffer): boolean =>
      byteLength >= sizeBytes && byteLength <= sizeBytes * slack;
    const slab = this.#free.find(fits);
    if (slab) {
      this.#free.splice(this.#free.indexOf(slab), 1);
      this.#freeBytes -= slab.byteLength;
      return slab;
    }
    return beyondBytes < whileAskedBytes ? new SharedArrayBuffer(sizeBytes) : undefined;
  }

  /** Hands a block out: it comes back when the returned object and every view of it are gone. */
  lend(slab: SharedArrayBuffer): SharedArrayBuffer {
    const handle = structuredClone(slab); // another object, the same memory
    const loan: Loan = { slab, kept: false };
    this.#loans.set(handle, loan);
    this.#registry.register(handle, loan);
    this.#lentBytes += slab.byteLength;
    return handle;
  }

  /** Tells that a block from {@link Slabs.lend} stays lent for long, so that the collector is not asked for it. */
  keep(handle: ArrayBufferLike): void {
    const loan = this.#loans.get(handle);
    if (!loan || loan.kept) return;
    loan.kept = true;
    this.#keptBytes += loan.slab.byteLength;
    this.#lentBytes -= loan.slab.byteLength;
  }

  /** Takes a block back that nobody writes to or reads any more. */
  release(slab: SharedArrayBuffer): void {
    if (this.#freeBytes + slab.byteLength > mostFreeBytes) return;
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
    if (this.#collecting && this.#lentBytes < this.#askedAtBytes + this.#leewayBytes()) return;
    this.#askedAtBytes = this.#lentBytes;
    this.#collecting = nudge();
  }

  #leewayBytes(): number {
    const least = this.#keptBytes > 0 ? leewayBesideCacheBytes : leastLeewayBytes;
    return Math.max(least, leewayPart * this.#inUseBytes);
  }

  /** Until the collector has answered; for a moment at most. */
  async #answer(): Promise<void> {
    const until = performance.now() + longestWaitMs;
    while (this.#collecting && performance.now() < until) {
      nudge();
      await new Promise((resolve) => setTimeout(resolve, remindMs));
    }
  }

  /** The object is garbage at once, and its end tells that the collector has run. */
  #watch(): void {
    this.#registry.register({}, null);
  }

  /**
   * What the collector does not return is in use (tensors, say): what may be lent grows with it, so that it runs seldom.
   * It overlooks what was given up while it ran, so only what two runs did not return counts.
   */
  #collected(): void {
    this.#collecting = false;
    this.#inUseBytes = Math.min(this.#lentBytes, this.#notReturnedBytes);
    this.#notReturnedBytes = this.#lentBytes;
    this.#watch();
  }
}

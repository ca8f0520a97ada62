/**
 * A bound on what HDF5's library takes while it reads: it believes every length that a file claims, and a damaged one of 20 kB made it
 * ask for two gigabytes, which WebAssembly's memory never gives back. Growth that is refused is to the library a full memory; it says so
 * and frees what it had.
 */

/** What HDF5 may need for its own structures, besides what it reads: 64 MiB. */
const ownBytes = 64 * 1024 ** 2;
const pageBytes = 65_536;

/** How much HDF5's memory may still grow. */
export class MemoryBudget {
  #left: number;

  /** @param fileBytes the size of the file that is read: its structures are no larger */
  constructor(fileBytes: number) {
    this.#left = ownBytes + fileBytes;
  }

  /** Lets it take as much more, for a variable that was found to fit its file. */
  allow(bytes: number): void {
    this.#left += bytes;
  }

  /**
   * Runs `work`, in which nothing else may make WebAssembly's memory grow. The library has its memory to itself, so that growth is
   * refused where all memories grow; `work` is synchronous, so that none but the library's can.
   */
  guard<T>(work: () => T): T {
    const memory = WebAssembly.Memory.prototype;
    const grow = Object.getOwnPropertyDescriptor(memory, "grow");
    if (!grow) return work();
    const stock = grow.value as WebAssembly.Memory["grow"];
    const bounded = (given: WebAssembly.Memory, pages: number): number => {
      const bytes = pages * pageBytes;
      if (bytes > this.#left) throw new RangeError("more memory than a file of its size needs");
      this.#left -= bytes;
      return stock.call(given, pages);
    };
    Object.defineProperty(memory, "grow", {
      ...grow,
      value(this: WebAssembly.Memory, pages: number) {
        return bounded(this, pages);
      },
    });
    try {
      return work();
    } finally {
      Object.defineProperty(memory, "grow", grow);
    }
  }
}

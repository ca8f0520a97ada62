/** What an import has come to so far, told a few times per second. */
import type { ImportProgress, Thumbnail, UnreadableFile } from "../contract";

/** Small pictures shown of each class while importing. */
const thumbnailsPerClass = 12;

/** Between two reports. */
const reportEveryMs = 150;

export class ImportTally {
  readonly unreadable: UnreadableFile[] = [];
  readonly #counts: Record<string, number> = {};
  readonly #tell: (progress: ImportProgress) => void;
  readonly #total: number | null;
  #thumbnails: Thumbnail[] = [];
  #bytes: ImportProgress["bytes"];
  #done = 0;
  #toldAt = -Infinity;

  /** @param total of the pictures; null while it is unknown */
  constructor(total: number | null, tell: (progress: ImportProgress) => void) {
    this.#total = total;
    this.#tell = tell;
  }

  /** Pictures for each class. */
  get counts(): Readonly<Record<string, number>> {
    return this.#counts;
  }

  /** A picture was read. Takes over its small copy. */
  count(className: string, small: ImageBitmap): void {
    const inClass = (this.#counts[className] ?? 0) + 1;
    this.#counts[className] = inClass;
    if (inClass <= thumbnailsPerClass) this.#thumbnails.push({ className, bitmap: small });
    else small.close();
  }

  /** A file was not read. */
  refuse(file: UnreadableFile): void {
    this.unreadable.push(file);
  }

  /** A file is done with. */
  end(): void {
    this.#done += 1;
    this.report();
  }

  /** Of an address, bytes have come. */
  receive(bytes: NonNullable<ImportProgress["bytes"]>): void {
    this.#bytes = bytes;
    this.report();
  }

  /** Tells how it stands, unless that was told a moment ago. */
  report({ always = false } = {}): void {
    if (!always && performance.now() - this.#toldAt < reportEveryMs) return;
    this.#toldAt = performance.now();
    this.#tell({
      counts: { ...this.#counts },
      done: this.#done,
      total: this.#total,
      bytes: this.#bytes,
      thumbnails: this.#thumbnails,
      unreadable: [...this.unreadable],
    });
    this.#thumbnails = [];
  }

  /** Lets go of the small pictures that nobody was told of. */
  drop(): void {
    for (const { bitmap } of this.#thumbnails) bitmap.close();
    this.#thumbnails = [];
  }
}

/** How fast a run is and how long it will still take. */

export interface Pace {
  readonly imagesPerSecond: number;
  /** To the end of the run; null before anything is known. */
  readonly secondsLeft: number | null;
}

/** Follows one run. Times are in milliseconds, of any clock that only goes forward. */
export class PaceMeter {
  #epochStart = 0;
  #images = 0;
  /** Of images in the epoch under way, as far as this meter has seen it. */
  #trained = 0;
  #batches = 0;
  #pausedFor = 0;
  /** Seconds of validation, of the last epoch that had one. */
  #validation = 0;
  #validationStart = 0;
  readonly #speeds: number[] = [];

  constructor(
    private readonly stepsPerEpoch: number,
    private readonly epochs: number,
  ) {}

  beginEpoch(now: number): void {
    this.#epochStart = now;
    this.#images = this.#batches = this.#pausedFor = this.#trained = 0;
  }

  /** Time in which nothing was done. */
  rest(milliseconds: number): void {
    this.#pausedFor += milliseconds;
  }

  /** @param batch counted from 0 within the epoch */
  endBatch(now: number, epoch: number, batch: number, images: number): Pace {
    this.#images += images;
    this.#batches += 1;
    const seconds = Math.max(1e-6, (now - this.#epochStart - this.#pausedFor) / 1000);
    const left = (this.epochs - epoch) * this.stepsPerEpoch - (batch + 1);
    return {
      imagesPerSecond: this.#images / seconds,
      secondsLeft:
        (seconds / this.#batches) * Math.max(0, left) + (this.epochs - epoch) * this.#validation,
    };
  }

  beginValidation(now: number): void {
    this.#validationStart = now;
    const seconds = (now - this.#epochStart - this.#pausedFor) / 1000;
    this.#trained = seconds;
    if (seconds > 0) this.#speeds.push(this.#images / seconds);
  }

  endValidation(now: number): void {
    this.#validation = (now - this.#validationStart) / 1000;
  }

  /**
   * Seconds of the epoch that has ended, with its validation. Where a run was continued within the epoch, what came before
   * counts as if it had gone at the same pace.
   *
   * @param images of a whole epoch
   */
  epochSeconds(images: number): number {
    const scale = this.#images > 0 ? Math.max(1, images / this.#images) : 1;
    return this.#trained * scale + this.#validation;
  }

  /** Images per second in training: the mean over the epochs after the first, which decodes and warms up; null before any. */
  meanSpeed(): number | null {
    const speeds = this.#speeds.length > 1 ? this.#speeds.slice(1) : this.#speeds;
    return speeds.length === 0
      ? null
      : speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
  }
}

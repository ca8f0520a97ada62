/** Lets a run be held and ended from outside, between two batches. */
export class Gate {
  #held: Promise<void> | null = null;
  #open: (() => void) | null = null;
  #stopped = false;
  #mustSave = false;

  get stopped(): boolean {
    return this.#stopped;
  }

  get isHeld(): boolean {
    return this.#held !== null;
  }

  hold(): void {
    this.#held ??= new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open?.();
    this.#held = this.#open = null;
  }

  /** A checkpoint is wanted. */
  askToSave(): void {
    this.#mustSave = true;
  }

  /** Whether one is wanted since this was asked last. */
  takeSave(): boolean {
    const wanted = this.#mustSave;
    this.#mustSave = false;
    return wanted;
  }

  stop(): void {
    this.#stopped = true;
    this.open();
  }

  /** Resolves at once, or when a held gate opens. */
  pass(): Promise<void> {
    return this.#held ?? Promise.resolve();
  }
}

/** Names of pictures and of their forms that wait for their features: given one by one, taken by the batch. */
import { pictureOf } from "./feature-file";

export class WaitingNames {
  /** By form, in the order in which they came. */
  readonly #queues = new Map<number, string[]>();

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  add(names: readonly string[]): void {
    for (const name of names) {
      const { form } = pictureOf(name);
      const queue = this.#queues.get(form);
      if (queue) queue.push(name);
      else this.#queues.set(form, [name]);
    }
  }

  /** Those that came first, all of one form: pictures as they are before any other form of them. At most so many. */
  take(most: number): string[] {
    const form = Math.min(...this.#queues.keys());
    const queue = this.#queues.get(form) ?? [];
    const taken = queue.splice(0, most);
    if (queue.length === 0) this.#queues.delete(form);
    return taken;
  }

  clear(): void {
    this.#queues.clear();
  }
}

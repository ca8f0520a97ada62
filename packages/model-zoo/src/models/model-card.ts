/** What to know about a model before using it. */
export interface ModelCard {
  readonly name: string;
  readonly summary: string;
  /** What goes in, such as `float32 [batch, height, width, 3], 0..255`. */
  readonly input: string;
  readonly output: string;
  /** Weights of the default form. */
  readonly parameters: number;
  /** Training data that the curves below are of. */
  readonly data: string;
  /** What training gives, in words and numbers. */
  readonly expected: string;
  readonly limits: readonly string[];
  readonly source: string;
}

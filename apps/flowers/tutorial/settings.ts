/** What the tutorial fixes for both of its models. */

/** The share of the pictures that is held back. */
export const validationSplit = 0.2;

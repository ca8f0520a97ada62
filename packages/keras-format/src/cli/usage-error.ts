/** A mistake of the user's own, in one sentence. */
export class UsageError extends Error {}

/** The class that the visitor is at: touched last, or before the camera. */
import { signal } from "@preact/signals";

/** The class that was touched last: pasted pictures go there. */
export const touchedClass = signal<string | null>(null);

/** The class that the camera is open for, or null. */
export const filmedClass = signal<string | null>(null);

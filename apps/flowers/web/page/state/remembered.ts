/** Small choices kept in the browser's local storage, where it lets us. */

/** What was kept under the name, or null. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`flowers.${name}`);
  } catch {
    return null; // storage is switched off: every visit is the first
  }
}

/** Forgets every choice; those of this visit hold until it ends. */
export function forgetRemembered(): void {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith("flowers.")) localStorage.removeItem(name);
  } catch {
    // storage is switched off: there is nothing to forget
  }
}

/** Keeps a choice; null forgets it. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`flowers.${name}`);
    else localStorage.setItem(`flowers.${name}`, value);
  } catch {
    // storage is switched off or full: the choice holds for this visit
  }
}

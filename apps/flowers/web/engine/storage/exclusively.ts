/** Work that only one tab does at a time. */

/** Waits for the lock of that name, which all tabs of the page share, and does the work under it. */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  return await navigator.locks.request(name, work);
}

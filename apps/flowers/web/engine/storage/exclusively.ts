/** Work that only one tab does at a time. */

/**
 * Waits for the lock of that name, which all tabs of the page share, and does the work under it. A `signal` that is aborted ends
 * the waiting; the promise rejects.
 */
export async function exclusively<T>(
  name: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  return await navigator.locks.request(name, signal ? { signal } : {}, work);
}

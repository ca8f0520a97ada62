/** Files of new pictures are written before the set knows of them; meanwhile nobody may sweep the set's folder. */
import { sweepPictures } from "../storage/picture-store";

const addingLock = "flowers-adding";

/** Does work that writes files of new pictures. */
export async function whileAdding<T>(work: () => Promise<T>): Promise<T> {
  return await navigator.locks.request(addingLock, { mode: "shared" }, work);
}

/** Removes files that no class and no edit needs any more, if no tab adds pictures just now. */
export async function sweepUnlessAdding(): Promise<void> {
  await navigator.locks.request(
    addingLock,
    { ifAvailable: true },
    (lock) => lock && sweepPictures(),
  );
}

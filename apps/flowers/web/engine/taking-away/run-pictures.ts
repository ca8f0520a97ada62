/** The pictures of a run file: the set as it lies, its edits and what the pretrained network saw in it with it. */
import { strFromU8, strToU8, type Unzipped, type Zippable } from "fflate";
import { draftPictures } from "../storage/picture-draft";
import { type Card, folderOf, storedCard } from "../storage/picture-store";
import { readFile, walkFolder, writeInto } from "../storage/private-files";
import { stopSeeing } from "../transfer/seeing";

const cardName = "pictures.json";
const folderName = "pictures/";

/** The entries of the set at hand; none where there is none. */
export async function pictureEntries(): Promise<Zippable> {
  const card = await storedCard();
  if (!card) return {};
  const entries: Zippable = { [cardName]: strToU8(JSON.stringify(card)) };
  const folder = folderOf(card.id);
  for (const path of await walkFolder(folder)) {
    const file = await readFile(`${folder}/${path}`);
    // Pictures are compressed already.
    if (file) entries[folderName + path] = [new Uint8Array(await file.arrayBuffer()), { level: 0 }];
  }
  return entries;
}

/** Whether the file brings pictures other than those at hand. */
export async function bringsPictures(entries: Unzipped): Promise<boolean> {
  const card = cardIn(entries);
  return card !== null && card.id !== (await storedCard())?.id;
}

/**
 * Puts the file's pictures in place of those at hand, if it has any.
 *
 * @returns whether the pictures at hand are now those of the file
 * @throws Error when there is no room for them; those at hand are as they were then
 */
export async function takeRunPictures(entries: Unzipped): Promise<boolean> {
  const card = cardIn(entries);
  if (!card) return false;
  if (!(await bringsPictures(entries))) return true;
  const { id, ...set } = card;
  await stopSeeing(); // of the set that goes
  const draft = await draftPictures(id);
  try {
    for (const [name, bytes] of Object.entries(entries)) {
      if (!name.startsWith(folderName) || name.endsWith("/")) continue;
      const path = name.slice(folderName.length);
      await writeInto(draft.folder, path, bytes as Uint8Array<ArrayBuffer>);
    }
  } catch (error) {
    await draft.drop().catch(() => undefined); // the first error says more
    throw error;
  }
  await draft.keep(set);
  return true;
}

/** What the file says of its pictures; null where it has none, or says nothing that can be used. */
function cardIn(entries: Unzipped): Card | null {
  const bytes = entries[cardName];
  if (!bytes) return null;
  try {
    const card = JSON.parse(strFromU8(bytes)) as Partial<Card> | null;
    const isCard =
      /^[\w-]{1,64}$/.test(card?.id ?? "") &&
      Array.isArray(card?.classNames) &&
      Array.isArray(card.counts) &&
      Array.isArray(card.unreadable);
    return isCard ? (card as Card) : null;
  } catch {
    return null;
  }
}

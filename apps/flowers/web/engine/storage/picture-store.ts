/**
 * The pictures at hand: one set at a time. Their files lie in a folder of the private file system, by id, and stay what they
 * are; which class each belongs to is the folder it was imported into, until the first edit. From then on the card says it.
 */
import { crc32c } from "@flowers/files";
import type { PictureId, PictureSet } from "../contract";
import {
  applied,
  type Catalogue,
  contentText,
  countedClasses,
  type Edit,
  emptyCatalogue,
  inverse,
  together,
} from "../pictures/catalogue";
import { exclusively } from "./exclusively";
import { folderAt, readJson, remove, walkFolder, writeInto, writeJson } from "./private-files";

/** A set and where it lies. */
export interface StoredPictures extends PictureSet {
  /** Tells this import from any other. */
  readonly id: string;
}

/** What is stored of a set. */
export interface Card extends Pick<
  PictureSet,
  "name" | "painted" | "classNames" | "counts" | "unreadable"
> {
  readonly id: string;
  /** Absent where nothing was edited yet: then the folders say which class a picture belongs to. */
  readonly edited?: Edited;
}

interface Edited {
  readonly classes: readonly string[];
  readonly places: readonly (readonly [id: PictureId, className: string, name: string])[];
  /** Oldest first. */
  readonly past: readonly Edit[];
  /** What was undone; the last of them first to be done again. */
  readonly future: readonly Edit[];
  /** Checksum of what was imported. */
  readonly imported: number;
}

const cardName = "pictures.json";
export const folderStart = "pictures-";
/** A set's folder, in the app's private folder. */
export const folderOf = (id: string): string => folderStart + id;

/** Of pictures that came one by one, in the set's folder. Keras's loader takes no hidden folder for a class. */
const addedFolder = ".added";
/** An id for a picture that comes by itself. */
export const newId = (extension: string): PictureId =>
  `${addedFolder}/${crypto.randomUUID()}.${extension}`;

/** Edits that can be undone. */
const mostEdits = 50;

/** Held by whoever changes the set, in whatever tab. */
const editLock = "flowers-pictures";

export const storedCard = (): Promise<Card | null> => readJson<Card>(cardName);

/** Puts a set in place of the one at hand. */
export function storeCard(card: Card): Promise<void> {
  return exclusively(editLock, () => writeJson(cardName, card));
}

export async function storedPictures(): Promise<StoredPictures | null> {
  const card = await storedCard();
  return card && asSet(card);
}

export const noPictures = (): Error =>
  new Error("There are no pictures yet: choose some in step 1.");

/** The set of a card. */
export function asSet({ edited, ...card }: Card): StoredPictures {
  if (!edited) return { ...card, content: card.id, canUndo: false, canRedo: false };
  const sum = checksum(catalogueIn(edited));
  return {
    ...card,
    painted: card.painted && !edited.places.some(([id]) => id.startsWith(`${addedFolder}/`)),
    content: sum === edited.imported ? card.id : `${card.id} ${sum.toString(16)}`,
    canUndo: edited.past.length > 0,
    canRedo: edited.future.length > 0,
  };
}

const checksum = (catalogue: Catalogue): number =>
  crc32c(new TextEncoder().encode(contentText(catalogue)));

const catalogueIn = ({ classes, places }: Pick<Edited, "classes" | "places">): Catalogue => ({
  classes: new Set(classes),
  places: new Map(places.map(([id, className, name]) => [id, { className, name }])),
});

/** Files that the loader takes. */
const loadable = /\.(bmp|gif|jpe?g|png)$/i;

/** What was imported, by its folders; a hidden one is no class, as in Keras. */
async function importedCatalogue({ id, classNames }: Card): Promise<Catalogue> {
  const files = await walkFolder(folderOf(id));
  const places = files.flatMap((path) => {
    const slash = path.indexOf("/");
    if (slash < 1 || path.startsWith(".") || !loadable.test(path)) return [];
    return [[path, { className: path.slice(0, slash), name: path.slice(slash + 1) }] as const];
  });
  return { classes: new Set(classNames), places: new Map(places) };
}

/** Where the pictures of a card stand. */
export async function catalogueOf(card: Card): Promise<Catalogue> {
  return card.edited ? catalogueIn(card.edited) : importedCatalogue(card);
}

/** The set at hand and where its pictures stand. @throws Error when there are no pictures */
export async function storedCatalogue(): Promise<readonly [StoredPictures, Catalogue]> {
  const card = await storedCard();
  if (!card) throw noPictures();
  return [asSet(card), await catalogueOf(card)];
}

/**
 * Edits the set at hand. Edits of all tabs come one after the other.
 *
 * @param makeEdit from what is there now; may write files for new pictures
 * @throws Error when there are no pictures and `begins` is not set
 */
export function editPictures(
  makeEdit: (catalogue: Catalogue, folder: string) => Edit | Promise<Edit>,
  { begins = false } = {},
): Promise<StoredPictures> {
  return exclusively(editLock, async () => {
    const card = (await storedCard()) ?? (begins ? freshCard() : null);
    if (!card) throw noPictures();
    const before = await catalogueOf(card);
    const edit = await makeEdit(before, folderOf(card.id));
    if (edit.classes.length + edit.places.length === 0) return asSet(card);
    const past = card.edited?.past ?? [];
    const last = past.at(-1);
    const grown =
      last && edit.burst !== undefined && last.burst === edit.burst
        ? [...past.slice(0, -1), together(last, edit)]
        : [...past, edit];
    return store(card, before, applied(before, edit), grown.slice(-mostEdits), []);
  });
}

export const undoEdit = (): Promise<StoredPictures> =>
  exclusively(editLock, async () => {
    const card = await storedCard();
    if (!card) throw noPictures();
    const { past = [], future = [] } = card.edited ?? {};
    const edit = past.at(-1);
    if (!edit) return asSet(card);
    const before = await catalogueOf(card);
    const after = applied(before, inverse(edit));
    return store(card, before, after, past.slice(0, -1), [...future, edit]);
  });

export const redoEdit = (): Promise<StoredPictures> =>
  exclusively(editLock, async () => {
    const card = await storedCard();
    if (!card) throw noPictures();
    const { past = [], future = [] } = card.edited ?? {};
    const edit = future.at(-1);
    if (!edit) return asSet(card);
    const before = await catalogueOf(card);
    return store(card, before, applied(before, edit), [...past, edit], future.slice(0, -1));
  });

/** A set that begins empty. */
const freshCard = (): Card => ({
  id: crypto.randomUUID(),
  name: "",
  painted: false,
  classNames: [],
  counts: [],
  unreadable: [],
});

async function store(
  { edited, ...card }: Card,
  before: Catalogue,
  after: Catalogue,
  past: readonly Edit[],
  future: readonly Edit[],
): Promise<StoredPictures> {
  const next: Card = {
    ...card,
    ...countedClasses(after),
    edited: {
      classes: [...after.classes],
      places: [...after.places].map(([id, { className, name }]) => [id, className, name]),
      past,
      future,
      imported: edited?.imported ?? checksum(card.classNames.length > 0 ? before : emptyCatalogue),
    },
  };
  await writeJson(cardName, next);
  return asSet(next);
}

/** Removes files that no class and no edit needs any more. Nobody else may be reading the set. */
export function sweepPictures(): Promise<void> {
  return exclusively(editLock, async () => {
    const card = await storedCard();
    if (!card?.edited) return;
    const { places, past, future } = card.edited;
    const needed = new Set([
      ...places.map(([id]) => id),
      ...[...past, ...future].flatMap((edit) => edit.places.map(({ id }) => id)),
    ]);
    const folder = folderOf(card.id);
    for (const path of await walkFolder(folder))
      if (path.includes("/") && !needed.has(path)) await remove(`${folder}/${path}`);
  });
}

/** Whether a content is one that the set has, or had before it was edited: its pictures can still be opened. */
export function isOfSet(content: string | null, { id }: StoredPictures): boolean {
  return content?.split(" ")[0] === id;
}

/**
 * Writes a picture that no set knows of yet.
 *
 * @param folder of the set, in the app's private folder
 */
export async function writePicture(folder: string, id: PictureId, content: Blob): Promise<void> {
  const home = await folderAt(folder, { create: true });
  if (home) await writeInto(home, id, content);
}

/**
 * A picture of a set.
 *
 * @param folder of the set, in the app's private folder
 */
export async function pictureFile(folder: string, id: PictureId): Promise<File> {
  const names = id.split("/");
  const parent = await folderAt([folder, ...names.slice(0, -1)].join("/"));
  if (!parent) throw new Error(`There is no picture "${id}".`);
  return (await parent.getFileHandle(names.at(-1) ?? "")).getFile();
}

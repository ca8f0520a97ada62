/**
 * Which class each picture of a set belongs to, and edits of that: pure values. A picture keeps its file and its id for
 * good; an edit changes only its place, so that every edit can be undone and features stay known.
 */
import type { PictureId } from "../contract";
import { byCodePoint } from "./by-code-point";

/** Where a picture stands: its class, and its name there, which no other picture of the class has. */
export interface Place {
  readonly className: string;
  readonly name: string;
}

/** A set's classes, with or without pictures, and its pictures' places. */
export interface Catalogue {
  readonly classes: ReadonlySet<string>;
  readonly places: ReadonlyMap<PictureId, Place>;
}

/** What an edit changes, as it was and as it is then; null and false: not in the set. */
export interface Edit {
  readonly classes: readonly { readonly name: string; readonly is: boolean }[];
  readonly places: readonly {
    readonly id: PictureId;
    readonly before: Place | null;
    readonly after: Place | null;
  }[];
  /** Edits of one burst are undone together. */
  readonly burst?: string;
}

export const emptyCatalogue: Catalogue = { classes: new Set(), places: new Map() };

/** The catalogue after an edit. */
export function applied({ classes, places }: Catalogue, edit: Edit): Catalogue {
  const [newClasses, newPlaces] = [new Set(classes), new Map(places)];
  for (const { name, is } of edit.classes)
    if (is) newClasses.add(name);
    else newClasses.delete(name);
  for (const { id, after } of edit.places)
    if (after) newPlaces.set(id, after);
    else newPlaces.delete(id);
  return { classes: newClasses, places: newPlaces };
}

/** The edit that takes another back. */
export function inverse({ classes, places, ...rest }: Edit): Edit {
  return {
    ...rest,
    classes: classes.map(({ name, is }) => ({ name, is: !is })),
    places: places.map(({ id, before, after }) => ({ id, before: after, after: before })),
  };
}

/** One edit that does what two do, one after the other. */
export function together(first: Edit, second: Edit): Edit {
  const places = new Map(first.places.map((change) => [change.id, change]));
  for (const { id, before, after } of second.places)
    places.set(id, {
      id,
      before: places.has(id) ? (places.get(id)?.before ?? null) : before,
      after,
    });
  const classes = new Map(first.classes.map((change) => [change.name, change]));
  // A class that comes and goes is as it was.
  for (const change of second.classes)
    if (!classes.delete(change.name)) classes.set(change.name, change);
  return { ...first, classes: [...classes.values()], places: [...places.values()] };
}

/** @throws Error when the class is there already, or its name could not be a folder's */
export function newClass({ classes }: Catalogue, className: string): Edit {
  const name = goodClassName(className);
  if (classes.has(name)) throw new Error(`There is a class "${name}" already: take another name.`);
  return { classes: [{ name, is: true }], places: [] };
}

/** @throws Error when there is no class `from`, or {@link newClass} of `to` would */
export function renameClass(catalogue: Catalogue, from: string, to: string): Edit {
  knownClass(catalogue, from);
  const { classes } = newClass(catalogue, to);
  const className = classes[0]?.name ?? to;
  return {
    classes: [{ name: from, is: false }, ...classes],
    places: inClass(catalogue, from).map(([id, before]) => ({
      id,
      before,
      after: { ...before, className },
    })),
  };
}

/** @throws Error when there is no such class */
export function deleteClass(catalogue: Catalogue, className: string): Edit {
  knownClass(catalogue, className);
  return {
    classes: [{ name: className, is: false }],
    places: inClass(catalogue, className).map(([id, before]) => ({ id, before, after: null })),
  };
}

/** New pictures; classes that are not there yet come with them. Names that a class has already get a number. */
export function addPictures(
  catalogue: Catalogue,
  pictures: readonly { readonly id: PictureId; readonly place: Place }[],
): Edit {
  const missing = new Set(pictures.map(({ place }) => place.className));
  const free = freeNames(catalogue);
  return {
    classes: [...missing]
      .filter((name) => !catalogue.classes.has(name))
      .map((name) => ({ name, is: true })),
    places: pictures.map(({ id, place }) => ({ id, before: null, after: free(place) })),
  };
}

/** Pictures that are not there any more, or are there already, are passed over. @throws Error when there is no such class */
export function movePictures(
  catalogue: Catalogue,
  ids: readonly PictureId[],
  className: string,
): Edit {
  knownClass(catalogue, className);
  const free = freeNames(catalogue);
  return {
    classes: [],
    places: present(catalogue, ids).flatMap(([id, before]) =>
      before.className === className ? [] : [{ id, before, after: free({ ...before, className }) }],
    ),
  };
}

/** Pictures that are not there any more are passed over. */
export function removePictures(catalogue: Catalogue, ids: readonly PictureId[]): Edit {
  return {
    classes: [],
    places: present(catalogue, ids).map(([id, before]) => ({ id, before, after: null })),
  };
}

/** The pictures of a class, in the order of their names. */
export function inClass({ places }: Catalogue, className: string): [PictureId, Place][] {
  return [...places]
    .filter(([, place]) => place.className === className)
    .sort(([, a], [, b]) => byCodePoint(a.name, b.name));
}

/** The classes in Keras's order, with the number of pictures of each. */
export function countedClasses({ classes, places }: Catalogue): {
  readonly classNames: readonly string[];
  readonly counts: readonly number[];
} {
  const counts = new Map<string, number>();
  for (const { className } of places.values())
    counts.set(className, (counts.get(className) ?? 0) + 1);
  const classNames = [...classes].sort(byCodePoint);
  return { classNames, counts: classNames.map((name) => counts.get(name) ?? 0) };
}

/** What decides a training: each picture and its place, as text. */
export function contentText({ places }: Catalogue): string {
  return [...places]
    .map(([id, { className, name }]) => `${className}/${name}\0${id}`)
    .sort() // any order will do that is always the same
    .join("\n");
}

/** @throws Error when there is no such class */
export function knownClass({ classes }: Catalogue, className: string): void {
  if (!classes.has(className)) throw new Error(`There is no class "${className}" any more.`);
}

function present({ places }: Catalogue, ids: readonly PictureId[]): [PictureId, Place][] {
  return [...new Set(ids)].flatMap((id) => {
    const place = places.get(id);
    return place ? [[id, place] satisfies [PictureId, Place]] : [];
  });
}

/** Finds for one place after the other a name that nobody has there: `1.jpg`, else `1-2.jpg`, `1-3.jpg`... */
function freeNames({ places }: Catalogue): (place: Place) => Place {
  const key = ({ className, name }: Place): string => `${className}/${name.toLowerCase()}`;
  const taken = new Set([...places.values()].map(key));
  return (wanted) => {
    let place = wanted;
    const dot = wanted.name.lastIndexOf(".");
    const at = dot > 0 ? dot : wanted.name.length;
    for (let turn = 2; taken.has(key(place)); turn++) {
      const name = `${wanted.name.slice(0, at)}-${turn}${wanted.name.slice(at)}`;
      place = { className: wanted.className, name };
    }
    taken.add(key(place));
    return place;
  };
}

const longestClassName = 60;

/** The name as a folder's: composed as Unicode's NFC, without spaces around it. */
function goodClassName(given: string): string {
  const name = given.normalize("NFC").trim();
  if (name === "") throw new Error("A class needs a name.");
  if ([...name].length > longestClassName)
    throw new Error(`The name of a class has at most ${longestClassName} characters.`);
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  if (/[/\\\u0000-\u001f]/.test(name) || name.startsWith(".") || name === "__MACOSX")
    throw new Error(
      `"${name}" cannot be the name of a class: leave out slashes and a dot in front.`,
    );
  return name;
}

/** Classes of the visitor's own: their words in English. */
export const ownEn = {
  setName: "Your own pictures",
  start: "Make your own classes",
  startHint: "Name two or more things, and show each of them to the camera.",
  newClass: "Name of a new class",
  newClassExample: "such as “cup”",
  addClass: "Add class",
  firstClass: "Name the first class: whatever the network is to recognize.",
  secondClass: "Now a second one, which it is to tell from the first.",
  rename: (name: string): string => `Rename ${name}`,
  renameTo: (name: string): string => `New name of ${name}`,
  remove: (name: string): string => `Delete ${name} and its pictures`,
  noPictures: "No pictures yet: take some with the camera, or drop them here.",
  pictures: (count: string): string => (count === "1" ? "1 picture" : `${count} pictures`),
  strip: (name: string): string => `Pictures of ${name}`,
  pick: (name: string, at: string): string => `${name}, picture ${at}`,
  more: (count: string): string => `Show ${count} more`,
  addPhotos: "Add photos",
  addPhotosTo: (name: string): string => `Add photos to ${name}`,
  film: "Camera",
  filmFor: (name: string): string => `Camera for ${name}`,
  hold: "Hold to take pictures",
  holdHint:
    "Five a second, for as long as you hold it; the space bar works too. Move the thing, or the camera, meanwhile: pictures that differ teach more.",
  filming: (name: string): string => `The camera's view, for ${name}`,
  closeCamera: "Close the camera",
  otherCamera: "Other camera",
  added: (count: string, name: string): string =>
    count === "1"
      ? `One picture was added to ${name}.`
      : `${count} pictures were added to ${name}.`,
  selected: (count: string): string =>
    count === "1" ? "1 picture selected" : `${count} pictures selected`,
  moveTo: "Move to…",
  moveTogether: "Move the selected pictures to another class",
  move: "Move",
  takeOut: "Take out",
  clear: "Clear selection",
  undo: "Undo",
  redo: "Redo",
  undone: "Undone.",
  redone: "Done again.",
  dropPictures: (name: string): string => `Drop to add to ${name}`,
  pasteHint: "Pasted pictures go to the class that was touched last.",
  join: {
    label: "Pictures that you choose here",
    add: "are added",
    replace: "replace those above",
  },
  onward: "On to training",
  stale:
    "Your pictures have changed since this network was trained. Train it again to include them.",
  advice: {
    title: "Before you train",
    needTwo: "Two classes with pictures are needed before anything can be learned.",
    few: (classes: string, least: string): string =>
      `Few pictures: ${classes}. With fewer than ${least} of a class, its answers and figures are unsure.`,
    unequal: (least: string, most: string): string =>
      `Unequal classes: from ${least} to ${most} pictures. A network prefers what it has seen most.`,
    blurred: (count: string, name: string): string =>
      count === "1"
        ? `One picture of ${name} looks blurred.`
        : `${count} pictures of ${name} look blurred.`,
    alike: (count: string, name: string): string =>
      count === "1"
        ? `One picture of ${name} is nearly the same as another one. It flatters the figures and teaches little: show the thing from other sides, before other backgrounds.`
        : `${count} pictures of ${name} are nearly the same as another one. They flatter the figures and teach little: show the thing from other sides, before other backgrounds.`,
    select: "Select them",
  },
};

/** The words of classes of one's own. */
export type OwnText = typeof ownEn;

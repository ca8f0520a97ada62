/** What its `README.txt` tells of a page. */
export interface TakenAwayFacts {
  readonly classes: string;
  /** Answers at least this sure are given, 0 to 1. */
  readonly threshold: number;
  /** What it brings of its training pictures; null where it cannot tell what is like none of them. */
  readonly known: { readonly pictures: number; readonly bytes: number } | null;
}

/** The words of the page that is taken away, in English. `taken-away-ko.ts` has exactly these keys. */
export const takenAwayEn = {
  title: "What is it?",
  lead: (classes: string): string =>
    `Show this page a picture, and it tells which of these it is most like: ${classes}.`,
  opening: "Opening the model…",
  camera: "Use the camera",
  cameraOff: "Close the camera",
  cameraView: "What the camera sees",
  cameraRefused:
    "The camera was not allowed. Allow it for this page in the browser's address bar, or choose a picture.",
  cameraMissing: "No camera was found. Connect one, or choose a picture.",
  cameraInsecure:
    "This browser gives the camera only to pages from https or localhost. Choose a picture.",
  cameraBusy: "The camera could not start. Another program may be using it.",
  photo: "Choose a picture",
  drop: "or drop one here, or paste it with Ctrl+V",
  notImage: "This is not a picture. Choose a JPEG, PNG, WebP, GIF or BMP.",
  looking: "Looking…",
  answer: "Answer",
  seen: "The picture as the network saw it",
  sentence: (label: string, percent: string): string => `Most likely ${label}: ${percent}`,
  unsure: (label: string, percent: string, least: string): string =>
    `I am not sure. It might be ${label}: ${percent}, and ${least} was asked for.`,
  classes: "How likely each class is",
  unexpected: "Something went wrong in this page.",
  note: "It knows nothing but these classes, and finds one of them in anything.",
  noteOfNew:
    "It knows nothing but these classes, and says so when a picture is like nothing it has learned.",
  least: (percent: string): string => `It answers when it is at least ${percent} sure.`,
  stays: "Pictures stay on this machine.",
  readme: ({ classes, threshold, known }: TakenAwayFacts): string =>
    `A page that tells apart: ${classes}

${
  threshold > 0
    ? `It answers when it is at least ${Math.round(100 * threshold)}% sure, as was asked for where it was made.\n`
    : ""
}${
      known
        ? `It says so when a picture is like nothing it has learned. For that it brings what the network saw in the
${known.pictures} pictures of its training, as numbers: ${Math.ceil(known.bytes / 1000)} kB of index.html. The pictures themselves stay where they were.`
        : `It cannot tell when a picture is like nothing it has learned.`
    }

index.html is all of it: page, model and everything that computes. Nothing is loaded from elsewhere, and no picture
leaves the machine that it is opened on.

On this machine   Open index.html by a double click. Where the browser does not give the camera to a page that is
                  opened so, choose pictures, or put the page on a server.
On the web        Put index.html on any file server, under any path: GitHub Pages, Netlify, a school's own server.
                  Browsers give the camera to pages from https and localhost only.

LICENSES.txt has the licences of the software in it.
`,
};

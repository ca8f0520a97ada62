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
  classes: "How likely each class is",
  unexpected: "Something went wrong in this page.",
  note: "It knows nothing but these classes, and finds one of them in anything. Pictures stay on this machine.",
  readme: (classes: string): string =>
    `A page that tells apart: ${classes}

index.html is all of it: page, model and everything that computes. Nothing is loaded from elsewhere, and no picture
leaves the machine that it is opened on.

On this machine   Open index.html by a double click. Where the browser does not give the camera to a page that is
                  opened so, choose pictures, or put the page on a server.
On the web        Put index.html on any file server, under any path: GitHub Pages, Netlify, a school's own server.
                  Browsers give the camera to pages from https and localhost only.

LICENSES.txt has the licences of the software in it.
`,
};

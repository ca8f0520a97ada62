/** Every word of the page in English. `ko.ts` has exactly these keys. */
import { explainEn } from "./parts/explain-en";
import { exampleEn } from "./parts/example-en";
import { judgeEn } from "./parts/judge-en";
import { keepEn } from "./parts/keep-en";
import { lessonWordsEn } from "./parts/lesson-en";
import { reportEn } from "./parts/report-en";
import { minuteEn } from "./parts/minute-en";
import { ownEn } from "./parts/own-en";

export const en = {
  title: "Classify flowers",
  lead: "Teach a network to tell flowers apart, or things of your own in front of the camera: load pictures, look at them, train, see where it goes wrong, and try it. The whole TensorFlow flowers tutorial on one page, and what comes after it.",
  nothingLeaves:
    "Nothing leaves this machine: the photos, the training and the models stay in your browser.",
  skip: "Skip to the steps",
  steps: "Steps",
  language: "Language",
  theme: "Appearance",
  themes: { system: "System", light: "Light", dark: "Dark" },
  done: "done",
  cancel: "Cancel",
  loading: "One moment…",
  needsPictures: "Choose pictures in step 1 first.",
  needsModel: "Train a model in step 3 first, or load a saved one in step 5.",
  models: {
    baseline: "Plain CNN",
    augmented: "With augmentation and dropout",
    "efficientnet-lite0": "Pretrained network",
  },
  modelsShort: {
    baseline: "Plain",
    augmented: "Augmented",
    "efficientnet-lite0": "Pretrained",
  },
  whichModel: "Model",
  unexpected: "Something went wrong. Everything stored so far is kept if you reload the page.",
  noStorage:
    "This browser does not let the page store files, so nothing can be kept here. This is common in private windows.",
  resume: {
    text: (model: string, epoch: number, epochs: number): string =>
      `A training run stopped in epoch ${epoch} of ${epochs} (${model}).`,
    go: "Continue",
  },
  update: {
    text: "A newer version of this page is ready.",
    go: "Load it",
    elsewhere: "Close the other tabs with this page first, then load the newer version.",
  },
  data: {
    title: "Data",
    intro:
      "Each kind that the network is to recognize is a class. Show things of your own to the camera, or bring photos: a folder or a zip in which each class has a folder of its own. The tutorial has 3,670 photos of five kinds of flowers. If you have none at hand, use the sample set: its pictures are painted by a program, and good enough to try things out.",
    sample: "Use the sample set",
    folder: "Choose a folder",
    archive: "Choose a zip",
    address: "Address of an archive",
    addressHint: "A zip, tar or tgz file. Its server must allow other sites to fetch it.",
    fetch: "Fetch",
    badAddress: "This is not a web address. It must begin with https:// or http://.",
    drop: "or drop a folder or a zip anywhere on this page",
    dropNow: "Drop to load these pictures",
    dropNothing: "Nothing usable was dropped. Drop a folder with one folder per class, or a zip.",
    reading: "Loading pictures",
    readingCount: (done: string, total: string | null): string =>
      total === null ? `${done} pictures so far` : `${done} of ${total} pictures`,
    readingBytes: (done: string, total: string | null): string =>
      total === null ? `${done} fetched` : `${done} of ${total} fetched`,
    cancelled: "Stopped. Your pictures are as they were before.",
    summary: (count: string, classes: string): string =>
      `${count} ${count === "1" ? "picture" : "pictures"} in ${classes} ${classes === "1" ? "class" : "classes"}`,
    ready: (name: string, count: string): string => `${name}: ${count} pictures are ready.`,
    sampleName: "Sample set",
    painted: "Painted by a program, not photos.",
    counts: "Pictures in each class",
    examples: "Some of them",
    unreadable: (count: string): string =>
      count === "1"
        ? "One file could not be read and was left out"
        : `${count} files could not be read and were left out`,
    orElse: "Or begin with many pictures at once",
    others: "Use other pictures",
    replace: {
      title: "Use other pictures?",
      text: "They replace the current ones, and the trained models are deleted.",
      yes: "Replace",
    },
  },
  look: {
    title: "Look",
    intro:
      "Always look before you train: this is the only place where a wrong label shows. A fifth of the pictures is held back for validation; these nine come from the rest. Augmentation changes every picture a little in each epoch, so the network never sees the same one twice.",
    nine: "Nine training pictures",
    choose: "Choose one to see how it is augmented.",
    augmented: (label: string): string => `Augmented nine ways: ${label}`,
    factors: {
      flip: "Flip",
      rotation: "Rotation",
      zoom: "Zoom",
      translation: "Shift",
      brightness: "Brightness",
      contrast: "Contrast",
    },
    flipOn: "Mirrored at random",
    degrees: (degrees: string): string => `±${degrees}°`,
    share: (percent: string): string => `±${percent}`,
    off: "off",
    again: "Draw again",
    tutorial: "The tutorial's values",
    note: "Training always uses the tutorial's flip, rotation and zoom. The sliders only change what you see here.",
    variant: (number: number, label: string): string => `Variant ${number} of ${label}`,
  },
  train: {
    title: "Train",
    intro:
      "Three blocks of convolution and pooling, then two dense layers. The plain network memorizes the pictures: training accuracy climbs towards 1 while validation accuracy falls behind. The second one cannot: it sees each picture flipped, rotated and zoomed at random, and loses a fifth of its features at random. The third begins with what others have learned: EfficientNet-Lite0 was trained on a million photos, and gets only a new last layer here. What it sees in your pictures is worked out while they are loaded, so that its training takes seconds, and a few dozen photos of each class are enough.",
    settings: "Settings",
    preset: "Preset",
    quick: "Quick",
    quickHint: "64 pixels, 6 and 10 epochs. Takes a minute or two",
    tutorial: "As in the tutorial",
    tutorialHint: "180 pixels, 10 and 15 epochs. Takes much longer",
    imageSize: "Image size",
    imageSizeHint: "pixels per side; 224 for the pretrained network, always",
    batchSize: "Batch size",
    cache: "Keep decoded pictures in memory",
    cacheHint: "faster; without it, every epoch reads and decodes them again",
    device: (size: string, batch: string): string =>
      `This device has little memory, so the form begins with pictures of ${size} pixels, ${batch} at a time, and decodes them again in every epoch; change what you like.`,
    seed: "Seed",
    seedHint: "the same seed gives the same run",
    epochs: {
      baseline: "Epochs, plain",
      augmented: "Epochs, augmented",
      "efficientnet-lite0": "Epochs, pretrained",
    },
    epochsEmpty: "as needed",
    backend: "Run on",
    backendHint: "The pretrained network always looks at pictures on WebAssembly.",
    automatic: "The fastest that works",
    missing: "What this browser cannot use",
    backends: {
      webgpu: "WebGPU",
      webgl: "WebGL",
      wasm: "WebAssembly",
      cpu: "Plain JavaScript",
      tensorflow: "TensorFlow",
    },
    threads: {
      "no-service-worker":
        "WebAssembly has one thread here: this browser allows no service worker for pages from this address. It would for https or localhost.",
      "not-installed":
        "WebAssembly has one thread here: the host sends no isolation headers, and the service worker that would add them could not be installed.",
      "after-reload": "WebAssembly has one thread until this page is reloaded.",
      refused: "WebAssembly has one thread here: this browser does not isolate the page.",
      development:
        "WebAssembly has one thread here: the development server sent no isolation headers.",
    },
    reload: "Reload",
    fields: (low: number, high: number): string => `Enter a whole number from ${low} to ${high}.`,
    plain: "Train plain",
    augmented: "Train with augmentation and dropout",
    both: "Train both",
    all: "Train all three, to compare",
    pretrained: "Train on a pretrained network",
    pause: "Pause",
    continue: "Continue",
    stop: "Stop",
    stopHint: "The model is kept as it is now and evaluated.",
    preparing: {
      backend: "Starting the engine",
      pictures: "Decoding pictures",
      features: "Looking at the pictures with the pretrained network",
      model: "Building the network",
      checkpoint: "Reading the last checkpoint",
    },
    phases: {
      preparing: "Getting ready",
      training: "Training",
      validating: "Validating",
      pausing: "Pausing after this batch",
      paused: "Paused. A checkpoint was saved",
      stopping: "Stopping after this batch",
      judging: "Evaluating on the validation pictures",
      idle: "Done",
    },
    progress: "Progress",
    featuresOf: (done: string, total: string): string => `${done} of ${total} pictures`,
    epochOf: (epoch: string, epochs: string): string => `Epoch ${epoch} of ${epochs}`,
    batchOf: (batch: string, batches: string): string => `batch ${batch} of ${batches}`,
    announceEpoch: (epoch: number, epochs: number, accuracy: string, validation: string): string =>
      `Epoch ${epoch} of ${epochs}: accuracy ${accuracy}, validation ${validation}.`,
    announceFinished: (model: string, accuracy: string): string =>
      `${model} is trained. It gets ${accuracy} of the validation pictures right.`,
    facts: {
      loss: "Loss",
      accuracy: "Accuracy",
      speed: "Images per second",
      left: "Time left",
      memory: "Tensor memory",
    },
    startedOn: (backend: string, detail: string): string => `Running on ${backend}: ${detail}`,
    passedOver: "Not used",
    counts: (training: string, validation: string, parameters: string): string =>
      `${training} pictures for training, ${validation} for validation, ${parameters} parameters.`,
    elsewhere:
      "Another tab of this page is training. Its network appears here when it is done; one trains at a time.",
    memory: {
      much: (bytes: string, size: string): string =>
        `The two whole networks would take about ${bytes} of memory here, more than this device is likely to give a page. Pictures of ${size} pixels would fit; the pretrained network needs none of it.`,
      use: (size: string): string => `Use ${size} pixels`,
    },
    failed: "Training stopped.",
    again: "Start again to continue from the last checkpoint.",
    curves: "Curves so far",
    curvesEmpty: "The curves appear after the first epoch.",
    memoryHint: "This tab can stay in the background, but keep it open.",
    finishedRow: (epochs: string, accuracy: string): string =>
      `${epochs} ${epochs === "1" ? "epoch" : "epochs"}, validation ${accuracy}`,
    status: {
      none: "not trained yet",
      unfinished: "stopped before the end",
      finished: "trained",
      now: "in training",
    },
  },
  minute: minuteEn,
  own: ownEn,
  judge: judgeEn,
  use: {
    title: "Use",
    intro:
      "Augmentation and dropout only work during training; now the network just looks. Try a photo it has never seen. It knows nothing but its classes, so it finds one of them in anything; the page says so when a photo is like nothing it has learned.",
    photo: "Choose a photo",
    drop: "or drop photos here, or paste them with Ctrl+V",
    camera: "Use the camera",
    shoot: "Take this picture",
    live: "What the network sees in the camera's picture, as it moves",
    perSecond: (count: string): string =>
      count === "1" ? "1 answer a second" : `${count} answers a second`,
    cameraOff: "Close the camera",
    cameraView: "What the camera sees",
    cameraRefused:
      "The camera was not allowed. Allow it for this page in the browser's address bar, or choose a photo instead.",
    cameraMissing: "No camera was found. Connect one, or choose a photo instead.",
    cameraInsecure:
      "Browsers only allow the camera on pages from https or localhost. Choose a photo instead.",
    cameraBusy: "The camera could not start. Another program may be using it.",
    notImage: "This is not a picture. Choose a JPEG, PNG, WebP, GIF or BMP.",
    several: "Your photos",
    result: "Result",
    seen: (label: string): string => `The picture as the network saw it: ${label}`,
    unsure: (label: string, percent: string): string =>
      `I am not sure. It might be ${label}, with ${percent} percent confidence: less than you ask for in step 4.`,
    sentence: (_label: string, _percent: string, sentence: string): string => sentence,
    ranking: "Probability of each class",
    looking: "Looking…",
    later:
      "No model can answer until this training is done. A photo you choose now is classified then.",
  },
  explain: explainEn,
  keep: keepEn,
  lesson: lessonWordsEn,
  example: exampleEn,
  report: reportEn,
  footer: "Built with the @flowers packages and TensorFlow.js. Runs in your browser, even offline.",
};

/** The words of one language. */
export type Text = typeof en;

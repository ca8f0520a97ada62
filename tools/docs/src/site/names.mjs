/** Every public name of Keras's modules beside the one here, or none: the tables of docs/coming-from-keras.md. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { documentedPackages, pagesOf, root } from "./exports.mjs";

/** @typedef {{ name: string, imported: string, from: string }} Here a name of `@flowers/keras` and what it is where it comes from */

/** Keras's module and the file of ours. */
const modules = {
  utils: "utils",
  layers: "layers",
  losses: "losses",
  metrics: "metrics",
  optimizers: "optimizers",
  "optimizers.schedules": "schedules",
  callbacks: "callbacks",
  initializers: "initializers",
  regularizers: "regularizers",
  constraints: "constraints",
  activations: "",
  models: "models",
  random: "random",
  applications: "applications",
};

const exact = "every bit";
/** How close what a module's names compute is to Keras, unless `exceptions` says otherwise. */
const closeness = /** @type {Record<string, string>} */ ({
  layers: "values within float32 rounding; uniform initial weights bit for bit",
  losses: "2e-6, gradients 2e-5",
  metrics: "2e-6",
  optimizers: "2e-6 to 2e-5 a step",
  "optimizers.schedules": "float32 rounding",
  callbacks: "the same decisions, the same files",
  initializers: exact,
  regularizers: "float32 rounding",
  constraints: "float32 rounding",
  activations: "float32 rounding",
  random: exact,
});
const normal = "within 2e-6";
const exceptions = /** @type {Record<string, string>} */ ({
  image_dataset_from_directory: "files, split, order, labels, pixels: every bit",
  load_img: exact,
  img_to_array: exact,
  get_file: "the same checks, and it resumes",
  set_random_seed: exact,
  GlorotNormal: normal,
  HeNormal: normal,
  LecunNormal: normal,
  RandomNormal: normal,
  TruncatedNormal: normal,
  Orthogonal: normal,
  VarianceScaling: "every bit where uniform, else within 2e-6",
  normal: "about 1 value in 100 differs in its last bits",
  truncated_normal: "about 1 value in 100 differs in its last bits",
  Dropout: "masks bit for bit",
  SpatialDropout2D: "masks bit for bit",
  CSVLogger: "byte for byte",
  load_model: "predictions within 1e-5",
  save_model: "Keras loads the file",
});
const imageLayer = "draws bit for bit; pixels within 1e-4, on GPUs 1e-2";

/** Keras's names that are something else here. */
const otherwise = /** @type {Record<string, Record<string, string>>} */ ({
  utils: {
    Progbar: "`ProgressBar` of `@flowers/training`",
    to_categorical: '`labelMode: "categorical"`',
  },
  initializers: {
    Constant: "`tf.initializers.constant`",
    Ones: '`"ones"`',
    Zeros: '`"zeros"`',
    Identity: '`"identity"`',
    Initializer: "`SeededInitializer` of `@flowers/model-zoo`",
  },
  regularizers: {
    Regularizer: "an object with `apply`, see `Regularizer` of `@flowers/model-zoo`",
  },
  constraints: { Constraint: "`Constraint` of `@flowers/model-zoo`" },
  models: { Sequential: "`keras.sequential`", Model: "`keras.model`" },
  layers: {
    Input: "`keras.input`",
    InputLayer: "`keras.input`",
    Layer: "`KerasLayer` of `@flowers/model-zoo`",
  },
  optimizers: { Optimizer: "`Optimizer` of `@flowers/training`" },
  callbacks: {
    Callback: "an object with hooks, or `TrainerCallback` of `@flowers/training`",
    LambdaCallback: "a plain object with hooks",
    CallbackList: "the array `callbacks`",
  },
  metrics: {
    Metric: "`Metric` of `@flowers/training`",
    MeanMetricWrapper: "`MeanMetric` of `@flowers/training`",
  },
  "optimizers.schedules": { LearningRateSchedule: "a function from the step to the rate" },
});

/** Written by functions of Keras that every module repeats, or that only its own saving needs. */
const plumbing = new Set(["deserialize", "serialize"]);

const { version, names } = JSON.parse(
  readFileSync(new URL("tools/docs/src/site/keras-names.json", root), "utf8"),
);

/**
 * @param {string} file under packages/keras/src, without its ending
 * @returns {Here[]}
 */
function namesHere(file) {
  const text = readFileSync(new URL(`packages/keras/src/${file}.ts`, root), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  return source.statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement) && statement.name)
      return [{ name: statement.name.text, imported: statement.name.text, from: "@flowers/keras" }];
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !statement.moduleSpecifier)
      return [];
    if (!ts.isNamedExports(statement.exportClause)) return [];
    const from = /** @type {ts.StringLiteral} */ (statement.moduleSpecifier).text;
    return statement.exportClause.elements.map(({ name, propertyName }) => ({
      name: name.text,
      imported: /** @type {ts.Identifier} */ (propertyName ?? name).text,
      from,
    }));
  });
}

/** A name without what languages write differently: `max_norm`, `maxNorm`, `MaxNorm`. @param {string} name */
const plain = (name) => name.replaceAll("_", "").toLowerCase();

/**
 * The page of the reference on which an export stands, from the site's root.
 * @param {string} packageName @param {string} name
 */
export function referenceOf(packageName, name) {
  if (!documentedPackages().includes(packageName)) return undefined;
  for (const [page, exports] of pagesOf(packageName)) {
    if (!exports.some((one) => one.name === name)) continue;
    return page === "index" ? `/reference/${packageName}` : `/reference/${packageName}/${page}`;
  }
  return undefined;
}

/** @param {string} module @param {string} kerasName @param {Here} here */
function closenessOf(module, kerasName, { from }) {
  if (exceptions[kerasName]) return exceptions[kerasName];
  if (module === "layers" && from === "@flowers/augmentation") return imageLayer;
  return closeness[module] ?? "";
}

/** @param {Here} here @param {string} text */
function linked({ imported, from }, text) {
  const page = referenceOf(from.replace("@flowers/", ""), imported);
  return page ? `[\`${text}\`](.${page}.md)` : `\`${text}\``;
}

/** @returns {{ module: string, here: Here[], rows: string[], missing: string[] }[]} */
export function compareNames() {
  return Object.entries(modules).map(([module, file]) => {
    const here = file ? namesHere(file) : activationNames();
    const used = new Set();
    const rows = [];
    const missing = [];
    for (const kerasName of /** @type {string[]} */ (names[module])) {
      if (plumbing.has(kerasName)) continue;
      // `Circle` and `circle`: the function of a loss is the class here.
      const own = here.find(({ name }) => plain(name) === plain(kerasName));
      const other = otherwise[module]?.[kerasName];
      if (own && used.has(own.name)) continue;
      if (own) {
        used.add(own.name);
        rows.push(
          `| \`${kerasName}\` | ${linked(own, `keras.${module}.${own.name}`)} | ${closenessOf(module, kerasName, own)} |`,
        );
      } else if (other) rows.push(`| \`${kerasName}\` | ${other} | |`);
      else missing.push(kerasName);
    }
    for (const own of here.filter(({ name }) => !used.has(name)))
      rows.push(
        `| | ${linked(own, `keras.${module}.${own.name}`)} | ${file ? "not in Keras" : ""} |`,
      );
    return { module, here, rows, missing: withoutDoubles(missing) };
  });
}

/** A class and its function are one thing. @param {string[]} missing */
function withoutDoubles(missing) {
  const seen = new Map(missing.map((name) => [plain(name), name]));
  for (const name of missing) if (/^[A-Z]/.test(name)) seen.set(plain(name), name);
  return [...seen.values()];
}

/** @returns {Here[]} */
function activationNames() {
  const text = readFileSync(
    new URL("packages/model-zoo/src/activations/activations.ts", root),
    "utf8",
  );
  const body = /export const activations = \{([\s\S]*?)\n\}/.exec(text)?.[1] ?? "";
  return [...body.matchAll(/^ {2}(\w+)[,:(]/gm)].map(([, name = ""]) => ({
    name,
    imported: "activations",
    from: "@flowers/model-zoo",
  }));
}

export const kerasVersion = /** @type {string} */ (version);

/** @returns {string} docs/coming-from-keras.md */
export function comingFromKeras() {
  const tables = compareNames().map(({ module, rows, missing }) => {
    const lacking =
      missing.length === 0
        ? ""
        : `\nNot here: ${missing.map((name) => `\`${name}\``).join(", ")}.\n`;
    return `## keras.${module}

| Keras ${kerasVersion} | Here | How close |
| --- | --- | --- |
${rows.join("\n")}
${lacking}`;
  });
  return `---
outline: 2
---

# Coming from Keras

Every public name of Keras ${kerasVersion}'s modules for images, and the one here, with how close their numbers are. The
[tutorial](./tutorial.md) has whole programs side by side, [what Keras computes](./keras-semantics.md) the rules behind the numbers.

- **Every bit** means: the same bytes for the same seed, in Node and in the page.
- Other figures are the largest difference from Keras on TensorFlow that the tests allow, on plain JavaScript, WebAssembly and native
  TensorFlow; WebGL and WebGPU compute more coarsely.
- Names are Keras's in camel case. Layers, initializers, regularizers, constraints and schedules are functions; losses, metrics,
  optimizers and callbacks are classes, with \`new\`.
- \`get\` of a module takes Keras's names as text, in Keras's spelling or ours.

| Keras | Here |
| --- | --- |
| \`model.compile(...)\` | \`const trainer = keras.compile(model, { ... })\` |
| \`model.fit(train, validation_data=val, epochs=3)\` | \`await trainer.fit(train, { validationData: val, epochs: 3 })\` |
| \`model.evaluate(val)\`, \`model.predict(x)\` | \`await trainer.evaluate(val)\`, \`await trainer.predict(x)\` |
| \`model.train_on_batch\`, \`test_on_batch\`, \`predict_on_batch\` | \`trainer.trainOnBatch\`, \`testOnBatch\`, \`predictOnBatch\` |
| \`model.summary()\` | \`keras.summary(model)\` |
| \`keras.Sequential([a, b])\` | \`keras.sequential({ layers: [a, b] })\` |
| \`keras.Input((180, 180, 3))\`, \`keras.Model(x, y)\` | \`keras.input({ shape: [180, 180, 3] })\`, \`keras.model({ inputs: x, outputs: y })\` |
| \`layer(x)\`, \`layer(x, training=True)\` | \`layer.apply(x)\`, \`layer.apply(x, { training: true })\` |
| \`layer.trainable = False\` | \`layer.trainable = false\` |
| \`ds.map\`, \`batch\`, \`unbatch\`, \`cache\`, \`shuffle\`, \`prefetch\`, \`take\`, \`skip\` | the same names, on what \`imageDatasetFromDirectory\` gives |
| \`tf.data.AUTOTUNE\` | \`prefetch()\` without a number |

${tables.join("\n")}`;
}

/** @returns {string} the page of the reference for \`@flowers/keras\` */
export function kerasReference() {
  const tables = compareNames().map(
    ({ module, here }) => `## keras.${module}

| Name | What it is |
| --- | --- |
${here.map((own) => `| \`keras.${module}.${own.name}\` | ${linked(own, own.imported).replace("](./reference/", "](./")} of \`${own.from}\` |`).join("\n")}
`,
  );
  return `---
outline: 2
---

# @flowers/keras

\`import * as keras from "@flowers/keras"\`: names of the other packages in Keras's module tree. Beside the modules below, the package
gives \`keras.compile\`, \`keras.classify\`, \`keras.summary\` (of \`@flowers/training\`), \`keras.sequential\`, \`keras.model\`, \`keras.input\` (of
\`@tensorflow/tfjs\`) and \`keras.useBackend\` (of \`@flowers/backend\`).

${tables.join("\n")}`;
}

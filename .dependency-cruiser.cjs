// The borders of the house: which package may import which. An import the other way fails the build.
/** @type {Record<string, string[]>} what each package may import of ours */
const arrows = {
  random: [],
  files: [],
  dataset: ["random", "files"],
  augmentation: ["random"],
  "efficientnet-lite0": [],
  "model-zoo": ["random", "augmentation", "files", "keras-format", "efficientnet-lite0"],
  training: ["random", "files"],
  plot: [],
  backend: ["files"],
  "keras-format": ["files"],
  keras: [
    "random",
    "dataset",
    "augmentation",
    "model-zoo",
    "training",
    "backend",
    "keras-format",
    "files",
  ],
};
const tests =
  "\\.(test|bench)\\.ts$|\\.(node|browser)\\.test\\.ts$|/test-support/|/e2e/|/screenshots/|vitest\\.config\\.ts$";

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    ...Object.entries(arrows).map(([name, allowed]) => ({
      name: `${name}-imports-only-${allowed.join("-and-") || "nothing-of-ours"}`,
      severity: "error",
      from: { path: `^packages/${name}/src`, pathNot: tests },
      to: {
        path: "^(packages|apps|tools)/",
        pathNot: `^packages/(${[name, ...allowed].join("|")})/`,
      },
    })),
    ...Object.entries({
      tutorial: ["tutorial"],
      cli: ["cli", "tutorial"],
      web: ["web", "tutorial"],
    }).map(([room, allowed]) => ({
      name: `app-${room}-imports-only-${allowed.join("-and-")}`,
      severity: "error",
      from: { path: `^apps/flowers/${room}/`, pathNot: `${tests}|/e2e/` },
      to: { path: "^apps/", pathNot: `^apps/flowers/(${allowed.join("|")})/` },
    })),
    {
      name: "no-deep-imports-between-packages",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: {
        path: "^packages/([^/]+)/",
        pathNot: ["^packages/[^/]+/(src/index\\.ts|dist/index\\.js)$", "^packages/$2/"],
      },
    },
    {
      name: "tests-alone-import-the-test-tools",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: `${tests}|tsup\\.config\\.ts$` },
      to: { path: "^tools/" },
    },
    {
      name: "random-files-and-plot-need-no-tensorflow",
      severity: "error",
      from: { path: "^packages/(random|files|plot)/src", pathNot: tests },
      to: { path: "node_modules/@tensorflow/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|dist-web|fixtures|\\.turbo)/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ["@flowers/source", "node", "import", "types", "default"],
      exportsFields: ["exports"],
      mainFields: ["module", "main"],
    },
  },
};

/** Versions that a new project asks for. The build puts those of this repository in the place of `flowersVersions`. */

/** Replaced by the build: the version of each package of ours. */
declare const flowersVersions: Readonly<Record<string, string>> | undefined;

const ours = ["backend", "efficientnet-lite0", "keras", "model-zoo", "plot", "training"];
const known = typeof flowersVersions === "undefined" ? {} : flowersVersions;

export const versions = {
  packages: {
    ...Object.fromEntries(ours.map((name) => [`@flowers/${name}`, `^${known[name] ?? "0.0.0"}`])),
    "@tensorflow/tfjs": "^4.22.0",
  },
  tools: {
    "@types/node": "^20.19.0",
    tsx: "^4.20.0",
    typescript: "~5.9.3",
    vite: "^8.3.0",
  },
} as const;

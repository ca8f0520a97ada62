/** Compiles tfjs-node's binding and our addons with the machine's C++ compiler, against Node-API's C headers. */
import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "../../errors";
import { opsFileName } from "./cache-folder";
import { bindingSourceFolder, nativeFolder, nodeApiHeaders } from "./package-paths";
import { runCommand } from "./run-command";

/** The first C++ compiler that runs: `CXX`, `c++`, `g++`, `clang++`. @throws BackendError `no-compiler`. */
export async function findCompiler(): Promise<string> {
  const names = [process.env["CXX"], "c++", "g++", "clang++"].filter((name) => !!name) as string[];
  for (const name of names) {
    const { code } = await runCommand(name, ["--version"], { timeoutMs: 10_000 });
    if (code === 0) return name;
  }
  throw new BackendError(
    "no-compiler",
    `Native TensorFlow needs a C++ compiler, and none of ${names.join(", ")} runs here.`,
    {
      remedy:
        process.platform === "darwin"
          ? "Install one: `xcode-select --install`."
          : "Install one, on Debian or Ubuntu with `sudo apt-get install g++`.",
    },
  );
}

/** What {@link compileBinding} needs. */
export interface CompileOptions {
  readonly compiler: string;
  /** Holds `lib/` and `include/`; receives `tfjs_binding.node`, `tune.node` and, where it can be had, `ops.node`. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

/** One set of kernels for each kind of processor; which one runs is found out when they are loaded. */
const plainKernels = ["-DFLOWERS_KERNELS=kPlainKernels", "-DFLOWERS_LANES=4"];
const kernelSets: Readonly<Partial<Record<string, readonly (readonly string[])[]>>> = {
  x64: [
    plainKernels,
    ["-DFLOWERS_KERNELS=kAvx2Kernels", "-DFLOWERS_LANES=8", "-mavx2", "-mfma"],
    [
      ...["-DFLOWERS_KERNELS=kAvx512Kernels", "-DFLOWERS_LANES=16", "-mfma"],
      ...["f", "bw", "vl", "dq"].map((part) => `-mavx512${part}`),
    ],
  ],
};

/** What of tfjs-node's binding stands in cluster.cc instead: the module's two entry points, and how sessions open and run. */
const takenOver = [
  "-Dnapi_register_module_v1=RegisterTfjsBinding",
  "-Dnode_api_module_get_api_version_v1=TfjsBindingApiVersion",
  "-DTF_LoadSessionFromSavedModel=FlowersLoadSession",
  "-DTF_SessionRun=FlowersSessionRun",
];

const linkFlags = ["-bundle", "-undefined", "dynamic_lookup", "-shared"];

/** Compiles the addons. Node-API is stable across Node versions, so one build serves Node 20, 22 and 24. */
export async function compileBinding({ compiler, folder, signal }: CompileOptions): Promise<void> {
  const shared = [
    ...["-O2", "-std=c++17", "-fPIC", "-w", "-DNAPI_VERSION=8"],
    ...(process.platform === "darwin" ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"]),
    ...["-I", nodeApiHeaders()],
  ];
  const origin = process.platform === "darwin" ? "@loader_path" : "$ORIGIN";
  const binding = bindingSourceFolder();
  const lib = join(folder, "lib");
  await compileTfjsBinding();
  await compile([...shared, join(nativeFolder(), "tune.cc"), ...["-o", join(folder, "tune.node")]]);
  await compileOps();

  /**
   * The binding with the cluster of cluster.cc in it; where that cannot be compiled, as it is. Its sources are compiled apart,
   * for the names that cluster.cc takes over must be replaced in them alone.
   */
  async function compileTfjsBinding(): Promise<void> {
    const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(binding, name));
    const include = ["-I", join(folder, "include")];
    const rest = [
      ...librariesIn(lib),
      `-Wl,-rpath,${origin}/lib`,
      ...["-o", join(folder, "tfjs_binding.node")],
    ];
    const flags = shared.filter((flag) => !linkFlags.includes(flag));
    const objects: string[] = [];
    try {
      for (const source of sources) {
        const object = join(folder, `binding-${objects.length}.o`);
        objects.push(object);
        await compile([...flags, ...takenOver, ...include, "-c", source, "-o", object]);
      }
      await compile([
        ...shared,
        ...include,
        join(nativeFolder(), "cluster.cc"),
        ...objects,
        ...rest,
      ]);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof BackendError)) throw error;
      await compile([...shared, ...include, ...sources, ...rest]);
    } finally {
      for (const object of objects) await rm(object, { force: true });
    }
  }

  /** The ops that make training faster. A compiler that cannot make them, or a library without their interface, does no harm. */
  async function compileOps(): Promise<void> {
    const sources = join(nativeFolder(), "ops");
    const parts: string[] = [];
    const target = join(folder, opsFileName);
    try {
      for (const flags of kernelSets[process.arch] ?? [plainKernels]) {
        const part = join(folder, `kernels-${parts.length}.o`);
        parts.push(part);
        const flagsOfAll = ["-O3", "-std=c++17", "-fPIC", "-w"];
        await compile([
          ...flagsOfAll,
          ...flags,
          "-c",
          join(sources, "pooled-kernels.cc"),
          "-o",
          part,
        ]);
      }
      await compile([
        ...shared,
        "-O3",
        ...[
          "-ffp-contract=off",
          ...["ops.cc", "threads.cc", "transform.cc"].map((name) => join(sources, name)),
        ],
        ...parts,
        ...librariesIn(lib),
        ...["-pthread", `-Wl,-rpath,${origin}/lib`, "-o", target],
      ]);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof BackendError)) throw error;
      await rm(target, { force: true });
    } finally {
      for (const part of parts) await rm(part, { force: true });
    }
  }

  async function compile(commandArguments: readonly string[]): Promise<void> {
    const { code, output } = await runCommand(compiler, commandArguments, { signal });
    if (code === 0) return;
    const line =
      output.split("\n").find((text) => /error|undefined|not found/i.test(text)) ?? output;
    throw new BackendError(
      "build-failed",
      `${compiler} cannot compile the binding: ${line.trim()}`,
      {
        remedy:
          "Install a C++17 compiler (g++ 9 or clang++ 10, or newer) with its standard library.",
      },
    );
  }
}

/** libtensorflow's files in `folder`, by their full names (soname first), ready for the linker. */
function librariesIn(folder: string): string[] {
  const names = readdirSync(folder);
  const pick = (pattern: RegExp): string[] => {
    const name = names.filter((each) => pattern.test(each)).sort()[0];
    return name === undefined ? [] : [join(folder, name)];
  };
  return [
    ...pick(/^libtensorflow(_cc)?(\.2\.dylib|\.so\.2)$/),
    ...pick(/^libtensorflow_framework(\.2\.dylib|\.so\.2)$/),
  ];
}

/** The command behind `pnpm create @flowers`: reads what the words say, asks for the rest, and makes the project. */
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { CreateError } from "./errors";
import { makeProject, type ProjectOptions } from "./make-project";

/** What the command needs of its surroundings. */
export interface CommandSurroundings {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly writeError: (text: string) => void;
  /** Whether somebody is there to answer questions. */
  readonly terminal: boolean;
  /** The client that runs the command, as it names itself: `pnpm/10.1.0 ...`. */
  readonly client?: string | undefined;
}

const help = `Makes a small TypeScript project that trains a classifier on a folder of photos.

  pnpm create @flowers [FOLDER] [--for node|page] [--photos DIR]
  npm create @flowers [FOLDER] -- [--for node|page] [--photos DIR]

  FOLDER          the new project's folder; default my-classifier
  --for node      classify photos in Node (default)
  --for page      classify them in a page too, with Vite
  --photos DIR    your photos, one folder per class; default: a folder "photos" in the project
`;

/** Runs the command; returns its exit code: 0 done, 2 wrong usage. */
export async function runCommandLine(
  words: readonly string[],
  surroundings: CommandSurroundings,
): Promise<number> {
  const { output, writeError, client } = surroundings;
  try {
    const asked = readWords(words);
    if (asked === "help") {
      output.write(help);
      return 0;
    }
    const options = surroundings.terminal ? await askRest(asked, surroundings) : settled(asked);
    await makeProject(options);
    output.write(nextSteps(options, client?.split("/")[0] ?? "npm"));
    return 0;
  } catch (error) {
    if (!CreateError.is(error)) throw error;
    writeError(`error: ${error.message} ${error.remedy}\n`);
    return 2;
  }
}

/** What the words say; the rest is undefined. */
type Asked = { [Name in keyof ProjectOptions]: ProjectOptions[Name] | undefined };

function readWords(words: readonly string[]): Asked | "help" {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        for: { type: "string" },
        photos: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new CreateError(
      "invalid-argument",
      `${(error as Error).message.split(". To specify")[0] ?? ""}.`,
      {
        remedy: "--help lists the options.",
      },
    );
  }
  const { values, positionals } = parsed;
  if (values.help) return "help";
  if (positionals.length > 1) {
    throw new CreateError(
      "invalid-argument",
      `One folder is made, not ${positionals.length}: ${positionals.join(", ")}.`,
      {
        remedy: "Put a name with blanks in quotes.",
      },
    );
  }
  return { folder: positionals[0], photos: values.photos, kind: asKind(values.for) };
}

function asKind(word: string | undefined): ProjectOptions["kind"] | undefined {
  if (word === undefined || word === "node" || word === "page") return word;
  throw new CreateError("invalid-argument", `--for must be node or page. Received: ${word}.`, {
    remedy: "Use one of the two.",
  });
}

const settled = ({ folder = "my-classifier", photos, kind = "node" }: Asked): ProjectOptions => ({
  folder,
  photos,
  kind,
});

async function askRest(
  asked: Asked,
  { input, output }: CommandSurroundings,
): Promise<ProjectOptions> {
  const asking = createInterface({ input, output });
  /** An empty answer takes what stands in brackets. */
  const ask = async (question: string, usual: string): Promise<string> =>
    (await asking.question(`${question} [${usual}] `)).trim() || usual;
  try {
    const folder = asked.folder ?? (await ask("Folder of the new project?", "my-classifier"));
    const kind = asked.kind ?? asKind(await ask("For node, or a page too?", "node")) ?? "node";
    const photos =
      asked.photos ?? (await ask("Your photos, one folder per class?", `${folder}/photos`));
    return { folder, kind, photos: photos === `${folder}/photos` ? undefined : photos };
  } finally {
    asking.close();
  }
}

function nextSteps({ folder, photos, kind }: ProjectOptions, client: string): string {
  const add =
    photos === undefined ? `  (put your photos into ${folder}/photos, one folder per class)\n` : "";
  return `Made ${folder}. Now:

  cd ${folder}
${add}  ${client} install
  ${client} run train
  ${client} run ${kind === "page" ? "dev" : `classify ${client === "npm" ? "-- " : ""}photo.jpg`}
`;
}

/** `flowers doctor`: the backends of this machine, why others are missing, and how to get them. */
import type { Command } from "commander";
import { type Interruption, unlessInterrupted } from "../interruption";
import { makeNarrator } from "../narrator";

export function addDoctor(program: Command, { signal }: Interruption): void {
  program
    .command("doctor")
    .description("list the backends of this machine, why others are missing, and how to get them")
    .option("--json", "print one JSON document", false)
    .action(async ({ json }: { json: boolean }) => {
      const [{ diagnoseBackends }, { versions }] = await Promise.all([
        import("@flowers/backend"),
        import("../run/versions"),
      ]);
      const narrator = makeNarrator({ json });
      const backends = await unlessInterrupted(signal, diagnoseBackends());
      const madeWith = versions();
      for (const { name, available, detail, remedy } of backends) {
        narrator.say(`${available ? "yes" : "no "}  ${name.padEnd(11)} ${detail}`);
        if (remedy) narrator.say(`                 ${remedy}`);
      }
      narrator.say();
      for (const [name, version] of Object.entries(madeWith))
        narrator.say(`${name.padEnd(22)} ${version}`);
      narrator.result({ backends, versions: madeWith });
    });
}

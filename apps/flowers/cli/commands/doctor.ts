/** `flowers doctor`: which backends this machine has, why not the others, and how to get them. */
import { diagnoseBackends } from "@flowers/backend";
import type { Command } from "commander";
import { makeNarrator } from "../narrator";
import { versions } from "../run/versions";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("say which backends this machine has, why not the others, and how to get them")
    .option("--json", "print one JSON document", false)
    .action(async ({ json }: { json: boolean }) => {
      const narrator = makeNarrator({ json });
      const backends = await diagnoseBackends();
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

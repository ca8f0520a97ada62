// Run by the release workflow before anything is published: the packages must name the repository that publishes them,
// or npm refuses their provenance.
import { projectAddress } from "./address.mjs";

const { owner, name, placeholder } = projectAddress();
const running = process.env["GITHUB_REPOSITORY"];
if (placeholder || (running && running.toLowerCase() !== `${owner}/${name}`.toLowerCase())) {
  const where = running ?? "OWNER/NAME";
  process.stderr.write(
    `The packages name ${owner}/${name} as their repository${running ? `, and this is ${running}` : ""}. ` +
      `Run \`pnpm address https://github.com/${where}\` and commit what it changes.\n`,
  );
  process.exit(1);
}

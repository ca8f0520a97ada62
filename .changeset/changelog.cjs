// How a changeset becomes a line of a changelog: its words as they are, without the hash of a commit, and one line for all
// packages of ours that moved along.

const dependencies = (packages) =>
  packages.map(({ name, newVersion }) => `${name} ${newVersion}`).join(", ");

module.exports = {
  getReleaseLine: async ({ summary }) => {
    const [first, ...rest] = summary.trim().split("\n");
    return [`- ${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
  },
  getDependencyReleaseLine: async (_changesets, updated) =>
    updated.length === 0 ? "" : `- Works with ${dependencies(updated)}.`,
};

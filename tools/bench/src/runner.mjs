// The one runner: peers take turns, so that all of them meet the same machine; the first samples of each are left out.
import { RunningPeer } from "./peer.mjs";

/** @import { Absent, Answer, Peer, Row } from "./contract" */

/**
 * @param {readonly (Peer | Absent)[]} peers
 * @param {{ rounds: number, warmUps: number, say: (line: string) => void }} options
 * @returns {Promise<Row[]>}
 */
export async function measure(peers, { rounds, warmUps, say }) {
  /** @type {Map<string, { peer: Peer, running: RunningPeer | null, row: Row & { answers: Answer[] } }>} */
  const contenders = new Map();
  for (const peer of peers) {
    if ("missing" in peer) {
      say(`without ${peer.name}: ${peer.missing}`);
      continue;
    }
    const running = new RunningPeer(peer);
    try {
      const versions = await running.versions();
      contenders.set(peer.name, { peer, running, row: { name: peer.name, answers: [], versions } });
    } catch (error) {
      say(`without ${peer.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (peer.fresh || !contenders.has(peer.name)) await running.stop();
  }
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, { peer, running, row }] of contenders) {
      if (peer.fresh && round < 0) continue; // a new process is never warm
      try {
        const answer = await (peer.fresh ? askOnce(peer) : running?.ask());
        if (round >= 0 && answer) row.answers.push(answer);
      } catch (error) {
        say(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
        contenders.delete(name);
      }
    }
    if (round >= 0) say(`round ${round + 1} of ${rounds}`);
  }
  for (const { running } of contenders.values()) await running?.stop();
  return Array.from(contenders.values(), ({ row }) => row);
}

/** @param {Peer} peer */
async function askOnce(peer) {
  const running = new RunningPeer(peer);
  try {
    await running.versions();
    return await running.ask();
  } finally {
    await running.stop();
  }
}

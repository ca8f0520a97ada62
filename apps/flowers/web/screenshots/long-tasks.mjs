// Lists what holds the page's own thread for long while a visitor works, trains and films: each task, and what it computed.
//   node apps/flowers/web/screenshots/long-tasks.mjs [milliseconds from which a task is told of, default 50]
// Times are the thread's processor time, so that a busy machine tells the same as an idle one.
/* global window, PerformanceObserver -- what is handed to `page` runs in the page */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumFlags, findChromium } from "@flowers-tools/testing/config";
import { chromium } from "playwright";
import { build, loadConfigFromFile, preview } from "vite";
import { whatIsDone } from "./what-is-done.mjs";

process.env["NODE_ENV"] = "production";
const toldFromMs = Number(process.argv[2] ?? 50);
const configFile = fileURLToPath(new URL("../vite.config.ts", import.meta.url));
const home = await mkdtemp(join(tmpdir(), "flowers-tasks-"));
const [outDir, traceFile] = [join(home, "site"), join(home, "trace.json")];
// Not minified, since a profile tells functions by their names; so it may be larger than a page that visitors load.
const { config } = await loadConfigFromFile({ command: "build", mode: "production" }, configFile);
await build({
  ...{ ...config, configFile: false, logLevel: "error" },
  plugins: config.plugins.filter(({ name }) => name !== "flowers:first-load"),
  build: { ...config.build, outDir, minify: false },
});
const server = await preview({
  ...{ configFile, logLevel: "error", build: { outDir } },
  preview: { port: 0, host: "127.0.0.1" },
});
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [...chromiumFlags, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
});
try {
  const context = await browser.newContext({
    locale: "en",
    viewport: { width: 1280, height: 900 },
  });
  await context.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: "longtask", buffered: true });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(1_200_000);
  const session = await context.newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: 500 });
  for (const [name, work] of whatIsDone(page, server.resolvedUrls?.local[0] ?? ""))
    await watched(page, session, name, work);
} finally {
  await browser.close();
  await server.close();
  await rm(home, { recursive: true, force: true });
}

/** Does a step under trace and profile; tells its long tasks. */
async function watched(page, session, name, work) {
  await browser.startTracing(page, {
    path: traceFile,
    categories: ["disabled-by-default-devtools.timeline", "devtools.timeline", "toplevel"],
  });
  await session.send("Profiler.start");
  await work();
  const { profile } = await session.send("Profiler.stop");
  await browser.stopTracing();
  const { traceEvents } = JSON.parse(await readFile(traceFile, "utf8"));
  const tasks = mainThreadTasks(traceEvents).sort((a, b) => b.tdur - a.tdur);
  const seen = await page.evaluate(() => window.longTasks.splice(0));
  const most = tasks[0]?.tdur ?? 0;
  console.log(
    `\n${name}: ${tasks.length} tasks, the longest ${ms(most)}; seen by the page: ${
      seen.length === 0 ? "none over 50 ms" : seen.map((d) => `${Math.round(d)}`).join(", ")
    } (by the clock)`,
  );
  const long = tasks.filter(({ tdur }) => tdur >= toldFromMs * 1000).slice(0, 12);
  for (const task of long) {
    console.log(`  ${ms(task.tdur)} (by the clock ${ms(task.dur)})`);
    for (const line of within(traceEvents, task)) console.log(`      ${line}`);
    for (const line of functionsIn(profile, task)) console.log(`      ${line}`);
  }
}

function ms(us) {
  return `${(us / 1000).toFixed(0)} ms`;
}

/** Tasks of the thread that draws the page. */
function mainThreadTasks(events) {
  const isTask = ({ name, tdur }) => name === "RunTask" && tdur !== undefined;
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return events.filter((event) => isTask(event) && mains.has(`${event.pid} ${event.tid}`));
}

/** The browser's own names for what a task did, longest first. */
function within(events, task) {
  const inside = events.filter(
    ({ pid, tid, ts, tdur, ph, cat }) =>
      ph === "X" &&
      pid === task.pid &&
      tid === task.tid &&
      tdur > 5000 &&
      ts >= task.ts &&
      ts < task.ts + task.dur &&
      /timeline/.test(cat ?? ""),
  );
  return inside
    .filter(({ name }) => name !== "RunTask")
    .sort((a, b) => b.tdur - a.tdur)
    .slice(0, 6)
    .map(({ name, tdur, args }) => {
      const { functionName = "", type = "" } = args?.data ?? {};
      return `${name} ${functionName}${type} ${ms(tdur)}`;
    });
}

/** The functions that took most of a task by themselves, with who called them. */
function functionsIn(profile, task) {
  const parents = new Map();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  for (const { id, children = [] } of profile.nodes)
    for (const child of children) parents.set(child, id);
  const own = new Map();
  let at = profile.startTime;
  profile.samples.forEach((id, i) => {
    const step = profile.timeDeltas[i];
    at += step;
    if (at < task.ts || at > task.ts + task.dur) return;
    own.set(id, (own.get(id) ?? 0) + step);
  });
  return [...own]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([id, time]) => {
      const stack = [];
      for (let node = id; node !== undefined && stack.length < 9; node = parents.get(node)) {
        const { functionName } = nodes.get(node)?.callFrame ?? {};
        stack.push(functionName || "(anonymous)");
      }
      return `${ms(time)} in ${stack.join(" < ")}`;
    });
}

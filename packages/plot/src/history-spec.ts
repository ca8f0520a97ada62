/** The Vega-Lite specification of the history figure. */
import type { TopLevelSpec } from "vega-lite";
import { arrange, type Arrangement, type HistoryLayout } from "./history-layout";
import { typeSizes } from "./type-sizes";
import { linesOf } from "./fit-text";
import type { Run } from "./history-input";
import { placedMarks } from "./mark-rows";
import { panelContent, shownMetrics, type PanelContent } from "./panel-content";
import { panelSpec } from "./panel-spec";
import { configOf, inks } from "./theme";

/** The tables of all panels, by the name that they have in the specification. */
export type HistoryTables = Readonly<Record<string, readonly object[]>>;

/** The figure of some runs. */
export interface HistoryFigure {
  readonly spec: TopLevelSpec;
  readonly tables: HistoryTables;
  /** Two figures of one frame differ in their tables alone, so that a live view need not be made again. */
  readonly frame: string;
}

/** The figure as a specification with its data inside. */
export function historyFigure(runs: readonly Run[], layout: HistoryLayout): HistoryFigure {
  const contents = shownMetrics(runs, layout.metrics).map((metric) =>
    panelContent(runs, metric, layout),
  );
  const arrangement = arrange(contents, layout);
  const tables = tablesOf(contents, arrangement, layout);
  const frame = frameOf(contents, arrangement, layout);
  return {
    spec: { ...frame, datasets: tables } as TopLevelSpec,
    tables,
    frame: JSON.stringify(frame),
  };
}

/** `accuracy`, `loss` and so on; `accuracyMarks` and so on if anything is marked. */
function tablesOf(
  contents: readonly PanelContent[],
  arrangement: Arrangement,
  layout: HistoryLayout,
): HistoryTables {
  return Object.fromEntries(
    contents.flatMap((content, at): [string, readonly object[]][] => [
      [tableName(content, at), content.rows],
      ...(layout.markBest || layout.markGap
        ? [
            [`${tableName(content, at)}Marks`, placedMarks(content, at, arrangement, layout)] as [
              string,
              readonly object[],
            ],
          ]
        : []),
    ]),
  );
}

/** A metric may be called anything; a table may not. */
function tableName({ metric }: PanelContent, at: number): string {
  return metric === "accuracy" || metric === "loss" ? metric : `metric${at}`;
}

function frameOf(
  contents: readonly PanelContent[],
  arrangement: Arrangement,
  layout: HistoryLayout,
): object {
  const { scale, columns, spacing, title } = arrangement;
  const panels = contents.map((content, at) =>
    panelSpec(content, { at, table: tableName(content, at) }, arrangement, layout),
  );
  const channels = ["color", "strokeDash", "x", "y"];
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: describe(contents),
    background: inks[layout.theme].background,
    padding: { left: 8 * scale, right: 14 * scale, top: 10 * scale, bottom: 8 * scale },
    ...(title.length === 0
      ? {}
      : {
          title: {
            text: linesOf(title),
            anchor: "middle",
            fontSize: typeSizes.title * scale,
            offset: 16 * scale,
          },
        }),
    bounds: "flush",
    ...(columns === contents.length && columns > 1
      ? { spacing: spacing.column, hconcat: panels }
      : columns === 1
        ? { spacing: spacing.row, vconcat: panels }
        : { spacing, columns, concat: panels }),
    resolve: { scale: Object.fromEntries(channels.map((channel) => [channel, "independent"])) },
    config: configOf(layout.theme, scale),
  };
}

function describe(contents: readonly PanelContent[]): string {
  const names = contents.map(({ metric }) => metric.replace(/_/g, " "));
  const last = names.at(-1) ?? "";
  const list = names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  return `Training and validation ${list} by epoch`;
}

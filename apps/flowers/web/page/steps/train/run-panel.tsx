/** The run that is under way: where it is, how fast it is, and the buttons that hold or end it. */
import type { JSX } from "preact";

import { sentences } from "../../../engine/sentences";
import { byteSize, duration, percent, plainNumber } from "../../format/numbers";
import { Meter } from "../../parts/meter";
import { language, text } from "../../state/preferences";
import { isBusy, type RunState, runShare } from "../../state/run-machine";
import { goOn, pause, run, stop } from "../../state/running";

export function RunPanel(): JSX.Element {
  const state = run.value;
  const words = text.value.train;
  const where = position(state);
  return (
    <div class="card run">
      <div class="card-head">
        <h3>{state.kind && text.value.models[state.kind]}</h3>
        <RunButtons state={state} />
      </div>
      <Meter label={words.progress} share={shareOf(state)} words={where} />
      <p class="where figures">{where}</p>
      <Figures state={state} />
      {state.facts && <StartedOn state={state} />}
      <p class="hint">{isBusy(state) ? words.memoryHint : ""}</p>
    </div>
  );
}

function RunButtons({ state }: { readonly state: RunState }): JSX.Element {
  const words = text.value.train;
  const paused = state.phase === "paused";
  const stoppable = isBusy(state) && state.phase !== "judging" && state.phase !== "stopping";
  const pausable = state.phase === "training" || state.phase === "validating";
  return (
    <div class="actions">
      {paused ? (
        <button type="button" class="button primary" onClick={() => void goOn()}>
          {words.continue}
        </button>
      ) : (
        <button type="button" class="button" disabled={!pausable} onClick={() => void pause()}>
          {words.pause}
        </button>
      )}
      <button
        type="button"
        class="button"
        title={words.stopHint}
        disabled={!stoppable}
        onClick={() => void stop()}
      >
        {words.stop}
      </button>
    </div>
  );
}

function shareOf(state: RunState): number | null {
  if (state.facts) return runShare(state);
  return state.seen && state.seen.done / Math.max(1, state.seen.total);
}

function position(state: RunState): string {
  const words = text.value.train;
  const { phase, facts, epoch, batch, step, seen } = state;
  if (phase === "failed") return "";
  if (phase === "idle") return words.phases.idle;
  const spoken = language.value;
  const count = (value: number): string => plainNumber(value, spoken);
  if (!facts) {
    const told = step ? words.preparing[step] : words.phases.preparing;
    return seen ? `${told} · ${percent(seen.done / Math.max(1, seen.total), spoken, 0)}` : told;
  }
  const told = words.phases[phase];
  if (phase === "judging") return told;
  const inEpoch = words.epochOf(count(Math.min(epoch + 1, facts.epochs)), count(facts.epochs));
  return `${told} · ${inEpoch} · ${words.batchOf(count(batch), count(facts.stepsPerEpoch))}`;
}

function Figures({ state }: { readonly state: RunState }): JSX.Element {
  const words = text.value.train.facts;
  const spoken = language.value;
  const { figures } = state;
  const secondsLeft = state.phase === "idle" ? null : (figures?.secondsLeft ?? null);
  const rows: readonly [string, string | undefined][] = [
    [words.loss, figures ? plainNumber(figures.loss, spoken, 4) : undefined],
    [words.accuracy, figures ? percent(figures.accuracy, spoken) : undefined],
    [words.speed, figures ? plainNumber(figures.imagesPerSecond, spoken) : undefined],
    [words.left, secondsLeft === null ? undefined : duration(secondsLeft, spoken)],
    [words.memory, figures ? byteSize(figures.tensorBytes, spoken) : undefined],
  ];
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? "–"}</dd>
        </div>
      ))}
    </dl>
  );
}

function StartedOn({ state }: { readonly state: RunState }): JSX.Element | null {
  const { facts } = state;
  if (!facts) return null;
  const words = text.value.train;
  const spoken = language.value;
  return (
    <div class="started-on">
      <p class="hint">
        {sentences(
          words.startedOn(words.backends[facts.backend], facts.backendDetail),
          words.counts(
            plainNumber(facts.trainingPictures, spoken),
            plainNumber(facts.validationPictures, spoken),
            plainNumber(facts.parameters, spoken),
          ),
        )}
      </p>
      {facts.refusals.length > 0 && (
        <p class="hint">
          {words.passedOver}
          {": "}
          {facts.refusals
            .map(
              ({ backend, reason }) => `${words.backends[backend]} (${reason.replace(/\.$/, "")})`,
            )
            .join("; ")}
        </p>
      )}
    </div>
  );
}

/** The whole page: header, the way through the steps, the five steps. */
import type { JSX } from "preact";

import { DropAnywhere } from "./frame/drop-anywhere";
import { PageHeader } from "./frame/page-header";
import { PasteAnywhere } from "./frame/paste-anywhere";
import { ResumeBanner } from "./frame/resume-banner";
import { UpdateBanner } from "./frame/update-banner";
import { StepNav } from "./frame/step-nav";
import { QuestionDialog } from "./parts/question";
import { announcement } from "./state/announcing";
import { text } from "./state/preferences";
import { sessionReady } from "./state/session";
import { Report } from "./report/report";
import { DataStep } from "./steps/data/data-step";
import { JudgeStep } from "./steps/judge/judge-step";
import { LookStep } from "./steps/look/look-step";
import { TrainStep } from "./steps/train/train-step";
import { UseStep } from "./steps/use/use-step";

export function App(): JSX.Element {
  return (
    <>
      <a class="skip" href="#data">
        {text.value.skip}
      </a>
      <PageHeader />
      <div class="body">
        <StepNav />
        <main aria-busy={!sessionReady.value}>
          <DataStep />
          <LookStep />
          <TrainStep />
          <JudgeStep />
          <UseStep />
        </main>
      </div>
      <footer>{text.value.footer}</footer>
      <div class="banners">
        <ResumeBanner />
        <UpdateBanner />
      </div>
      <Report />
      <QuestionDialog />
      <DropAnywhere />
      <PasteAnywhere />
      <p class="for-readers" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </>
  );
}

/** The top of the page: what it is, what it promises, language and light. */
import type { JSX } from "preact";

import { type Language, languageNames } from "../../text/language";
import { Choice } from "../parts/choice";
import { FlowerMark } from "../parts/flower-mark";
import { language, setLanguage, setTheme, text, type Theme, theme } from "../state/preferences";

export function PageHeader(): JSX.Element {
  const words = text.value;
  return (
    <header class="page-header">
      <div class="page-choices">
        <Choice<Language>
          label={words.language}
          quiet
          options={[
            { value: "en", name: languageNames.en },
            { value: "ko", name: languageNames.ko },
          ]}
          value={language.value}
          onChange={setLanguage}
        />
        <Choice<Theme>
          label={words.theme}
          quiet
          options={[
            { value: "system", name: words.themes.system },
            { value: "light", name: words.themes.light },
            { value: "dark", name: words.themes.dark },
          ]}
          value={theme.value}
          onChange={setTheme}
        />
      </div>
      <h1>
        <FlowerMark />
        {words.title}
      </h1>
      <p class="lead">{words.lead}</p>
      <p class="promise">{words.nothingLeaves}</p>
    </header>
  );
}

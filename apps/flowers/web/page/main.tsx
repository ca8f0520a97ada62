/** Where the page begins. */
import "./style/tokens.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/controls.css";
import "./style/parts.css";

import { render } from "preact";

import { App } from "./app";
import { startAdvising } from "./state/advising";
import { startAwake } from "./state/awake";
import { startHost } from "./state/hosting";
import { fetchExample } from "./state/example";
import { followLesson } from "./state/lesson";
import { startTabs } from "./state/other-tabs";
import { readSession } from "./state/session";

followLesson();
fetchExample();
const root = document.getElementById("page");
if (root) render(<App />, root);
startAdvising();
startTabs();
startAwake();
void readSession();
void startHost();

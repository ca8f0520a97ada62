/** What the page was told, and its words. */
import { explainEn } from "../../text/parts/explain-en";
import { explainKo } from "../../text/parts/explain-ko";
import { takenAwayEn } from "../../text/parts/taken-away-en";
import { takenAwayKo } from "../../text/parts/taken-away-ko";
import { type About, aboutId } from "../contract";

export const about = JSON.parse(document.getElementById(aboutId)?.textContent ?? "null") as About;

export const words = about.language === "ko" ? takenAwayKo : takenAwayEn;

/** As the page says it that this one was taken from. */
export const explain = about.language === "ko" ? explainKo : explainEn;

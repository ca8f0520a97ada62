/** What the page was told, and its words. */
import { takenAwayEn } from "../../text/parts/taken-away-en";
import { takenAwayKo } from "../../text/parts/taken-away-ko";
import { type About, aboutId } from "../contract";

export const about = JSON.parse(document.getElementById(aboutId)?.textContent ?? "null") as About;

export const words = about.language === "ko" ? takenAwayKo : takenAwayEn;

/** What the form begins with on this device. */
import { boundsOf, deviceFacts, settingsOn } from "./device";

const facts = deviceFacts();

export const usualSettings = settingsOn(facts);

/** Where the device has little memory: what differs from the tutorial for it. */
export const deviceBounds = boundsOf(facts);

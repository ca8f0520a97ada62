/** The error of a JPEG that cannot be decoded. */
import { DecodeError } from "../raw-image";

export const invalid = (what: string): DecodeError => new DecodeError(`invalid JPEG data: ${what}`);

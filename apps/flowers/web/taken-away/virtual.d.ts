/** What the plugin in `build` makes. */
declare module "virtual:taken-away" {
  /** The address of a file as `TakenAwayFile` says. */
  export const address: string;
}

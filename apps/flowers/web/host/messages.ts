/** What the page asks of its service worker; each message brings a port for the answer. */
export type HostRequest =
  /** Keep every file of this build, so that all works offline. */
  | { readonly type: "keep" }
  /** Take over from the present service worker, unless other tabs use it. */
  | { readonly type: "activate" };

export type HostReply = { readonly done: true } | { readonly done: false; readonly reason: string };

declare module "*?url&inline" {
  const dataUrl: string;
  export = dataUrl;
}

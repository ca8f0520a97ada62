/** What `imageDatasetFromDirectory` takes for a directory. */

/** Where images are: a path (Node); a directory handle, files or a zip (the page). */
export type DirectorySource = string | FileSystemDirectoryHandle | readonly File[] | Blob;

/** Reads local files for source maps. The command line passes the file system, a test passes a Map. */
export interface SourceFiles {
  /** The text of a file; null when it is missing, no ordinary file, unreadable or larger than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<string | null>;
  /** The text of the first bytes of a file, at most `bytes`; null when there is none to read. */
  readHead(path: string, bytes: number): Promise<string | null>;
  /** The same as {@link read}, synchronously, for texts of scripts that the analysis needs now and then. */
  readNow(path: string, maxBytes: number): string | null;
}

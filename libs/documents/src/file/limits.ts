/** What the reader of files may use. Milliseconds of processor and by the clock, megabytes of the worker's heap. */
export type Limits = {
  bytes: number;
  /** Of several files together. */
  allBytes: number;
  /** Processor time of the worker's thread, from when it takes up the file. */
  milliseconds: number;
  /** By the clock, for a machine that is busy with something else. */
  wallMilliseconds: number;
  /** By the clock, for LibreOffice, where a file needs it. */
  officeMilliseconds: number;
  heapMegabytes: number;
  zipEntries: number;
  inflatedBytes: number;
  pages: number;
  files: number;
  sheets: number;
  rows: number;
  cells: number;
  letters: number;
};

export const usualLimits: Limits = {
  bytes: 20 * 2 ** 20,
  allBytes: 60 * 2 ** 20,
  milliseconds: 2_000,
  wallMilliseconds: 20_000,
  officeMilliseconds: 45_000,
  heapMegabytes: 176,
  zipEntries: 2_000,
  inflatedBytes: 24 * 2 ** 20,
  pages: 500,
  files: 20,
  sheets: 50,
  rows: 50_000,
  cells: 500_000,
  letters: 10_000_000,
};

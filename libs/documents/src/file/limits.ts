/** What the reader of files may use. Bytes, milliseconds, megabytes of the worker's heap. */
export type Limits = {
  bytes: number;
  milliseconds: number;
  heapMegabytes: number;
  zipEntries: number;
  inflatedBytes: number;
};

export const usualLimits: Limits = {
  bytes: 20 * 2 ** 20,
  milliseconds: 10_000,
  heapMegabytes: 256,
  zipEntries: 2_000,
  inflatedBytes: 64 * 2 ** 20,
};

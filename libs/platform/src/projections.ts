/** What a view is written with and kept by, and nothing that only a server needs: it is loaded once more in the thread of the views. */
export { keepViews, type Projections } from './apart/keep-views';
export { dayOf } from './clock';
export type { Recorded } from './codec';
export * from './directory';
export { Fold, targetsOf } from './fold';
export { canonicalJson, sha256Hex, uuidFrom } from './ids';
export { defineView, type Contribution, type Target, type View } from './view';
export { sendSpans } from './watch/story-spans';
export { beginTracing, endTracing, storyIds } from './watch/tracing';
export { Log, LOG_FORMATS, LOG_LEVELS, setLog, type Details, type LogFormat, type LogLevel } from './watch/log';

export type { Aggregate } from './aggregate';
export { Arrivals } from './arrivals';
export { asOfDay } from './as-of';
export { formatToken, parseToken, type Caller, type Outcome, type Token } from './caller';
export { Claims, type Claim, type Holding } from './claims';
export { Clock, dayOf, SystemClock } from './clock';
export { EventCodec, type Recorded } from './codec';
export { Consumption, type Work } from './consumer';
export * from './directory';
export { fresh, freshnessOf, type Freshness, type Standing } from './freshness';
export * from './http/api';
export { httpApplication, openApi } from './http/app';
export { attachment, download } from './http/download';
export type { InternalRoutes } from './http/internal';
export { REQUEST_MS } from './http/limits';
export { From, hashOfRequest, Public } from './http/caller.guard';
export { fill, platformMessages, type Catalogue, type Message } from './http/messages';
export { noRoute, prefersEnglish, ProblemFilter, type Problem } from './http/problem.filter';
export { pastedTable, tableFileOf, type PastedTable, type TableFile } from './http/table-file';
export { ApiUpload, fileName, uploaded, uploadedFiles, type HttpRequest, type Upload } from './http/upload';
export { canonicalJson, newId, sha256Hex, uuidFrom } from './ids';
export { Lanes } from '@chuangwen/ports';
export { Lru } from './lru';
export { inSight, narrowed, overseerScope, permit, policy, type Action, type OverseerScope } from './policy';
export { principal, PRINCIPAL_HEADER, PrincipalTickets, type Principal } from './principal';
export { exportTenant, type Exported, type ExportOrder, type MoveStep, type MoveTold } from './move/export';
export { WholeFile } from './move/file';
export { importTenant, type Imported, type ImportOrder } from './move/import';
export {
  EVERYTHING,
  TenantRegister,
  type Arriving,
  type Installation,
  type MovingService,
  type Placement,
} from './move/installation';
export type { Counts, MovingTenant } from './move/records';
export { dropLeftDigests } from './move/view-digests';
export { nothingWritten } from './nothing-written';
export { Projector } from './projector';
export { defineSchedule, type DueJob, type Instruction, type Schedule } from './schedule';
export { ScheduleRunner } from './schedule-runner';
export { InjectView, MESSAGES, serviceModule } from './service';
export type { ServiceDefinition, WhenMoved } from './service-definition';
export { ServiceRuntime, type ParkedStream } from './service-runtime';
export { isSealed, open, seal } from './sealing';
export { Streams } from './streams';
export { Fold, targetsOf } from './fold';
export { defineView, type Contribution, type Target, type View } from './view';
export { isBlank, nameField } from './unseen';
export { ViewReader, type Answer } from './views';
export type { Step } from './event-follower';
export { defineWorkflow, WorkflowRunner, type Workflow } from './workflow';
export { Log, setLog, type Details } from './watch/log';
export { Health, type HealthBounds, type Readiness } from './watch/health';
export { WATCH_PAGES, watchPage } from './watch/pages';
export { registry } from './watch/metrics';

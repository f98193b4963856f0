import {
  additionsNoted,
  additionsResumed,
  additionsWithdrawn,
  taskAdded,
  taskDetailsSet,
  taskTableImported,
} from './details';
import { evidenceAttached, evidenceDescribed, taskChecksWaived, taskEvidenceRequired } from './evidence';
import { taskHandedOver } from './handed-over';
import { taskSharedWith, taskUnshared } from './sharing';
import {
  taskAccepted,
  taskAssigned,
  taskDeadlineSet,
  taskEvidenceAttached,
  taskEvidenceRemoved,
  taskEvidenceWanted,
  taskOpened,
  taskProgressReported,
  taskReturned,
  taskSubmitted,
} from './task';
import { taskReinstated, taskRevised, taskWithdrawn } from './withdrawal';

export * from './details';
export * from './evidence';
export * from './handed-over';
export * from './sharing';
export * from './task';
export * from './withdrawal';

export const taskContracts = [
  taskOpened,
  taskAssigned,
  taskDeadlineSet,
  taskEvidenceWanted,
  taskProgressReported,
  taskEvidenceAttached,
  taskEvidenceRemoved,
  taskSubmitted,
  taskReturned,
  taskAccepted,
  taskWithdrawn,
  taskReinstated,
  taskRevised,
  taskHandedOver,
  taskSharedWith,
  taskUnshared,
  taskAdded,
  additionsNoted,
  additionsWithdrawn,
  additionsResumed,
  taskDetailsSet,
  taskEvidenceRequired,
  taskChecksWaived,
  taskTableImported,
  evidenceDescribed,
  evidenceAttached,
] as const;

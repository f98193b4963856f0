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

export * from './task';

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
] as const;

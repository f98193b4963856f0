import { AcceptAnswerHandler } from '../commands/accept-answer';
import { ExtendRequestHandler } from '../commands/extend-request';
import { IssueRequestHandler } from '../commands/issue-request';
import { RemindRequestHandler } from '../commands/remind-request';
import { ReturnRowsHandler } from '../commands/return-rows';
import { SaveDraftHandler } from '../commands/save-draft';
import { SubmitAnswerHandler } from '../commands/submit-answer';
import { UploadSheetHandler } from '../commands/upload-sheet';
import { WithdrawRequestHandler } from '../commands/withdraw-request';
import { GetRequestHandler } from '../queries/get-request';
import { GetSheetHandler } from '../queries/get-sheet';
import { ListOwedHandler } from '../queries/list-owed';
import { ListRequestsHandler } from '../queries/list-requests';
import { ReadColumnsHandler } from '../queries/read-columns';
import { AskedBefore } from './asked-before';
import { Desk } from './desk';
import { Drafts } from './drafts';
import { Held } from './held';
import { Owing } from './owing';
import { Tallies } from './tallies';

/** Everything of data requests (报送事项), for the service's table of contents. */
export const dataRequestProviders = [
  ...[IssueRequestHandler, ExtendRequestHandler, WithdrawRequestHandler, RemindRequestHandler],
  ...[SaveDraftHandler, UploadSheetHandler, SubmitAnswerHandler, ReturnRowsHandler, AcceptAnswerHandler],
  ...[ReadColumnsHandler, ListRequestsHandler, ListOwedHandler, GetRequestHandler, GetSheetHandler],
  ...[Desk, Drafts, Held, Owing, Tallies, AskedBefore],
] as const;

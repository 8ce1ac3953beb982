/**
 * Sharing records between agencies, whatever their type: direct shares and shares to a group, with a handling code that
 * binds, a term, the originator's consent under H2 and H3, recall and its acknowledgement. Access requests open single
 * fields to one person for a term. Every change keeps the feed equal to owner ∪ shares ∪ grants in the same transaction.
 * A share opens the row, never a cell. Nobody outside a group learns who is in it.
 */
export { SharingModule } from './sharing.module.js';
export { openShare, readsContent, sharingCommands, SharingService, type Share, type ShareableRow, type SharePreview } from './sharing.service.js';
export { accessRequestCommands, AccessRequestsService } from './access-requests.service.js';
export { HANDLING_CODES, loosens, needsConsent, strictest, type HandlingCode } from './handling-codes.js';
export { HandlingCodeEnum, ShareLeadInput, SharePreviewType, ShareType } from './sharing.type.js';
export { sharingMigration } from './sharing.migration.js';

export const sharingReads = { accessRequests: 'accessRequest.list', sharesWaiting: 'share.listWaiting' } as const;
export const sharingOpenTypes = {
  Share: 'listed to the parties of the share only',
  SharesWaiting: 'lists of shares',
  SharePreview: 'the previewer’s own rights bound what it shows',
  PreviewField: 'part of SharePreview',
  AccessRequest: 'listed to requester, his head and the provider only',
} as const;

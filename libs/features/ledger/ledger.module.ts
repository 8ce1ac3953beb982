import { Module } from '@nestjs/common';
import { PeopleModule } from '#features/people';
import { CovertService } from './covert.service.js';
import { DisseminationsService } from './disseminations.service.js';
import { HintsService } from './hints.service.js';
import { InvestigationsService } from './investigations.service.js';
import { LedgerProofsResolver } from './ledger-proofs.resolver.js';
import { LedgerProofsService } from './ledger-proofs.service.js';
import { LedgerResolver } from './ledger.resolver.js';
import { LedgerService } from './ledger.service.js';
import { PolicyApprovalService } from './policy-approval.service.js';
import { ReadingIndex } from './reading-index.js';
import { StatementController } from './statement.controller.js';
import { StatementService } from './statement.service.js';

@Module({
  imports: [PeopleModule],
  controllers: [StatementController],
  providers: [ReadingIndex, LedgerService, CovertService, DisseminationsService, HintsService, InvestigationsService, StatementService, PolicyApprovalService, LedgerProofsService, LedgerResolver, LedgerProofsResolver],
  exports: [PolicyApprovalService, StatementService],
})
export class LedgerModule {}

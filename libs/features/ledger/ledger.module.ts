import { Module } from '@nestjs/common';
import { LedgerResolver } from './ledger.resolver.js';
import { LedgerService } from './ledger.service.js';

@Module({ providers: [LedgerService, LedgerResolver] })
export class LedgerModule {}

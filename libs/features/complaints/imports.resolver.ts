import { Inject } from '@nestjs/common';
import { Args, ID, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Viewer } from '#kernel/access';
import { CurrentViewer, wantedOf } from '#kernel/graphql';
import { ENCODING_OF, ImportEncodingEnum, ImportMappingInput, ImportProfileEnum, ImportProfileInfoType, ImportRunType } from './import-run.type.js';
import { ImportsService, templateUrl, type ImportRunView } from './imports.service.js';
import { IMPORT_PROFILES } from './import/profiles.js';
import type { ImportRunRow } from './import-run.js';

@Resolver(() => ImportRunType)
export class ImportsResolver {
  constructor(@Inject(ImportsService) private readonly imports: ImportsService) {}

  @Query(() => [ImportProfileInfoType])
  importProfiles(): ImportProfileInfoType[] {
    return IMPORT_PROFILES.map((p) => ({
      profile: p.code,
      label: `${p.labelZh} / ${p.labelEn}`,
      fields: p.fields.map(({ name, labelZh, labelEn, required }) => ({ name, labelZh, labelEn, required })),
      templateUrl: templateUrl(p.code),
    }));
  }

  @Query(() => [ImportRunType], { description: 'Of the viewer’s agency, newest first' })
  async importRuns(@CurrentViewer() viewer: Viewer): Promise<ImportRunType[]> {
    return (await this.imports.list(viewer)).map((run) => shown({ run, preview: [], problems: [] }));
  }

  @Query(() => ImportRunType, { nullable: true })
  async importRun(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args('id', { type: () => ID }) id: string): Promise<ImportRunType> {
    const { fields } = wantedOf(info, []);
    return shown(await this.imports.one(viewer, id, fields.has('preview') || fields.has('problems')));
  }

  @Mutation(() => ImportRunType, { description: 'The file was uploaded by tus to /uploads first; it is checked in the background' })
  startImport(
    @CurrentViewer() viewer: Viewer,
    @Args('uploadId', { type: () => ID }) uploadId: string,
    @Args('profile', { type: () => ImportProfileEnum }) profile: keyof typeof ImportProfileEnum,
    @Args('encoding', { type: () => ImportEncodingEnum, nullable: true, description: 'Null: found out from the file' }) encoding?: keyof typeof ImportEncodingEnum | null,
  ): Promise<ImportRunType> {
    return this.answer(viewer, this.imports.start(viewer, uploadId, profile, encoding ? ENCODING_OF[encoding] : null));
  }

  @Mutation(() => ImportRunType, { description: 'Checks the file again with these columns' })
  mapImportColumns(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID }) id: string,
    @Args('mapping', { type: () => [ImportMappingInput] }) mapping: ImportMappingInput[],
  ): Promise<ImportRunType> {
    return this.answer(viewer, this.imports.mapColumns(viewer, id, mapping.map(({ header, field }) => ({ header, field: field ?? null }))));
  }

  @Mutation(() => ImportRunType)
  commitImport(@CurrentViewer() viewer: Viewer, @Args('id', { type: () => ID }) id: string): Promise<ImportRunType> {
    return this.answer(viewer, this.imports.commit(viewer, id));
  }

  @Mutation(() => ImportRunType, { description: 'Complaints already committed stay' })
  cancelImport(@CurrentViewer() viewer: Viewer, @Args('id', { type: () => ID }) id: string): Promise<ImportRunType> {
    return this.answer(viewer, this.imports.cancel(viewer, id));
  }

  @Mutation(() => ImportRunType, { description: 'Goes on after the last complaint that was committed' })
  resumeImport(@CurrentViewer() viewer: Viewer, @Args('id', { type: () => ID }) id: string): Promise<ImportRunType> {
    return this.answer(viewer, this.imports.resume(viewer, id));
  }

  private async answer(viewer: Viewer, done: Promise<string>): Promise<ImportRunType> {
    return shown(await this.imports.one(viewer, await done, true));
  }
}

function shown({ run, preview, problems }: ImportRunView): ImportRunType {
  return {
    id: run.id,
    version: run.version,
    profile: run.profile,
    fileName: run.file_name,
    status: run.status,
    rowsRead: run.rows_read,
    rowsTotal: run.rows_total,
    recordsReady: run.records_ready,
    recordsCommitted: run.records_committed,
    recordsUnchanged: run.records_unchanged,
    rowsRefused: run.rows_refused,
    ratePerSecond: run.rate,
    remainingSeconds: run.remaining,
    columns: run.header?.columns ?? [],
    preview,
    problems,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    errorReportUrl: hasReport(run) ? `/imports/${run.id}/errors` : null,
    message: run.message,
  };
}

/** After the check the report is whole; before, rows are still being found. */
function hasReport(run: ImportRunRow): boolean {
  return run.rows_refused > 0 && run.header !== null && run.status !== 'CHECKING' && !run.from_command_line;
}

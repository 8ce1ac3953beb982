import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, Kind, parse, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import { SessionsService } from '#features/people';
import { readPurpose, type Viewer } from '#kernel/access';
import { newId } from '#kernel/crypto';
import { Records, ScopedRead } from '#kernel/database';
import { Refusal, unauthenticated } from '#kernel/errors';
import { complexityRules, MAX_TOKENS, shapeError, type HubContext } from '#kernel/graphql';
import { PUBLIC_OPERATIONS } from './surface.js';

const log = new Logger('graphql');

/** Schema options, limits, error shape and who is asking: everything between HTTP and the resolvers. */
export function graphqlOptions(sessions: SessionsService, read: ScopedRead, records: Records, demo: boolean): ApolloDriverConfig {
  return {
    driver: ApolloDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    introspection: demo,
    graphiql: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: complexityRules,
    formatError: (formatted: GraphQLFormattedError, error: unknown) => shapeError(formatted, error, report),
    plugins: [noStore()],
    context: (request: FastifyRequest, reply: FastifyReply) => contextOf(request, reply, sessions, read, records),
  };
}

/** Where a bug happened, without its message: messages of the database may quote values. */
function report(reference: string, error: unknown): void {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).join('\n') : '';
  const kind = error instanceof Error ? `${error.name} ${(error as { code?: string }).code ?? ''}` : 'unknown fault';
  log.error(`${reference} ${kind}\n${frames}`);
}

async function contextOf(request: FastifyRequest, reply: FastifyReply, sessions: SessionsService, read: ScopedRead, records: Records): Promise<HubContext> {
  const requestId = newId();
  reply.header('x-request-id', requestId);
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
  const viewer = token ? await sessions.viewerOf(token, requestId) : null;
  const context: HubContext = { viewer, requestId, address: request.ip };
  const body = (request.body ?? {}) as { query?: unknown; extensions?: { purpose?: unknown } | null };
  if (!viewer) {
    // Before validation and limits: who is not signed in learns nothing about the schema.
    if (!isPublic(body.query)) throw asHttpError(unauthenticated(), 401);
    return context;
  }
  try {
    const stated = readPurpose(body.extensions?.purpose);
    const purpose = stated ? await read.look(viewer, (c, now) => records.resolvePurpose(c, viewer, stated, now)) : null;
    return { ...context, viewer: Object.freeze({ ...viewer, purpose }) satisfies Viewer };
  } catch (error) {
    // Told as a refusal of the whole request, before anything runs.
    if (error instanceof Refusal) throw asHttpError(error, 400);
    throw error;
  }
}

function asHttpError(refusal: Refusal, status: number): GraphQLError {
  return new GraphQLError(refusal.zh, { originalError: refusal, extensions: { code: refusal.code, http: { status } } });
}

/** Every operation of the document asks public root fields only; what does not parse is not public. */
function isPublic(query: unknown): boolean {
  if (typeof query !== 'string') return false;
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: MAX_TOKENS, noLocation: true });
  } catch {
    return false;
  }
  const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  return operations.every((operation) => operation.selectionSet.selections.every((s) => s.kind === Kind.FIELD && PUBLIC_OPERATIONS.has(s.name.value)));
}

/** No answer may be stored on the way. */
function noStore(): ApolloServerPlugin<HubContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ response }) => {
          response.http.headers.set('cache-control', 'private, no-store');
          return Promise.resolve();
        },
      }),
  };
}

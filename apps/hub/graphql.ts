import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, Kind, parse, visit, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import { policyNotInForce, type PolicyApprovalService } from '#features/ledger';
import { SessionsService } from '#features/people';
import { readPurpose, type Viewer } from '#kernel/access';
import { newId } from '#kernel/crypto';
import { Records, ScopedRead } from '#kernel/database';
import { invalidInput, Refusal, unauthenticated, type FieldProblem } from '#kernel/errors';
import { complexityRules, MAX_TOKENS, shapeError, type HubContext } from '#kernel/graphql';
import { OPEN_TO_UNSETTLED, OPEN_WITHOUT_APPROVED_POLICY, PUBLIC_OPERATIONS } from './surface.js';

const log = new Logger('graphql');

/** Schema options, limits, error shape and who is asking: everything between HTTP and the resolvers. */
export function graphqlOptions(sessions: SessionsService, read: ScopedRead, records: Records, approvals: PolicyApprovalService, demo: boolean): ApolloDriverConfig {
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
    plugins: [storableTextOnly(), noStore()],
    context: (request: FastifyRequest, reply: FastifyReply) => contextOf(request, reply, sessions, read, records, approvals),
  };
}

/** Where a bug happened, without its message: messages of the database may quote values. */
function report(reference: string, error: unknown): void {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).join('\n') : '';
  const kind = error instanceof Error ? `${error.name} ${(error as { code?: string }).code ?? ''}` : 'unknown fault';
  log.error(`${reference} ${kind}\n${frames}`);
}

async function contextOf(request: FastifyRequest, reply: FastifyReply, sessions: SessionsService, read: ScopedRead, records: Records, approvals: PolicyApprovalService): Promise<HubContext> {
  const requestId = newId();
  reply.header('x-request-id', requestId);
  // The plugin below does not see what is refused here, before Apollo runs anything.
  reply.header('cache-control', 'private, no-store');
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
  const body = (request.body ?? {}) as { query?: unknown; extensions?: { purpose?: unknown } | null };
  const viewer = token ? await viewerOf(token) : null;
  const context: HubContext = { viewer, requestId, address: request.ip };
  if (!viewer) {
    // Before validation and limits: who is not signed in learns nothing about the schema.
    if (!asksOnly(body.query, PUBLIC_OPERATIONS)) throw asHttpError(unauthenticated(), 401);
    return context;
  }
  if (!(await approvals.inForce()) && !asksOnly(body.query, OPEN_WITHOUT_APPROVED_POLICY)) throw asHttpError(policyNotInForce(), 503);
  try {
    const stated = readPurpose(body.extensions?.purpose);
    const purpose = stated ? await read.look(viewer, (c, now) => records.resolvePurpose(c, viewer, stated, now)) : null;
    return { ...context, viewer: Object.freeze({ ...viewer, purpose }) satisfies Viewer };
  } catch (error) {
    // Told as a refusal of the whole request, before anything runs.
    if (error instanceof Refusal) throw asHttpError(error, 400);
    throw error;
  }

  async function viewerOf(bearer: string): Promise<Viewer | null> {
    try {
      return await sessions.viewerOf(bearer, requestId, () => asksOnly(body.query, OPEN_TO_UNSETTLED));
    } catch (error) {
      if (error instanceof Refusal) throw asHttpError(error, 403);
      throw error;
    }
  }
}

function asHttpError(refusal: Refusal, status: number): GraphQLError {
  return new GraphQLError(refusal.zh, { originalError: refusal, extensions: { code: refusal.code, http: { status } } });
}

/** Every operation of the document asks these root fields only; what does not parse does not. */
function asksOnly(query: unknown, open: ReadonlySet<string>): boolean {
  if (typeof query !== 'string') return false;
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: MAX_TOKENS, noLocation: true });
  } catch {
    return false;
  }
  const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  return operations.every((operation) => operation.selectionSet.selections.every((s) => s.kind === Kind.FIELD && open.has(s.name.value)));
}

/** Strings that no database can hold byte for byte (NUL, lone surrogates) are refused before execution, with their place. */
function storableTextOnly(): ApolloServerPlugin<HubContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ request, document }) => {
          const problems = unstorable(request.variables ?? {}, '');
          visit(document, {
            StringValue: (node) => {
              if (!isStorable(node.value)) problems.push(unstorableAt('query'));
            },
          });
          if (problems.length > 0) throw asHttpError(invalidInput(problems), 400);
          return Promise.resolve();
        },
      }),
  };
}

/** Far deeper than any input of the schema; ten thousand levels of JSON would end the stack. */
const DEEPEST_INPUT = 32;

function unstorable(value: unknown, path: string, depth = 0): FieldProblem[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [unstorableAt(path.replace(/^input\./, ''))];
  if (value === null || typeof value !== 'object') return [];
  if (depth > DEEPEST_INPUT) return [{ field: path.split('.')[0]!, zh: '嵌套层数过多', en: 'is nested too deeply' }];
  return Object.entries(value).flatMap(([key, inner]) => unstorable(inner, path === '' ? key : `${path}.${key}`, depth + 1));
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

function unstorableAt(field: string): FieldProblem {
  return { field, zh: '含有无法保存的字符（空字符或孤立代理项）', en: 'contains a character that cannot be stored (NUL or a lone surrogate)' };
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

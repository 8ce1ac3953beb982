import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import helmet from '@fastify/helmet';
import { Logger } from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { viewerOfHeader } from '#features/complaints';
import { PolicyApprovalService, policyNotInForce } from '#features/ledger';
import { SessionsService } from '#features/people';
import type { Config } from '#kernel/config';
import { randomToken } from '#kernel/crypto';
import { migrate, startEmbeddedServer, type EmbeddedServer } from '#kernel/database';
import { holesIn } from '#kernel/graphql';
import { openKernel, type Kernel } from '#kernel/runtime';
import { Uploads } from '#kernel/storage';
import { HubModule } from './hub.module.js';
import { QuietGraphqlFilter } from './quiet-graphql.filter.js';
import { commands, migrations, openTypes, policies, reads, sessionMutations } from './surface.js';

const REQUEST_LOGIN = 'xiecha_app';
const BODY_LIMIT = 1024 * 1024;

/** Where the two logins of the running service point. */
export interface DatabaseLogins {
  requestUrl: string;
  ownerUrl: string | null;
  server: EmbeddedServer | null;
}

/** Starts the embedded server or takes the configured one, and brings the schema up to date. */
export async function prepareDatabase(config: Config): Promise<DatabaseLogins> {
  if (!config.database.embedded) {
    const requestUrl = config.database.url!;
    if (config.database.ownerUrl) await migrate(config.database.ownerUrl, migrations, { user: new URL(requestUrl).username });
    return { requestUrl, ownerUrl: config.database.ownerUrl ?? null, server: null };
  }
  mkdirSync(config.dataDirectory, { recursive: true });
  const server = await startEmbeddedServer({ directory: join(config.dataDirectory, 'postgres'), durable: true });
  const password = requestPassword(config.dataDirectory);
  await migrate(server.ownerUrl, migrations, { user: REQUEST_LOGIN, password });
  const requestUrl = new URL(server.ownerUrl);
  requestUrl.username = REQUEST_LOGIN;
  requestUrl.password = password;
  return { requestUrl: requestUrl.toString(), ownerUrl: server.ownerUrl, server };
}

function requestPassword(directory: string): string {
  const path = join(directory, 'request-login.secret');
  if (!existsSync(path)) writeFileSync(path, randomToken(), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
}

export interface RunningHub {
  app: NestFastifyApplication;
  kernel: Kernel;
  close(): Promise<void>;
}

/** The hub on an opened database, not yet listening; refuses to start with a hole in the policy. */
export async function createHub(config: Config, requestUrl: string): Promise<RunningHub> {
  const log = new Logger('hub');
  const kernel = await openKernel({ config, requestUrl, policies, commands, onFault: (error) => log.error(error instanceof Error ? (error.stack ?? error.message) : 'background fault') });
  const app = await NestFactory.create<NestFastifyApplication>(HubModule.of(kernel), new FastifyAdapter({ bodyLimit: BODY_LIMIT, trustProxy: false }), {
    logger: config.logLevel === 'silent' ? false : config.logLevel === 'debug' || config.logLevel === 'trace' ? ['log', 'warn', 'error', 'debug'] : ['warn', 'error'],
    abortOnError: false,
  });
  app.useGlobalFilters(new QuietGraphqlFilter(app.get(HttpAdapterHost).httpAdapter));
  await app.register(helmet, { contentSecurityPolicy: { directives: { defaultSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:', 'blob:'], fontSrc: ["'self'", 'data:'], connectSrc: ["'self'"], upgradeInsecureRequests: null } }, strictTransportSecurity: false });
  await serveConsole(app);
  refuseFilesUnderUnapprovedPolicy(app);
  app.get(Uploads).mount(app.getHttpAdapter().getInstance(), (authorization) => viewerOfHeader(app.get(SessionsService), authorization));
  await app.init();
  const holes = holesIn(app.get(GraphQLSchemaHost).schema, { policies, commands: kernel.unitOfWork.registered(), reads, sessionMutations, openTypes });
  if (holes.length > 0) {
    await app.close();
    await kernel.close();
    throw new Error(`the service does not start with a hole in its policy:\n${holes.map((h) => `  ${h}`).join('\n')}`);
  }
  kernel.deadlines.start();
  // Not awaited: requests are answered while the queue opens; enqueue waits for it.
  void kernel.jobs.start({ work: true }).catch((error: unknown) => log.error(error instanceof Error ? error.stack : 'the job queue did not open'));
  return {
    app,
    kernel,
    close: async () => {
      await app.close();
      await kernel.close();
    },
  };
}

/** Files carry record content as GraphQL does, so they wait for the policy too. */
function refuseFilesUnderUnapprovedPolicy(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (!FILE_PATHS.test(request.url) || (await app.get(PolicyApprovalService).inForce())) return;
      const { code, zh, en } = policyNotInForce();
      return reply.code(503).send({ error: code, message: zh, messageEn: en });
    });
}

/** The built console: files under their names, every other page path answers the page itself. */
async function serveConsole(app: NestFastifyApplication): Promise<void> {
  // Beside the compiled hub, or under dist when the hub runs from its sources (tests).
  const root = [join(import.meta.dirname, '..', '..', 'console'), join(import.meta.dirname, '..', '..', 'dist', 'console')].find((folder) => existsSync(join(folder, 'index.html')));
  if (root === undefined) return;
  const page = readFileSync(join(root, 'index.html'));
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    // Names of built files carry their hash; the page itself must always be asked for.
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  app
    .getHttpAdapter()
    .getInstance()
    .get('/*', (request, reply) => {
      const isPage = (request.headers.accept ?? '').includes('text/html') && !SERVICE_PATHS.test(request.url);
      if (!isPage) return reply.code(404).send({ statusCode: 404, message: 'Not Found' });
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
    });
}

const SERVICE_PATHS = /^\/(graphql|health|checkpoint|tile|uploads|assets)(\/|\?|$)/;

const FILE_PATHS = /^\/(uploads|imports|audit)(\/|\?|$)/;

import { mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { isId, newId } from '#kernel/crypto';

const PATH = '/uploads';
const LONGEST_NAME = 200;
/** Set on the request after authentication, over whatever the client may have sent under this name. */
const PERSON = 'x-uploading-person';
/** GET stays out: what was uploaded is never given out again under its upload address. */
const METHODS = ['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const TUS_BODY = 'application/offset+octet-stream';

/** Whoever may upload; null = not signed in. */
export type Uploader = (authorization: string | undefined) => Promise<{ personId: string } | null>;

/** A complete upload. */
export interface StoredUpload {
  id: string;
  path: string;
  /** As the client named it, control characters and folders off. */
  fileName: string;
  size: number;
}

/** What this lib needs of the web framework. */
export interface Web {
  addContentTypeParser(type: string, parser: (request: unknown, body: unknown, done: (error: null, body: unknown) => void) => void): unknown;
  route(options: {
    method: string[];
    url: string;
    handler: (request: { raw: IncomingMessage }, reply: { hijack(): void; raw: ServerResponse; code(status: number): { send(body: unknown): unknown } }) => Promise<unknown>;
  }): unknown;
}

/**
 * Files on their way in: resumable uploads (tus 1.0) into a folder of the data directory. An upload belongs to the person
 * who created it; for everybody else it does not exist.
 */
export class Uploads {
  private readonly store: FileStore;
  private readonly server: Server;

  /** `most` = bytes of one file. */
  constructor(
    private readonly directory: string,
    most: number,
  ) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.store = new FileStore({ directory });
    this.server = new Server({
      path: PATH,
      datastore: this.store,
      maxSize: most,
      relativeLocation: true,
      respectForwardedHeaders: false,
      // Same origin only: no origin is answered with leave.
      allowedOrigins: () => false,
      namingFunction: () => newId(),
      onUploadCreate: (request, upload) => Promise.resolve({ metadata: { ...upload.metadata, person: request.headers.get(PERSON) } }),
      onResponseError: (_request, error) => Promise.resolve('status_code' in error ? undefined : { status_code: 500, body: 'upload failed\n' }),
    });
  }

  /** Adds the routes. Answers 401 without a session and 404 for another person's upload. */
  mount(web: Web, uploader: Uploader): void {
    web.addContentTypeParser(TUS_BODY, (_request, body, done) => done(null, body));
    const handler: Parameters<Web['route']>[0]['handler'] = async ({ raw }, reply) => {
      const person = await uploader(raw.headers.authorization);
      if (!person) return reply.code(401).send({ error: 'UNAUTHENTICATED' });
      const id = idOf(raw.url ?? '');
      if (id !== null && (await this.ownerOf(id)) !== person.personId) return reply.code(404).send({ error: 'NOT_FOUND' });
      setHeader(raw, PERSON, person.personId);
      reply.hijack();
      return this.server.handle(raw, reply.raw);
    };
    for (const url of [PATH, `${PATH}/*`]) web.route({ method: [...METHODS], url, handler });
  }

  /** A complete upload of this person; null for anything else. */
  async find(id: string, personId: string): Promise<StoredUpload | null> {
    if (!isId(id) || (await this.ownerOf(id)) !== personId) return null;
    const upload = await this.store.getUpload(id);
    if (upload.size === undefined || upload.offset !== upload.size) return null;
    return { id, path: this.pathOf(id), fileName: nameOf(upload.metadata?.['filename']), size: upload.size };
  }

  pathOf(id: string): string {
    if (!isId(id)) throw new Error('not an upload id');
    return join(this.directory, id);
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.json`, { force: true });
  }

  /** Removes uploads last written before `before`, finished or not; the machine's own time. */
  async sweep(before: Date): Promise<void> {
    for (const name of await readdir(this.directory)) {
      const id = name.replace(/\.json$/, '');
      if (!isId(id)) continue;
      const written = await stat(join(this.directory, name)).catch(() => null);
      if (written && written.mtime < before) await this.remove(id);
    }
  }

  private async ownerOf(id: string): Promise<string | null> {
    if (!isId(id)) return null;
    const upload = await this.store.getUpload(id).catch(() => null);
    return upload?.metadata?.['person'] ?? null;
  }
}

/** In both forms in which Node keeps headers, over whatever was sent under that name. */
function setHeader(request: IncomingMessage, name: string, value: string): void {
  const kept = request.rawHeaders.filter((_, i, all) => all[i - (i % 2)]!.toLowerCase() !== name);
  request.rawHeaders.splice(0, request.rawHeaders.length, ...kept, name, value);
  request.headers[name] = value;
}

/** '' for an address below /uploads that is no id, null for /uploads itself. */
function idOf(url: string): string | null {
  const path = url.split('?')[0]!.replace(/\/+$/, '');
  return path === PATH ? null : path.slice(PATH.length + 1);
}

function nameOf(written: string | null | undefined): string {
  // oxlint-disable-next-line no-control-regex -- they are what is taken off
  const name = (written ?? '').split(/[\\/]/).at(-1)!.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  return [...name].slice(0, LONGEST_NAME).join('') || 'upload';
}

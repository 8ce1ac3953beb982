import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig } from './index.js';

const file = fileURLToPath(import.meta.url);
const app = 'postgresql://xiecha_app:s3cret-app@db.example/xiecha';
const owner = 'postgresql://xiecha_owner:s3cret-owner@db.example/xiecha';
const real = { DATABASE_URL: app, XIECHA_ROOT_KEY_FILE: file, XIECHA_LOG_KEY_FILE: file };

function refusal(env: Record<string, string>): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('config', () => {
  it('is a demo on its own database when nothing is set', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      port: 3000, host: '127.0.0.1', demo: true, database: { embedded: true }, clockStart: null, cryptoSuite: 'international',
      rootKeyFile: null, logKeyFile: null, witnessesFile: null, secondFactorRequired: false, dataSetsDirectory: null, logLevel: 'info',
    });
    expect(config.dataDirectory).toMatch(/\/\.xiecha$/);
    expect(Object.isFrozen(config) && Object.isFrozen(config.database)).toBe(true);
  });

  it('is not a demo on a real database, and asks for the second factor', () => {
    const config = loadConfig({ ...real, DATABASE_OWNER_URL: owner, XIECHA_HOST: '0.0.0.0', PORT: '8080', LOG_LEVEL: '' });
    expect(config).toMatchObject({ demo: false, port: 8080, host: '0.0.0.0', secondFactorRequired: true, database: { embedded: false, url: app, ownerUrl: owner } });
  });

  it('reads the demo clock', () => {
    expect(loadConfig({ XIECHA_CLOCK: '2026-09-21T09:00:00+08:00' }).clockStart).toEqual(new Date('2026-09-21T01:00:00Z'));
  });

  it('names every problem at once, and no value', () => {
    const error = refusal({
      PORT: '70000', XIECHA_HOST: 'everywhere', DATABASE_URL: 'mysql://root:hunter2@h/d', XIECHA_DEMO: 'yes', XIECHA_CLOCK: 'yesterday',
      XIECHA_CRYPTO: 'rot13', XIECHA_ROOT_KEY_FILE: '/nowhere/key', XIECHA_LOG_KEY_FILE: '/nowhere/key', XIECHA_WITNESSES: '/nowhere/policy', XIECHA_SECOND_FACTOR: 'maybe', XIECHA_DATA_SETS: '/nowhere', LOG_LEVEL: 'loud',
    });
    expect(error.variables).toEqual(['PORT', 'XIECHA_HOST', 'DATABASE_URL', 'XIECHA_DEMO', 'XIECHA_CLOCK', 'XIECHA_CRYPTO', 'XIECHA_ROOT_KEY_FILE', 'XIECHA_LOG_KEY_FILE', 'XIECHA_WITNESSES', 'XIECHA_SECOND_FACTOR', 'XIECHA_DATA_SETS', 'LOG_LEVEL']);
    expect(error.message).not.toMatch(/hunter2|70000|everywhere|yesterday|rot13|nowhere|maybe|loud/);
  });

  it.each([
    ['a demo that others can reach', { XIECHA_HOST: '0.0.0.0' }, ['XIECHA_HOST']],
    ['real use without keys', { DATABASE_URL: app }, ['XIECHA_ROOT_KEY_FILE', 'XIECHA_LOG_KEY_FILE']],
    ['real use on the embedded database without keys', { XIECHA_DEMO: '0' }, ['XIECHA_ROOT_KEY_FILE', 'XIECHA_LOG_KEY_FILE']],
    ['real use without second factor', { ...real, XIECHA_SECOND_FACTOR: 'off' }, ['XIECHA_SECOND_FACTOR']],
    ['real use with a moved clock', { ...real, XIECHA_CLOCK: '2026-09-21T09:00:00+08:00' }, ['XIECHA_CLOCK']],
    ['a clock without zone', { XIECHA_CLOCK: '2026-09-21T09:00:00' }, ['XIECHA_CLOCK']],
    ['an owner login for requests', { ...real, DATABASE_URL: owner, DATABASE_OWNER_URL: owner }, ['DATABASE_URL']],
    ['an owner login alone', { DATABASE_OWNER_URL: owner }, ['DATABASE_OWNER_URL']],
    ['two problems that belong together', { DATABASE_URL: app, XIECHA_LOG_KEY_FILE: file, XIECHA_SECOND_FACTOR: 'off' }, ['XIECHA_ROOT_KEY_FILE', 'XIECHA_SECOND_FACTOR']],
  ])('refuses %s', (_what, env, named) => {
    expect(refusal(env).variables).toEqual(named);
    expect(refusal(env).message).not.toContain('s3cret');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { stringifyDocument } from 'urql';
import * as complaints from './complaints.documents.js';
import * as directory from './directory.documents.js';
import * as imports from './imports.documents.js';
import * as leads from './leads.documents.js';
import * as ledger from './ledger.documents.js';
import * as sharing from './sharing.documents.js';
import * as viewer from './viewer.documents.js';

// The console knows the hub by its schema alone: every question it asks must be one the schema answers.
const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', '..', 'hub', 'schema.graphql'), 'utf8'));
const documents = Object.entries({ ...complaints, ...directory, ...imports, ...leads, ...ledger, ...sharing, ...viewer }).filter(([name]) => name.endsWith('Document'));

describe('documents of the console', () => {
  it.each(documents)('%s fits the schema of the hub', (_name, document) => {
    expect(validate(schema, parse(stringifyDocument(document))).map(({ message }) => message)).toEqual([]);
  });
});

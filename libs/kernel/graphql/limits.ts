import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ASTVisitor, type ValidationContext, type ValidationRule } from 'graphql';

/** Limits of contract.graphql; parsing stops at MAX_TOKENS. */
export const MAX_DEPTH = 12;
export const MAX_ALIASES = 30;
export const MAX_TOKENS = 6000;
const MAX_REPEATED_FIELDS = 200;

const refuse = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null) => context?.reportError(new GraphQLError('too complex', { extensions: { refusal: 'TOO_COMPLEX' } }))],
};

/** The same field written a thousand times costs like an alias: counted per selection set. */
function maxRepeatedFieldsRule(context: ValidationContext): ASTVisitor {
  return {
    SelectionSet: (node) => {
      if (node.selections.length > MAX_REPEATED_FIELDS) context.reportError(new GraphQLError('too complex', { extensions: { refusal: 'TOO_COMPLEX' } }));
    },
  };
}

/** A kind of operation the schema does not have (a subscription) is the client's mistake; the executor would call it a fault. */
function knownOperationsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition: (node) => {
      if (!context.getSchema().getRootType(node.operation)) context.reportError(new GraphQLError(`This service has no ${node.operation}`, { nodes: node }));
    },
  };
}

/** Validation rules that refuse a costly or impossible document before anything is executed. */
export const complexityRules: ValidationRule[] = [
  maxDepthRule({ n: MAX_DEPTH, flattenFragments: true, ...refuse } as never) as unknown as ValidationRule,
  maxAliasesRule({ n: MAX_ALIASES, ...refuse } as never) as unknown as ValidationRule,
  maxDirectivesRule({ n: 30, ...refuse } as never) as unknown as ValidationRule,
  maxRepeatedFieldsRule,
  knownOperationsRule,
];

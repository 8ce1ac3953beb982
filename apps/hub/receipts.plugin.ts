import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { Receipts } from '#kernel/audit';
import type { HubContext } from '#kernel/graphql';

/**
 * Puts the ledger's signed receipt into `extensions.receipt`: for every mutation that wrote, and for reads of clients that
 * ask with `"extensions": {"receipt": true}`. Not for every read: answers to equal questions stay equal, byte for byte.
 */
export function receiptsPlugin(receipts: Receipts): ApolloServerPlugin<HubContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ contextValue, operation, request }) => {
          if (operation?.operation === OperationTypeNode.MUTATION || request.extensions?.['receipt'] === true) receipts.expect(contextValue.requestId);
          return Promise.resolve();
        },
        willSendResponse: ({ contextValue, response }) => {
          const receipt = receipts.take(contextValue.requestId);
          if (receipt !== null && response.body.kind === 'single') {
            const { singleResult } = response.body;
            singleResult.extensions = { ...singleResult.extensions, receipt };
          }
          return Promise.resolve();
        },
      }),
  };
}

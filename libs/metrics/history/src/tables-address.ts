import { StoreError } from './store-error.ts';

/** Azure Table Storage: with a key or signature of its own, or with an identity of Entra ID. */
export type TablesAddress =
  | { readonly kind: 'tables'; readonly connectionString: string }
  | { readonly kind: 'tables'; readonly endpoint: string };

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Reads what follows `tables:`. No part of it is repeated in a message.
 *
 * Reference: https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
 *
 * @throws StoreError `address-invalid`
 */
export function parseTablesAddress(text: string): TablesAddress {
  if (/^https?:/i.test(text)) return { kind: 'tables', endpoint: parseEndpoint(text) };

  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1));
  }
  const has = (...names: string[]) => names.every((name) => parts.get(name));
  const named = parts.get('tableendpoint');
  if (named !== undefined) parseEndpoint(named);
  const isComplete =
    parts.get('usedevelopmentstorage')?.toLowerCase() === 'true' ||
    (has('defaultendpointsprotocol', 'accountname', 'accountkey') &&
      (named !== undefined || has('endpointsuffix'))) ||
    (has('sharedaccesssignature') && named !== undefined);
  if (!isComplete) {
    throw invalid(
      "follows 'tables:' with the account's URL or with a connection string that has DefaultEndpointsProtocol, AccountName, AccountKey and EndpointSuffix, or TableEndpoint and SharedAccessSignature",
    );
  }
  if (named === undefined && parts.get('defaultendpointsprotocol')?.toLowerCase() === 'http') {
    throw invalid('is reached by https');
  }
  return { kind: 'tables', connectionString: text };
}

function parseEndpoint(text: string): string {
  const url = URL.parse(text);
  const isSafe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && loopbackHosts.includes(url.hostname));
  if (!url || !isSafe || url.username || url.password || url.search || url.hash) {
    throw invalid(
      'names an account by an https URL without anything behind its path, as in tables:https://account.table.core.windows.net; http is for this machine only',
    );
  }
  return url.href.replace(/\/$/, '');
}

function invalid(sentence: string): StoreError {
  return new StoreError('address-invalid', `The address of a Table Storage store ${sentence}`);
}

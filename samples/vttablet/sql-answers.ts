import type { NamedLocks } from './named-locks.js';

/** What the embedded server says to a statement. */
export type Answer =
  | { readonly kind: 'ok' }
  | { readonly kind: 'value'; readonly column: string; readonly value: number | null }
  | { readonly kind: 'error'; readonly code: number; readonly message: string };

const ER_NO_SUCH_TABLE = 1146;
const ER_PARSE_ERROR = 1064;

const OK: Answer = { kind: 'ok' };

/**
 * Answers one statement as a MySQL server would. It understands what the samples send, which is one scalar per
 * SELECT; a table is always one that does not exist.
 */
export async function answerStatement(sql: string, threadId: number, locks: NamedLocks): Promise<Answer> {
  if (/^(begin|start transaction|commit|rollback|set)\b/i.test(sql)) return OK;
  const table = /^select\b.*\bfrom\s+(\w+)/i.exec(sql)?.[1];
  if (table !== undefined)
    return { kind: 'error', code: ER_NO_SUCH_TABLE, message: `Table 'test.${table}' doesn't exist` };

  const select = /^select\s+(.+?)(?:\s+as\s+(\w+))?$/i.exec(sql.trim());
  const value = select?.[1] === undefined ? undefined : await evaluate(select[1], threadId, locks);
  if (select?.[1] === undefined || value === undefined) {
    return { kind: 'error', code: ER_PARSE_ERROR, message: 'You have an error in your SQL syntax' };
  }
  return { kind: 'value', column: select[2] ?? select[1], value };
}

/** `undefined` for an expression it does not understand. */
async function evaluate(expression: string, threadId: number, locks: NamedLocks): Promise<number | null | undefined> {
  if (/^\d+$/.test(expression)) return Number(expression);
  const call = /^(\w+)\((?:'([^']*)')?(?:\s*,?\s*([\d.]+))?\)$/.exec(expression);
  const name = call?.[2] ?? '';
  const number = Number(call?.[3] ?? 0);
  switch (call?.[1]?.toUpperCase()) {
    case 'CONNECTION_ID':
      return threadId;
    case 'GET_LOCK':
      return (await locks.acquire(name, threadId, number * 1000)) ? 1 : 0;
    case 'RELEASE_LOCK':
      return locks.release(name, threadId);
    case 'RELEASE_ALL_LOCKS':
      return locks.releaseAll(threadId);
    case 'IS_USED_LOCK':
      return locks.ownerOf(name);
    case 'IS_FREE_LOCK':
      return locks.ownerOf(name) === null ? 1 : 0;
    case 'SLEEP':
      await new Promise((resolve) => setTimeout(resolve, number * 1000));
      return 0;
    default:
      return undefined;
  }
}

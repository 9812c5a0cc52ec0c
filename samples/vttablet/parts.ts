import type { ClientSession, RunStatement, SessionConfig } from './client-session.js';
import type { Book } from './db-connection.js';
import type { IdleStack } from './pool.js';
import type { PoolConnection } from './pooled.js';
import type { StatefulPool } from './stateful-pool.js';

/** The parts of a tablet that exist twice: as they were before a fault was mended, and as they are since. */
export interface Parts {
  readonly ConnStack: new <C extends PoolConnection>() => IdleStack<C>;
  readonly ConnectionBook: new () => Book;
  readonly Session: new (id: number, config: SessionConfig, pool: StatefulPool, run: RunStatement) => ClientSession;
  readonly runStatement: RunStatement;
}

/** For each part, which of its two modules is imported. */
export type Modules = { readonly [Name in keyof Parts]: () => Promise<Pick<Parts, Name>> };

/** Every part without its fault. */
export const MENDED: Modules = {
  ConnStack: () => import('./conn-stack.mended.js'),
  ConnectionBook: () => import('./connection-book.mended.js'),
  Session: () => import('./session.mended.js'),
  runStatement: () => import('./statement.mended.js'),
};

/**
 * Imports one module for each part. The other one stays out of the process, so that whoever reads the process's code
 * finds what a program before a fix has, or after it, and never both.
 */
export async function loadParts(modules: Modules): Promise<Parts> {
  const { ConnStack } = await modules.ConnStack();
  const { ConnectionBook } = await modules.ConnectionBook();
  const { Session } = await modules.Session();
  const { runStatement } = await modules.runStatement();
  return { ConnStack, ConnectionBook, Session, runStatement };
}

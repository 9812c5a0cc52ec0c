/** Exact versions of what the services use, installed together. */
export const PACKAGES = {
  amqplib: '2.3.1',
  express: '4.22.3',
  'generic-pool': '3.9.0',
  ioredis: '5.11.1',
  knex: '3.3.0',
  'lru-cache': '11.5.3',
  pg: '8.23.1',
  undici: '7.30.2',
  ws: '8.23.0',
};

/**
 * Services that hold much and leak nothing, in `apps`, each with a fault that it can be given: one piece of its text that becomes another.
 *
 * @type {readonly Service[]}
 * @typedef {object} Service
 * @property {string} name
 * @property {readonly [from: string, to: string]} fault
 * @property {RegExp} place in the headline or the label of the finding that is wanted
 * @property {string} line of the program that the report should name, by a part of its text; '' where none is to be named
 */
export const SERVICES = [
  {
    name: 'chat-ws',
    fault: ['this.bySession.delete(member.session);', 'this.bySession.delete(member);'],
    place: /Presence\.bySession/,
    line: 'this.bySession.delete(member);',
  },
  {
    name: 'desks-generic-pool',
    fault: ['    await desks.release(r.desk);\n', ''],
    place: /Pool|Desk/,
    line: '{ desk: await desks.acquire()',
  },
  {
    name: 'jobs-ioredis',
    fault: ['    this.connections = this.connections.filter((each) => each !== own);\n', ''],
    place: /LongJobs\.connections/,
    line: 'this.connections.push(own)',
  },
  {
    name: 'orders-knex',
    fault: ['      await trx.rollback();\n      res.status(422)', '      res.status(422)'],
    place: /KnexPool|Pool|never released/,
    line: 'db.transaction()',
  },
  {
    name: 'prices-undici',
    fault: ["removeEventListener('abort', this.onStop)", "removeEventListener('abort', () => this.onStop())"],
    place: /AbortSignal/,
    line: "removeEventListener('abort'",
  },
  {
    name: 'rpc-amqp',
    fault: ['    this.open.delete(call.id);\n    call.no(', '    call.no('],
    place: /Caller\.open/,
    line: 'expire(call) {',
  },
];

import type { Profile } from '../profile-schema.js';
import { http } from './http.js';

/** agentkeepalive: an Agent of `node:http` with counters of its own. */
export const agentkeepalive: Profile = {
  name: 'agentkeepalive',
  library: {
    package: 'agentkeepalive',
    versions: '>=4.0.0 <5',
    facts: [
      { what: 'the books are those of http.Agent', where: 'agentkeepalive 4.0.0 and 4.6.0, lib/agent.js, class Agent' },
      {
        what: '`createSocketCount`, `closeSocketCount` and `timeoutSocketCount` from the constructor on',
        where: 'agentkeepalive 4.0.0 and 4.6.0, lib/agent.js, constructor',
      },
    ],
    reserved: 'A socket until its response was read to the end.',
    notes: [
      'All that it adds are small integers: in a snapshot without numbers it is read as the Agent of node:http that it is.',
    ],
  },
  classes: {
    agent: {
      fields: ['createSocketCount', 'closeSocketCount', 'timeoutSocketCount', 'freeSockets', 'sockets', 'requests'],
      anyName: true,
    },
  },
  ...(http.pools === undefined ? {} : { pools: http.pools }),
  words: {
    pool: 'keep-alive agent',
    resource: 'socket',
    checkout: 'http.request()',
    release: 'response.resume()',
    close: 'agent.destroy()',
  },
};

import { Agent, createServer, type Server } from 'node:http';
import { eachOf, type TwinModel } from '../twin-model.js';

class Dq {
  readonly server: Server & { agents: Agent[] } = Object.assign(createServer(), { agents: [] });
}

const dq = new Dq();
const shared = new Agent({ keepAlive: true });

function ask(agent: Agent): () => void {
  dq.server.agents.push(agent);
  return () => {
    dq.server.agents.splice(dq.server.agents.indexOf(agent), 1);
    agent.destroy();
  };
}

/**
 * `Server.agents[]`: an Agent for each request, noted on an object of Node.js. Only `Dq.server` on the way to them is the program's.
 * Look-alike: one Agent for all.
 */
export const agentsOfServer: TwinModel = {
  name: 'an Agent for each request on an object of Node.js',
  alone: true,
  buggy: (round) => eachOf(round, () => void ask(new Agent({ keepAlive: true }))),
  fixed: (round) => eachOf(round, () => ask(new Agent({ keepAlive: true }))()),
  lookAlike: (round) =>
    eachOf(round, () => {
      dq.server.agents = [shared];
    }),
  expected: {
    label: /^Server\.agents\[\]$/,
    kinds: ['unbounded-collection'],
    findings: 1,
    className: /^Agent$/,
    action: /`Server\.agents\[\]` of `Dq\.server` \(agents-of-server\.(mjs|ts):\d+\)/,
    neverSaid: [/node:/],
  },
};

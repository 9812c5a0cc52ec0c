import { get } from 'node:http';
import { isIP } from 'node:net';

import { ToolError } from '../errors.js';
import { isRecord } from './dialogue.js';

/** Where an inspector listens. */
export interface InspectorEndpoint {
  readonly host: string;
  readonly port: number;
}

/** What can be debugged there. */
export interface EndpointTarget {
  readonly title: string;
  readonly url: string;
}

const PROBE_TIMEOUT_MS = 2_000;
/** For all of an answer, which may come byte by byte. */
const ANSWER_TIMEOUT_MS = 5_000;
/** A list of targets is short. A longer response comes from another service. */
const MAX_ANSWER_BYTES = 1 << 20;

/**
 * The targets behind `endpoint`.
 *
 * @throws ToolError `target-unreachable` when nothing answers there, or something other than an inspector
 */
export async function listEndpointTargets(endpoint: InspectorEndpoint): Promise<EndpointTarget[]> {
  const where = formatEndpoint(endpoint);
  const list = await fetchJson(endpoint, '/json/list').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError('target-unreachable', `${where}: no inspector answers: ${reason}`, {
      hint: 'Start the process with --inspect, or give its pid. For a container, forward its port first.',
      cause: error,
    });
  });
  const targets = (Array.isArray(list) ? list : []).filter(isRecord).flatMap(({ title, webSocketDebuggerUrl }) => {
    if (typeof webSocketDebuggerUrl !== 'string' || !URL.canParse(webSocketDebuggerUrl)) return [];
    // Behind a forwarded port, the inspector knows itself by another address.
    const { pathname } = new URL(webSocketDebuggerUrl);
    return [{ title: String(title), url: `ws://${where}${pathname}` }];
  });
  if (targets.length > 0) return targets;
  throw new ToolError('target-unreachable', `${where}: what answers there is no inspector of Node.js`);
}

/** Whether an inspector of Node.js answers there. */
export async function isInspector(endpoint: InspectorEndpoint): Promise<boolean> {
  const version = await fetchJson(endpoint, '/json/version').catch(() => null);
  return isRecord(version) && String(version['Browser']).startsWith('node.js/');
}

/** `127.0.0.1:9229`, `[::1]:9229` */
export function formatEndpoint({ host, port }: InspectorEndpoint): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether a host name means this machine. The name is not resolved. */
export function isLoopback(host: string): boolean {
  const plain = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return plain === 'localhost' || plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

async function fetchJson({ host, port }: InspectorEndpoint, path: string): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    // No agent: a kept-alive connection would count as a debugger.
    const request = get({ host, port, path, agent: false, timeout: PROBE_TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('error', reject);
      response.on('aborted', () => reject(new Error('the answer ended early')));
      response.on('data', (part: string) => {
        text += part;
        if (text.length > MAX_ANSWER_BYTES) request.destroy(new Error('the answer is too long'));
      });
      response.on('end', () => {
        try {
          resolve(JSON.parse(text));
        } catch {
          reject(new Error('the answer is not JSON'));
        }
      });
    });
    const timer = setTimeout(() => {
      request.destroy(new Error(`the answer was not complete within ${ANSWER_TIMEOUT_MS / 1000} s`));
    }, ANSWER_TIMEOUT_MS);
    request.on('close', () => clearTimeout(timer));
    request.on('timeout', () => request.destroy(new Error(`no answer within ${PROBE_TIMEOUT_MS / 1000} s`)));
    request.on('error', reject);
  });
}

import { connect } from 'node:net';
import type { Service, ServiceName } from './library.js';

const LOOPBACK = '127.0.0.1';

/** The servers of a usual developer's machine, with the accounts of a fresh install. */
const SERVICES: Readonly<Record<ServiceName, Service>> = {
  mariadb: { host: LOOPBACK, port: 3306, user: 'root', password: '', database: 'test' },
  postgres: { host: LOOPBACK, port: 5432, user: 'postgres', password: '', database: 'test' },
  redis: { host: LOOPBACK, port: 6379 },
  rabbitmq: { host: LOOPBACK, port: 5672, user: 'guest', password: 'guest' },
  mosquitto: { host: LOOPBACK, port: 1883 },
  nats: { host: LOOPBACK, port: 4222 },
};

/** @returns where the service listens, or null when nothing takes connections there */
export function findService(name: ServiceName): Promise<Service | null> {
  const service = SERVICES[name];
  return new Promise((resolve) => {
    const socket = connect({ host: service.host, port: service.port });
    const answer = (found: Service | null) => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(2_000, () => answer(null));
    socket.once('connect', () => answer(service));
    socket.once('error', () => answer(null));
  });
}

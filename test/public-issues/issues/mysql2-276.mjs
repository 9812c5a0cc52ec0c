/**
 * The server of mysql2 enters each connection in an array that nothing reads, and takes none out.
 *
 * @type {import('../rebuild.js').PublicIssue}
 */
export const issue = {
  url: 'https://github.com/sidorares/node-mysql2/pull/276',
  service: null,
  faulty: { mysql2: '1.0.0-rc.1' },
  fixed: { mysql2: '1.0.0-rc.2' },
  finds: { kind: 'ledger-entry-kept', place: 'Server.connections[]' },
  async start({ load }) {
    const CONNECTIONS = 20;
    const mysql = await load('mysql2');
    const server = mysql.createServer();
    let id = 0;
    server.on('connection', (connection) => {
      connection.on('error', () => undefined);
      id += 1;
      connection.serverHandshake({
        protocolVersion: 10,
        serverVersion: 'made up',
        connectionId: id,
        statusFlags: 2,
        characterSet: 8,
        capabilityFlags: 0xffffff,
      });
    });
    await new Promise((resolve) => server.listen(0, resolve));
    const { port } = server._server.address();
    const visit = () =>
      new Promise((resolve) => {
        const client = mysql.createConnection({ host: '127.0.0.1', port, user: 'u', password: '' });
        client.on('error', () => undefined);
        client.connect(() => {
          client.stream.once('close', resolve);
          client.stream.destroy();
        });
      });
    return async () => {
      for (let count = 0; count < CONNECTIONS; count += 1) await visit();
    };
  },
};

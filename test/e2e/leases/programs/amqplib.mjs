export async function open({ load, service }) {
  const { connect } = await load('amqplib');
  const { host, port, user, password } = service;
  const connection = await connect(`amqp://${user}:${password}@${host}:${port}`);

  async function publishOnce() {
    const channel = await connection.createChannel();
    channel.publish('', 'nobody-reads-this', Buffer.from('1'));
  }
  async function publishSafely() {
    await connection.createConfirmChannel();
  }
  async function publishAndClose() {
    const channel = await connection.createChannel();
    await channel.close();
  }
  return { steady: [publishAndClose], leaks: [publishOnce, publishSafely], most: 12 };
}
